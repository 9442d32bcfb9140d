from datetime import UTC, datetime, timedelta

from farlight.passports.domain.keys import SigningKey, key_that_signs
from farlight.passports.domain.notices import (
    EVENT,
    LONGEST_PAUSE,
    TRIED_FOR,
    logout_claims,
    next_attempt,
)
from farlight.passports.domain.states import NEXT_STATES, states_before
from farlight.passports.types import NoticeState

NOW = datetime(2030, 5, 6, 8, tzinfo=UTC)
SAID = {"issuer": "https://far.example.org", "service": "hub", "subject": "7", "token_id": "l-1", "now": NOW}


def test_a_logout_token_says_what_the_specification_asks_and_no_more():
    at = int(NOW.timestamp())
    whom = {"iss": "https://far.example.org", "sub": "7", "aud": "hub"}
    when = {"iat": at, "exp": at + 120, "jti": "l-1", "events": {EVENT: {}}}
    assert logout_claims(sid="s", **SAID) == {**whom, **when, "sid": "s"}
    assert logout_claims(sid="", **SAID) == {**whom, **when}


def test_pauses_grow_and_after_a_day_it_is_given_up():
    pauses = [(next_attempt(n, made_at=NOW, now=NOW) - NOW).total_seconds() for n in (1, 2, 3, 8, 9, 200)]
    assert pauses == [10, 20, 40, 1280, LONGEST_PAUSE.total_seconds(), LONGEST_PAUSE.total_seconds()]
    assert next_attempt(1, made_at=NOW - TRIED_FOR, now=NOW) is None


def test_a_notice_that_is_over_stays_so():
    assert set(NEXT_STATES) == set(NoticeState)
    assert [s for s in NoticeState if not NEXT_STATES[s]] == ["told", "given_up", "dropped"]
    assert [states_before(s) for s in NoticeState] == [set(), {"waiting"}, {"waiting"}, {"waiting"}]


def test_the_newest_key_whose_time_has_come_signs():
    keys = [
        SigningKey(name=n, signs_from=NOW + timedelta(hours=h), pem="") for n, h in (("b", -1), ("a", -2), ("c", 1))
    ]
    assert [key_that_signs(keys, now=NOW + timedelta(hours=h)).name for h in (-2, 0, 1)] == ["a", "b", "c"]
