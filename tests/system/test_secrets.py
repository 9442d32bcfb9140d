"""What must not be guessed: tokens, tickets, logins. Each has 128 bits at least, and none comes twice."""

import math

import pytest
from django.test import Client

from farlight.beamtime.public import give_ticket, session_summary
from farlight.beamtime.tests.factories import make_session
from farlight.gateway.host_keys import host_keys
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token, person_named
from farlight.people.types import Credential

pytestmark = pytest.mark.django_db

OPAQUE_SIGNS, BASE64_SIGNS, LOGIN_SIGNS = 31, 64, 36
MANY = 20


@pytest.fixture
def session():
    return make_session()


def tokens(session, leader):
    return [issue_token(person=leader, label=f"t{n}", now=utc_now()).removeprefix("far_") for n in range(MANY)]


def tickets(session, leader):
    seen, how = session_summary(session.code), {"person": leader, "credential": Credential(), "opens": "x"}
    return [give_ticket(session=seen, now=utc_now(), **how) for _ in range(MANY)]


def logins(session, leader):
    found = []
    for _ in range(MANY):
        browser = Client()
        browser.force_login(leader, backend="allauth.account.auth_backends.AuthenticationBackend")
        found.append(browser.session.session_key)
    return found


@pytest.mark.parametrize(("make", "signs"), [(tokens, OPAQUE_SIGNS), (tickets, BASE64_SIGNS), (logins, LOGIN_SIGNS)])
def test_what_opens_something_has_128_bits_and_comes_once(session, make, signs):
    made = make(session, person_named("leader-mx2341"))
    assert len(set(made)) == MANY
    assert min(len(one) * math.log2(signs) for one in made) >= 128


def test_codes_are_made_of_all_their_signs_alike():
    text = "".join(new_opaque_id(length=1000) for _ in range(30))
    expected = len(text) / OPAQUE_SIGNS
    assert len(set(text)) == OPAQUE_SIGNS
    assert sum((text.count(sign) - expected) ** 2 / expected for sign in set(text)) < 90  # one time in a million


def test_the_gateways_keys_are_of_approved_kinds_and_read_by_nobody_else(tmp_path):
    keys = host_keys(tmp_path / "gateway")
    assert [key.get_algorithm() for key in keys] == ["ssh-ed25519", "ecdsa-sha2-nistp256"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "gateway").iterdir()} == {0o600}
    other = host_keys(tmp_path / "another")
    assert {key.public_data for key in keys}.isdisjoint(key.public_data for key in other)
