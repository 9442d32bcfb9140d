from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken, Person
from farlight.people.public import (
    Standings,
    credential_in,
    issue_token,
    lock_person,
    objections_to_credential,
    revoke_token,
    unlock_person,
)
from farlight.people.tests.factories import make_person
from farlight.people.types import Credential

pytestmark = pytest.mark.django_db
NOW = utc_now()
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada(db):
    return make_person("ada")


def with_token(person, *, valid_for=timedelta(hours=1)):
    key = issue_token(person=person, label=f"of {person.username}", now=NOW, valid_for=valid_for)
    return person.pk, credential_in({"Authorization": f"Bearer {key}"}, login=None)


def with_login(person):
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(person.pk), BACKEND
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return person.pk, Credential(login=store.session_key)


def test_many_are_three_queries_however_they_came(ada, django_assert_num_queries):
    people = [ada, make_person("rolf"), make_person("mia")]
    came = [way(person) for person in people for way in (with_token, with_login)]
    standings = Standings()
    assert standings.objections(came, now=NOW) == [()] * 6
    with django_assert_num_queries(3):
        assert standings.objections(came, now=NOW) == [()] * 6
    with django_assert_num_queries(1):
        assert standings.objections(came[:1], now=NOW) == [()]
    with django_assert_num_queries(0):
        assert standings.objections([], now=NOW) == []


def test_a_stranger_does_not_stay_by_what_is_somebody_elses(ada):
    rolf = make_person("rolf")
    came = [with_token(ada), with_login(ada)]
    standings = Standings()
    assert standings.objections(came, now=NOW) == [(), ()]
    stolen = [(rolf.pk, credential) for _, credential in came]
    found = [found[0].message for found in standings.objections([*stolen, *came], now=NOW)[:2]]
    assert found == ["The token is gone.", "You have logged out."]


def _sign_out(person, credential):
    SessionStore(credential.login).delete()


def _let_end(person, credential):
    Session.objects.filter(pk=credential.login).update(expire_date=NOW - timedelta(seconds=1))


def _change_password(person, credential):
    person.set_password("another-word-for-light")
    person.save()


def _empty(person, credential):
    store = SessionStore(credential.login)
    store.clear()
    store.save()


def _lock(person, credential):
    lock_person(person=person, reason="left")


def _remove(person, credential):
    Person.objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.parametrize("end", [_sign_out, _let_end, _change_password, _empty, _lock, _remove])
def test_a_login_that_counted_before_counts_no_more(ada, end):
    came, other = with_login(ada), with_login(make_person("rolf"))
    standings = Standings()
    assert standings.objections([came, other], now=NOW) == [(), ()]
    end(ada, came[1])
    for _ in range(2):
        found, stays = standings.objections([came, other], now=NOW)
        assert found == objections_to_credential(came[1], person=ada, now=NOW) != ()
        assert stays == ()


def test_what_a_browser_remembers_besides_ends_nothing(ada):
    came = with_login(ada)
    standings = Standings()
    standings.objections([came], now=NOW)
    store = SessionStore(came[1].login)
    store["theme"] = "dark"
    store.save()
    assert standings.objections([came], now=NOW) == [()]


def test_an_account_that_is_opened_again_may_stay_with_what_still_counts(ada):
    came = with_token(ada)
    standings = Standings()
    lock_person(person=ada, reason="left")
    assert standings.objections([came], now=NOW) != [()]
    unlock_person(person=ada)
    now = NOW + timedelta(minutes=1)
    assert standings.objections([came], now=now) == [objections_to_credential(came[1], person=ada, now=now)]


def test_a_token_says_why_it_counts_no_more(ada):
    came, short = with_token(ada), with_token(ada, valid_for=timedelta(minutes=1))
    standings = Standings()
    assert standings.objections([came, short], now=NOW) == [(), ()]
    revoke_token(token=ApiToken.objects.order_by("pk").first(), now=NOW)
    found = [found[0].message for found in standings.objections([came, short], now=NOW + timedelta(minutes=2))]
    assert found[0] == "The token “of ada” was revoked."
    assert found[1].startswith("The token “of ada” expired on ")
