"""Signing out there and here: every bad logout token, and what a good one ends."""

import pytest

from farlight.audit.types import AuditKind
from farlight.people.tests.elsewhere_browser import (
    LOGOUT,
    NOW,
    a_browser,
    acts,
    hs256,
    is_in,
    linked,
    log_in,
    sign_on,
)
from farlight.people.tests.paper_provider import paper_provider

pytestmark = pytest.mark.django_db


def test_somebody_who_signs_out_is_told_where_else_they_are_signed_on(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    sign_on(browser, paper)
    assert browser.post("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    page = browser.get("/accounts/signed-out/").content.decode()
    assert f"{paper.issuer}/end?id_token_hint=" in page
    assert "post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Faccounts%2Flogin%2F" in page
    assert not is_in(browser)
    assert browser.get("/accounts/signed-out/")["Location"] == "/accounts/login/"


BAD_LOGOUTS = {
    "issuer": {"iss": "https://elsewhere.example"},
    "audience": {"aud": "another"},
    "expired": {"exp": NOW - 120},
    "no end": {"exp": None},
    "good for a day": {"exp": NOW + 86_400},
    "no moment": {"iat": None},
    "old": {"iat": NOW - 3600},
    "no jti": {"jti": None},
    "no event": {"events": None},
    "another event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is no object": {"events": {"http://schemas.openid.net/event/backchannel-logout": True}},
    "a nonce": {"nonce": "n"},
    "nobody": {"sub": None, "sid": None},
}


def sign_out_there(paper, token):
    answer = a_browser().post(LOGOUT, {"logout_token": token})
    assert "no-store" in answer["Cache-Control"]
    return answer.status_code


@pytest.mark.parametrize("claims", BAD_LOGOUTS.values(), ids=BAD_LOGOUTS.keys())
def test_a_logout_token_that_is_wrong_in_one_point_signs_nobody_out(paper, ada, claims):
    linked(paper, ada)
    browser = a_browser()
    sign_on(browser, paper)
    assert sign_out_there(paper, paper.signed(paper.logout_claims(**claims), typ="logout+jwt")) == 400
    assert is_in(browser)


def test_a_logout_token_whose_signature_does_not_hold_signs_nobody_out(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    sign_on(browser, paper)
    claims = paper.logout_claims()
    with paper_provider() as other:
        stranger = other.key
    wrong = [
        paper.signed(claims, algorithm="none", key=""),
        hs256(paper, claims),
        paper.signed(claims, key=stranger),
        paper.signed(claims, typ="at+jwt"),
        "",
    ]
    assert [sign_out_there(paper, token) for token in wrong] == [400] * 5
    assert a_browser().get(LOGOUT).status_code == 405
    assert is_in(browser)


def test_a_logout_token_signs_one_session_out_or_all_of_somebody_and_works_once(paper, ada):
    linked(paper, ada)
    first, second, by_password = a_browser(), a_browser(), a_browser()
    sign_on(first, paper, sid="sid-1")
    sign_on(second, paper, sid="sid-2")
    log_in(by_password)
    token = paper.signed(paper.logout_claims(sid="sid-1"), typ="logout+jwt")
    assert sign_out_there(paper, token) == 200
    assert [is_in(one) for one in (first, second, by_password)] == [False, True, True]
    sign_on(first, paper, sid="sid-1")
    assert sign_out_there(paper, token) == 400
    assert is_in(first)
    assert sign_out_there(paper, paper.signed(paper.logout_claims(jti="j-2", sub="s-2", sid=None))) == 200
    assert is_in(first)
    assert sign_out_there(paper, paper.signed(paper.logout_claims(jti="j-3", sid=None))) == 200
    assert [is_in(one) for one in (first, second, by_password)] == [False, False, True]
    assert acts(AuditKind.SIGNED_OUT)[0] == (AuditKind.SIGNED_OUT, "ada", {"browsers": 2, "provider": "paper"})
