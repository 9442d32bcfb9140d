"""Signing on in steps: password, second factor, passkey; saying again who one is; signing out elsewhere."""

import json
from base64 import b64decode
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.kernel.time import utc_now
from farlight.people.domain.one_time_codes import code_of, counter_at
from farlight.people.models import OneTimeSeed, Passkey, SignIn
from farlight.people.public import (
    credential_in,
    define_security,
    elevated_until,
    factors_of,
    issue_token,
    lock_person,
    objections_to_credential,
    objections_to_step_up,
    set_roles,
    take_one_time_code,
)
from farlight.people.services.one_time_codes import set_up_one_time_codes
from farlight.people.services.recovery_codes import make_recovery_codes
from farlight.people.tests.factories import make_person
from farlight.people.tests.soft_key import SoftKey
from farlight.people.types import Credential, Role, RoleGrantSummary, SecurityPolicy, StepUpAction

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
SEED = b"12345678901234567890"
SECURITY, CONFIRM, APP = "/account/security/", "/account/confirm/", "/account/security/app/"
SECOND, PASSKEY = "/accounts/second-step/", "/accounts/passkey/"
HOST = {"HTTP_HOST": "localhost", "wsgi.url_scheme": "http"}


def a_browser():
    return Client(headers={"host": "localhost", "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})


def log_in(browser, login="ada", password=PASSWORD, **more):
    return browser.post("/accounts/login/", {"login": login, "password": password, **more})


def code_now(shift=0):
    return code_of(SEED, counter_at(utc_now()) + shift)


def with_app(person, *, used_long_ago=True):
    set_up_one_time_codes(person=person, seed=SEED, code=code_now(), now=utc_now())
    if used_long_ago:
        OneTimeSeed.objects.update(last_counter=0)


def is_in(browser):
    return browser.get("/api/v1/sessions").status_code == 200


def credential_of(browser):
    return Credential(login=browser.session.session_key)


def with_passkey(browser):
    """Make a passkey by the pages; the browser must be signed in."""
    key = SoftKey("http://localhost")
    options = browser.get("/account/security/passkeys/add/").json()
    answer = json.dumps(key.make(options))
    return key, browser.post("/account/security/passkeys/add/", {"answer": answer, "name": "Laptop"})


def enter_by(key, browser):
    options = browser.get(PASSKEY).json()
    return browser.post(PASSKEY, {"answer": json.dumps(key.sign(options))})


def test_who_has_no_factor_is_in_by_the_password(ada):
    browser = a_browser()
    assert log_in(browser).headers["Location"] == "/"
    assert is_in(browser)


def test_who_has_an_app_is_in_by_password_and_code_and_not_before(ada):
    with_app(ada)
    browser = a_browser()
    assert log_in(browser, next="/samples/").headers["Location"] == SECOND
    assert not is_in(browser)
    wrong = browser.post(SECOND, {"code": "000000"})
    assert (wrong.status_code, is_in(browser)) == (422, False)
    assert "not right" in BeautifulSoup(wrong.content, "html.parser").select_one("[role=alert]").text
    assert browser.post(SECOND, {"code": code_now()}).headers["Location"] == "/samples/"
    assert is_in(browser)


def test_a_code_works_once_on_pages_and_by_ssh_together(ada):
    with_app(ada)
    code = code_now()
    assert take_one_time_code(person_id=ada.pk, code=code, now=utc_now())
    browser = a_browser()
    log_in(browser)
    assert (browser.post(SECOND, {"code": code}).status_code, is_in(browser)) == (422, False)


def test_a_recovery_code_opens_once_in_place_of_the_app(ada):
    with_app(ada)
    code = make_recovery_codes(person=ada, now=utc_now())[0]
    answers = []
    for _ in range(2):
        browser = a_browser()
        log_in(browser)
        answers.append((browser.post(SECOND, {"code": code}).status_code, is_in(browser)))
    assert answers == [(302, True), (422, False)]


def test_the_second_step_is_for_those_only_who_gave_the_first(ada):
    with_app(ada)
    browser = a_browser()
    assert browser.post(SECOND, {"code": code_now()}).headers["Location"] == "/accounts/login/"
    log_in(browser, password="wrong password here")
    assert browser.post(SECOND, {"code": code_now()}).headers["Location"] == "/accounts/login/"


def test_an_app_is_set_up_by_its_first_code_and_recovery_codes_are_shown_once(ada):
    browser = a_browser()
    log_in(browser)
    page = BeautifulSoup(browser.get(APP).content, "html.parser")
    seed = b64decode(browser.session["one_time_seed"])
    assert page.select_one(".fl-seed-picture")["src"].startswith("data:image/svg+xml;base64,")
    assert browser.post(APP, {"code": "000000"}).status_code == 422
    done = browser.post(APP, {"code": code_of(seed, counter_at(utc_now()))})
    codes = [code.text for code in BeautifulSoup(done.content, "html.parser").select(".fl-codes code")]
    assert (len(codes), "no-store" in done["Cache-Control"], "one_time_seed" in browser.session) == (10, True, False)
    assert codes[0] not in browser.get(SECURITY).content.decode()
    assert (factors_of(ada.pk).has_one_time_codes, factors_of(ada.pk).recovery_codes_left) == (True, 10)
    assert elevated_until(credential_of(browser), now=utc_now()) is not None


def test_a_passkey_is_made_and_stands_for_both_factors(ada):
    browser = a_browser()
    log_in(browser)
    key, made = with_passkey(browser)
    assert (made.status_code, "Recovery codes" in made.content.decode()) == (200, True)
    new = a_browser()
    assert (enter_by(key, new).headers["Location"], is_in(new)) == ("/", True)
    assert elevated_until(credential_of(new), now=utc_now()) is not None
    lock_person(person=ada, reason="left")
    late = a_browser()
    assert (enter_by(key, late).headers["Location"], is_in(late)) == ("/accounts/inactive/", False)


def test_a_passkey_is_the_second_step_too_and_its_challenge_counts_once(ada):
    browser = a_browser()
    log_in(browser)
    key, _ = with_passkey(browser)
    other = a_browser()
    log_in(other)
    answer = {"answer": json.dumps(key.sign(other.get(f"{SECOND}?ask").json()))}
    assert (other.post(SECOND, answer).status_code, is_in(other)) == (302, True)
    third = a_browser()
    log_in(third)
    third.get(f"{SECOND}?ask")
    assert (third.post(SECOND, answer).status_code, is_in(third)) == (422, False)
    assert (third.post(SECOND, answer).status_code, is_in(third)) == (422, False)


@pytest.mark.parametrize("answer", ["", "nonsense", "[]", "7", '{"rawId": "AA"}', "[" * 100_000])
def test_nobody_enters_with_what_is_no_answer(ada, answer):
    browser = a_browser()
    browser.get(PASSKEY)
    assert browser.post(PASSKEY, {"answer": answer}).headers["Location"] == "/accounts/login/"
    assert not is_in(browser)


def test_a_challenge_is_for_one_purpose(ada):
    browser = a_browser()
    log_in(browser)
    key, _ = with_passkey(browser)
    asked = key.sign(browser.get(f"{CONFIRM}?ask").json())
    assert browser.post(PASSKEY, {"answer": json.dumps(asked)}).headers["Location"] == "/accounts/login/"


def an_hour_later(browser):
    session = browser.session
    session["proofs"] = [{**proof, "at": proof["at"] - 3600} for proof in session["proofs"]]
    session.save()


def test_what_changes_factors_asks_again_after_a_while(ada):
    browser = a_browser()
    log_in(browser)
    an_hour_later(browser)
    sent = browser.get(APP).headers["Location"]
    assert sent == f"{CONFIRM}?next=%2Faccount%2Fsecurity%2Fapp%2F"
    assert browser.post(CONFIRM, {"password": "wrong", "next": APP}).status_code == 422
    assert browser.post(CONFIRM, {"password": PASSWORD, "next": APP}).headers["Location"] == APP
    assert browser.get(APP).status_code == 200


def test_who_has_a_factor_gives_it_and_the_password_is_not_enough(ada):
    browser = a_browser()
    with_app(ada)
    log_in(browser)
    browser.post(SECOND, {"code": code_now()})
    an_hour_later(browser)
    OneTimeSeed.objects.update(last_counter=0)
    remove = "/account/security/app/remove/"
    assert browser.post(remove).headers["Location"].startswith(CONFIRM)
    assert browser.post(CONFIRM, {"password": PASSWORD}).status_code == 422
    assert factors_of(ada.pk).has_one_time_codes
    assert browser.post(CONFIRM, {"code": code_now()}).headers["Location"] == SECURITY
    browser.post(remove)
    assert not factors_of(ada.pk).has_any


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\t//evil.example"]
)
def test_saying_again_who_one_is_leads_back_into_this_site_only(ada, where):
    browser = a_browser()
    log_in(browser)
    assert browser.post(CONFIRM, {"password": PASSWORD, "next": where}).headers["Location"] == SECURITY


def test_a_factor_opens_for_15_minutes_in_its_own_login_and_for_its_own_person(ada):
    with_app(ada)
    browser, now = a_browser(), utc_now()
    log_in(browser)
    assert elevated_until(credential_of(browser), now=now) is None
    browser.post(SECOND, {"code": code_now()})
    until = elevated_until(credential_of(browser), now=utc_now())
    assert timedelta(minutes=14, seconds=50) < until - now <= timedelta(minutes=15, seconds=10)
    assert elevated_until(credential_of(browser), now=until) is None
    other = a_browser()
    other.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert elevated_until(credential_of(other), now=utc_now()) is None
    key = credential_in({"Authorization": "Bearer far_x"}, login=browser.session.session_key)
    assert [elevated_until(c, now=utc_now()) for c in (key, Credential(), Credential(login="nothing"))] == [None] * 3
    session = browser.session
    session["proofs"] = [{**proof, "person": ada.pk + 1} for proof in session["proofs"]]
    session.save()
    assert elevated_until(credential_of(browser), now=utc_now()) is None


def test_a_step_up_is_asked_where_the_site_asks_and_says_where_to_give_it(ada):
    browser = a_browser()
    log_in(browser)

    def links(credential):
        asked = {"person": ada, "action": StepUpAction.SSH, "now": utc_now()}
        return [objection.link for objection in objections_to_step_up(credential, **asked)]

    here, token = credential_of(browser), Credential(token="x")
    assert (links(here), links(token)) == ([], [])
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.SSH})))
    assert (links(here), links(token)) == ([SECURITY], [f"{CONFIRM}?for=factor"])
    with_app(ada)
    assert links(here) == [CONFIRM]
    browser.post(CONFIRM, {"code": code_now()})
    assert links(here) == []
    assert objections_to_step_up(here, person=ada, action=StepUpAction.REMOTE_CONTROL, now=utc_now()) == ()


def test_whose_role_needs_a_factor_sets_one_up_and_does_nothing_before(ada):
    key = issue_token(person=ada, label="x", now=utc_now())
    browser = a_browser()
    log_in(browser)
    define_security(policy=SecurityPolicy(roles=frozenset({Role.LOCAL_CONTACT})))
    assert (browser.get("/samples/").status_code, is_in(browser)) == (200, True)
    set_roles(person=ada, roles=(RoleGrantSummary(role=Role.LOCAL_CONTACT, beamline="sim1"),))
    asked = {"/samples/": SECURITY, "/": SECURITY, "/account/tokens/": SECURITY}
    assert {path: browser.get(path).headers["Location"] for path in asked} == asked
    for client, headers in ((browser, {}), (Client(), {"Authorization": f"Bearer {key}"})):
        answer = client.get("/api/v1/sessions", headers=headers)
        reasons = [reason["link"] for reason in answer.json()["reasons"]]
        assert (answer.status_code, answer["Content-Type"], reasons) == (403, "application/problem+json", [SECURITY])
    assert "needs a second factor" in browser.get(SECURITY).content.decode()
    with_passkey(browser)
    assert (browser.get("/samples/").status_code, is_in(browser)) == (200, True)
    define_security(policy=SecurityPolicy())
    ada.refresh_from_db()
    assert not ada.is_factor_demanded


def test_browsers_are_listed_and_signed_out_one_by_one(ada):
    here, there = a_browser(), a_browser()
    log_in(here)
    log_in(there)
    page = BeautifulSoup(here.get(SECURITY).content, "html.parser")
    listed = [item.text for item in page.select("section[aria-labelledby=browsers-title] li strong")]
    assert listed == ["Firefox on Linux"] * 2
    code = page.select_one("input[name=browser]")["value"]
    ben = make_person("ben")
    stranger = a_browser()
    stranger.force_login(ben, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert stranger.post("/account/security/browsers/end/", {"browser": code}).status_code == 404
    credential = credential_of(there)
    assert objections_to_credential(credential, person=ada, now=utc_now()) == ()
    here.post("/account/security/browsers/end/", {"browser": code})
    assert (is_in(there), is_in(here)) == (False, True)
    assert [o.message for o in objections_to_credential(credential, person=ada, now=utc_now())] == [
        "You have logged out."
    ]


def test_signing_out_everywhere_leaves_this_browser_and_takes_tokens_when_wanted(ada):
    key = issue_token(person=ada, label="x", now=utc_now())
    browsers = [a_browser() for _ in range(3)]
    for browser in browsers:
        log_in(browser)
    here = browsers[0]
    here.post("/account/security/sign-out-everywhere/")
    with_key = {"Authorization": f"Bearer {key}"}
    assert [is_in(browser) for browser in browsers] == [True, False, False]
    assert Client().get("/api/v1/sessions", headers=with_key).status_code == 200
    here.post("/account/security/sign-out-everywhere/", {"tokens": "on"})
    assert (Client().get("/api/v1/sessions", headers=with_key).status_code, is_in(here)) == (401, True)


def test_locking_ends_all_browsers_for_good(ada):
    browser = a_browser()
    log_in(browser)
    lock_person(person=ada, reason="left")
    assert (SignIn.objects.count(), is_in(browser)) == (0, False)
    ada.is_active = True
    ada.save()
    assert not is_in(browser)


def test_a_browser_keeps_its_place_when_the_password_is_changed_in_it(ada):
    here, there = a_browser(), a_browser()
    log_in(here)
    log_in(there)
    new = "another long password"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_in(here), is_in(there)) == (True, False)
    session = here.session
    session["seen_at"] = 0
    session.save()
    here.get("/samples/")
    assert SignIn.objects.filter(session_key=here.session.session_key).count() == 1


def test_the_page_asks_the_same_number_of_questions_for_one_browser_and_three(ada, django_assert_max_num_queries):
    browsers = [a_browser() for _ in range(3)]
    log_in(browsers[0])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as one:
        browsers[0].get(SECURITY)
    for browser in browsers[1:]:
        log_in(browser)
    with CaptureQueriesContext(connection) as three:
        browsers[0].get(SECURITY)
    assert len(one) == len(three)


def test_recovery_codes_need_a_factor_and_a_new_app_needs_none_before_it(ada):
    browser = a_browser()
    log_in(browser)
    assert browser.post("/account/security/recovery-codes/").status_code == 409
    assert browser.post("/account/security/passkeys/add/", {"answer": "{}"}).headers["Location"] == SECURITY
    for _ in range(5):
        assert browser.post(CONFIRM, {"password": "wrong password"}).status_code == 422
    assert "Too many" in browser.post(CONFIRM, {"password": PASSWORD}).content.decode()


def test_passkeys_are_renamed_and_removed_on_the_page(ada):
    browser = a_browser()
    log_in(browser)
    with_passkey(browser)
    row = Passkey.objects.get()
    browser.post("/account/security/passkeys/rename/", {"passkey": row.code, "name": "Phone"})
    assert "Phone" in browser.get(SECURITY).content.decode()
    browser.post("/account/security/passkeys/rename/", {"passkey": row.code, "name": ""})
    assert "has no name" in browser.get(SECURITY).content.decode()
    _, again = with_passkey(browser)
    assert again.headers["Location"] == SECURITY
    codes = browser.post("/account/security/recovery-codes/")
    assert len(BeautifulSoup(codes.content, "html.parser").select(".fl-codes code")) == 10
    browser.post("/account/security/passkeys/remove/", {"passkey": row.code})
    assert not Passkey.objects.exists()
