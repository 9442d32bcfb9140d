from datetime import timedelta

import pytest

from farlight.bus.public import all_entries
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken
from farlight.people.public import issue_token, lock_person, person_with_key, revoke_token
from farlight.people.tests.factories import make_person

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


def test_the_key_of_a_locked_account_counts_no_more(ada):
    key = issue_token(person=ada, label="x", now=NOW)
    lock_person(person=ada, reason="left")
    assert person_with_key(key, now=NOW) is None
