from datetime import UTC, datetime, timedelta

import pytest

from farlight.people.domain.elevation import objections_to_step_up, until, words_for_proof
from farlight.people.types import Credential, StepUpAction

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("came_with", "has_factor", "words", "link", "comes_back"),
    [
        (
            Credential(token="t"),
            True,
            "Remote control needs a second factor. Do it in the browser: a token cannot give one.",
            "/account/confirm/",
            False,
        ),
        (
            Credential(login="l"),
            False,
            "Remote control needs a second factor, and your account has none. Set one up.",
            "/account/security/",
            False,
        ),
        (
            Credential(is_ssh=True),
            True,
            (
                "Remote control needs a second factor that was given within 15 minutes. "
                "Connect again with a code, or with a certificate made just now."
            ),
            "",
            False,
        ),
        (
            Credential(login="l"),
            True,
            "Remote control needs a second factor that was given within 15 minutes. Give it; you come back here.",
            "/account/confirm/",
            True,
        ),
    ],
)
def test_what_asks_for_a_factor_says_how_it_is_given(came_with, has_factor, words, link, comes_back):
    asked = {"came_with": came_with, "has_factor": has_factor}
    (reason,) = objections_to_step_up(StepUpAction.REMOTE_CONTROL, **asked, elevated_until=None)
    assert (str(reason), reason.link, reason.comes_back) == (words, link, comes_back)
    assert objections_to_step_up(StepUpAction.REMOTE_CONTROL, **asked, elevated_until=NOW) == ()


def test_a_factor_counts_for_a_quarter_of_an_hour_and_not_before_it_was_given():
    moments = [None, NOW + timedelta(seconds=1), NOW, NOW - timedelta(minutes=15), NOW - timedelta(minutes=14)]
    quarter, minute = NOW + timedelta(minutes=15), NOW + timedelta(minutes=1)
    assert [until(given_at, now=NOW) for given_at in moments] == [None, None, quarter, None, minute]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("elsewhere_factor", "an account elsewhere with a second factor"),
        ("passkey", "passkey"),
        ("password", "password"),
    ],
)
def test_what_was_given_is_said_in_words(kind, words):
    assert words_for_proof(kind) == words


@pytest.mark.parametrize(
    ("came_with", "mend", "link"),
    [
        (
            Credential(login="l"),
            "Sign on at Keycloak or LemonLDAP again, with it; you come back here.",
            "/account/confirm/?for=factor",
        ),
        (
            Credential(is_ssh=True),
            "Sign on at Keycloak or LemonLDAP again in the browser, make a certificate there, and connect with it.",
            "",
        ),
        (Credential(token="t"), "Do it in the browser: a token cannot give one.", "/account/confirm/?for=factor"),
    ],
)
def test_who_has_a_factor_only_elsewhere_is_sent_there(came_with, mend, link):
    asked = {"came_with": came_with, "has_factor": False, "elsewhere": ["Keycloak", "LemonLDAP"]}
    (reason,) = objections_to_step_up(StepUpAction.SSH, **asked, elevated_until=None)
    assert (reason.mend, reason.link) == (mend, link)
