from importlib import import_module

import pytest
from django.conf import settings
from django.test import Client

from farlight.beamtime.public import Gate, change_state, remove_team_member, set_team_member
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import Action, SessionState, TeamRole
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import claim_roles, make_person
from farlight.people.types import Credential

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def olga(session):
    person = make_person("olga")
    set_team_member(session=session, person=person, role=TeamRole.OBSERVER)
    return person


def gate_of(person, session):
    client = Client()
    client.force_login(person, backend=BACKEND)
    credential = Credential(login=client.cookies["sessionid"].value)
    return Gate(person=person, credential=credential, session=session.code)


def test_while_nothing_changes_it_costs_little(session, olga, django_assert_num_queries):
    gate = gate_of(olga, session)
    assert gate.verdict(Action.WATCH, utc_now()).allowed
    with django_assert_num_queries(3):
        assert gate.verdict(Action.WATCH, utc_now()).allowed


def test_it_closes_for_who_leaves_the_team(session, olga):
    gate = gate_of(olga, session)
    assert gate.verdict(Action.WATCH, utc_now()).allowed
    remove_team_member(session=session, person=olga)
    verdict = gate.verdict(Action.WATCH, utc_now())
    assert (verdict.allowed, verdict.reasons) == (False, ())


def test_it_closes_when_the_time_is_over(session, olga):
    gate = gate_of(olga, session)
    later = gate.verdict(Action.WATCH, utc_now() + 24 * HOUR)
    (reason,) = later.reasons
    assert (reason.message, reason.mend) == (
        "Cameras and desktops are open from 20 minutes before the session to 20 minutes after it.",
        "Ask whether it can be extended.",
    )


def test_it_closes_for_who_logs_out(session, olga):
    gate = gate_of(olga, session)
    import_module(settings.SESSION_ENGINE).SessionStore(gate.credential.login).flush()
    assert [reason.message for reason in gate.verdict(Action.WATCH, utc_now()).reasons] == ["You have logged out."]


def test_it_follows_the_state_of_the_session(session):
    gate = gate_of(session.proposal.principal_investigator, session)
    assert gate.verdict(Action.CONTROL, utc_now()).allowed
    change_state(session=session, to=SessionState.ENDED)
    assert not gate.verdict(Action.CONTROL, utc_now()).allowed


def test_there_is_none_to_a_session_of_others(session):
    verdict = gate_of(make_person("rival"), session).verdict(Action.WATCH, utc_now())
    assert (verdict.allowed, verdict.reasons) == (False, ())


def test_it_closes_at_the_moment_when_a_role_lapses_though_nobody_told_it(session):
    claims, lapses_at = make_person("claims"), utc_now() + HOUR
    claim_roles(claims, "beamline_scientist@sim1", "safety@sim2", lapses_at=lapses_at)
    gate = gate_of(claims, session)
    open_until = gate.verdict(Action.WATCH, utc_now())
    assert (open_until.allowed, open_until.until) == (True, lapses_at)
    lapsed = gate.verdict(Action.WATCH, lapses_at)
    assert (lapsed.allowed, lapsed.reasons) == (False, ())
