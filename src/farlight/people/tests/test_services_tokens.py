from datetime import timedelta

import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.domain.tokens import MOST_TOKENS
from farlight.people.models import ApiToken
from farlight.people.public import (
    credential_in,
    define_security,
    issue_machine_token,
    issue_token,
    lock_person,
    person_with_key,
    revoke_token,
    token_for,
    token_key_of,
    tokens_counting_among,
)
from farlight.people.services.tokens import announce_ends, token_using
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential, SecurityPolicy, TokenScope

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def ada():
    return make_person("ada")


def test_a_key_is_shown_once_and_not_kept(ada):
    key = issue_token(person=ada, label="analysis", now=NOW)
    assert key.startswith("far_")
    row = ApiToken.objects.get()
    assert key not in str(vars(row)) + str([entry.body for entry in all_entries("")])
    assert (str(row), len(row.digest)) == ("Ada Tester: analysis", 64)


def test_a_key_counts_until_it_is_over(ada):
    key = issue_token(person=ada, label="x", now=NOW, valid_for=timedelta(hours=1))
    moments = (NOW, NOW + timedelta(minutes=59), NOW + timedelta(hours=1))
    assert [person_with_key(key, now=now) for now in moments] == [ada, ada, None]


@pytest.mark.parametrize("key", ["", "far_", "nonsense", "x" * 100_000])
def test_what_is_no_key_belongs_to_nobody(ada, key):
    issue_token(person=ada, label="x", now=NOW)
    assert person_with_key(key, now=NOW) is None


def test_a_revoked_key_counts_no_more_and_others_do(ada):
    first, second = (issue_token(person=ada, label=label, now=NOW) for label in ("a", "b"))
    token = ApiToken.objects.get(label="a")
    revoke_token(token=token, now=NOW)
    revoke_token(token=token, now=NOW + timedelta(days=1))
    assert [person_with_key(key, now=NOW) for key in (first, second)] == [None, ada]
    assert ApiToken.objects.get(label="a").revoked_at == NOW


def test_which_tokens_count_is_one_question(ada, django_assert_num_queries):
    keys = [issue_token(person=ada, label=label, now=NOW, valid_for=timedelta(hours=1)) for label in "abc"]
    used = [credential_in({"Authorization": f"Bearer {key}"}, login=None) for key in keys]
    first, second, third = (token_key_of(ada, one) for one in used)
    revoke_token(token=ApiToken.objects.get(label="b"), now=NOW)
    with django_assert_num_queries(1):
        assert tokens_counting_among([first, second], now=NOW) == {first}
    assert tokens_counting_among([first, third], now=NOW + timedelta(hours=1)) == set()
    with django_assert_num_queries(0):
        assert token_key_of(ada, Credential(login="x")) == 0
    assert token_key_of(make_person("rolf"), used[0]) == 0


def test_the_key_of_a_locked_account_counts_no_more(ada):
    key = issue_token(person=ada, label="x", now=NOW)
    lock_person(person=ada, reason="left")
    assert person_with_key(key, now=NOW) is None


@pytest.mark.parametrize(
    ("label", "days", "scopes", "fields"),
    [
        ("  ", 30, {TokenScope.READ}, ["label"]),
        ("x" * 101, 30, {TokenScope.READ}, ["label"]),
        ("x", 0, {TokenScope.READ}, ["days"]),
        ("x", -1, {TokenScope.READ}, ["days"]),
        ("x", 366, {TokenScope.READ}, ["days"]),
        ("x", 30, set(), ["scopes"]),
        ("", 400, set(), ["label", "days", "scopes"]),
    ],
)
def test_what_is_wrong_with_a_token_is_said_all_at_once(ada, label, days, scopes, fields):
    with pytest.raises(Invalid) as refusal:
        issue_token(person=ada, label=label, scopes=scopes, now=NOW, valid_for=timedelta(days=days))
    assert [o.field for o in refusal.value.objections] == fields
    assert not ApiToken.objects.exists()


def test_only_tokens_that_count_are_counted(ada):
    issue_token(person=ada, label="over", now=NOW - timedelta(days=9), valid_for=timedelta(days=1))
    for number in range(MOST_TOKENS):
        issue_token(person=ada, label=str(number), now=NOW)
    with pytest.raises(Invalid, match="25 tokens already"):
        issue_token(person=ada, label="one more", now=NOW)
    revoke_token(token=ApiToken.objects.get(label="7"), now=NOW)
    issue_token(person=ada, label="one more", now=NOW)
    issue_token(person=make_person("ben"), label="of somebody else", now=NOW)


def test_revoking_is_told_once(ada):
    issue_token(person=ada, label="a", now=NOW)
    for _ in range(2):
        revoke_token(token=ApiToken.objects.get(), now=NOW)
    assert [e.body for e in all_entries("") if e.kind == "token-revoked"] == [{"person": "ada", "label": "a"}]


def test_use_is_noted_to_the_minute(ada):
    key = issue_token(person=ada, label="a", now=NOW)
    noted = []
    for after_s in (0, 59, 60, 61):
        at = NOW + timedelta(seconds=after_s)
        assert token_using(key, address=f"192.0.2.{after_s}", now=at).person == ada
        row = ApiToken.objects.get()
        noted.append(((row.used_at - NOW).total_seconds(), row.used_from))
    assert noted == [(0, "192.0.2.0"), (0, "192.0.2.0"), (60, "192.0.2.60"), (60, "192.0.2.60")]


def test_a_key_that_does_not_count_is_not_noted_as_used(ada):
    key = issue_token(person=ada, label="a", now=NOW)
    revoke_token(token=ApiToken.objects.get(), now=NOW)
    assert [token_using(one, address="192.0.2.7", now=NOW) for one in (key, "far_x")] == [None, None]
    assert ApiToken.objects.get().used_at is None


def test_a_token_is_found_by_its_owner_alone(ada):
    issue_token(person=ada, label="a", now=NOW)
    code = ApiToken.objects.get().code
    assert token_for(ada, code).label == "a"
    for person, asked in ((make_person("rival"), code), (ada, code[:-1]), (ada, ""), (ada, "%" * 12), (ada, "f" * 12)):
        with pytest.raises(NotFound):
            token_for(person, asked)


def test_the_site_says_how_long_a_token_may_count(ada):
    define_security(policy=SecurityPolicy(longest_token_days=30))
    issue_token(person=ada, label="a month", now=NOW, valid_for=timedelta(days=30))
    with pytest.raises(Invalid, match="cannot count for so long"):
        issue_token(person=ada, label="more", now=NOW, valid_for=timedelta(days=31))
    assert [row.label for row in ApiToken.objects.all()] == ["a month"]


def ends():
    return [entry.body for entry in all_entries("") if entry.kind == "token-ending"]


def test_the_end_of_a_token_is_told_once_a_week_before(ada):
    for label, days in (("soon", 30), ("later", 60), ("revoked", 30), ("over", 1)):
        issue_token(person=ada, label=label, now=NOW, valid_for=timedelta(days=days))
    revoke_token(token=ApiToken.objects.get(label="revoked"), now=NOW)
    moments = [NOW + timedelta(days=days) for days in (2, 22.9, 23, 23.1, 29)]
    assert [announce_ends(now=now) for now in moments] == [0, 0, 1, 0, 0]
    assert ends() == [{"person": "ada", "code": ApiToken.objects.get(label="soon").code}]


def test_owners_of_locked_accounts_are_told_nothing(ada):
    issue_token(person=ada, label="soon", now=NOW, valid_for=timedelta(days=5))
    lock_person(person=ada, reason="left")
    assert (announce_ends(now=NOW), ends()) == (0, [])


def test_no_person_gets_a_key_as_a_program_whatever_they_are_called():
    make_person("machine.sim1.puck-loader")
    wanted = {"beamline": "sim1", "name": "Puck loader", "scopes": [TokenScope.READ], "valid_for": timedelta(days=9)}
    with pytest.raises(Conflict, match="account of a person"):
        issue_machine_token(now=NOW, **wanted)
    assert not ApiToken.objects.exists()
