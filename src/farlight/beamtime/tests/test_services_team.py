from datetime import timedelta

import pytest

from farlight.beamtime.models import Presence
from farlight.beamtime.public import (
    assign_local_contact,
    forget_the_lost,
    people_online,
    remove_team_member,
    rights_number,
    set_team_member,
    team_of,
)
from farlight.beamtime.services import presence
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict
from farlight.kernel.time import utc_now
from farlight.people.public import set_roles
from farlight.people.tests.factories import make_person
from farlight.people.types import Role, RoleGrantSummary
from farlight.proposals.public import set_members

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def ben():
    return make_person("ben")


def news(session, since):
    return [(e.kind, e.body.get("person"), e.body.get("role")) for e in all_entries(session.code) if e.number > since]


def newest(session):
    return max(entry.number for entry in all_entries(session.code))


def test_a_part_is_given_once_and_raises_the_rights(session, ben):
    since, rights = newest(session), rights_number(session.code)
    for role in (TeamRole.OBSERVER, TeamRole.OBSERVER, TeamRole.MEMBER):
        set_team_member(session=session, person=ben, role=role)
    assert news(session, since) == [("team-changed", "ben", "observer"), ("team-changed", "ben", "member")]
    assert rights_number(session.code) == rights + 2
    assert [(m.full_name, m.role) for m in team_of(session.pk)][1:] == [("Ben Tester", TeamRole.MEMBER)]


def test_whoever_leaves_is_told_once(session, ben):
    set_team_member(session=session, person=ben, role=TeamRole.MEMBER)
    since, rights = newest(session), rights_number(session.code)
    remove_team_member(session=session, person=ben)
    remove_team_member(session=session, person=ben)
    assert (news(session, since), rights_number(session.code)) == ([("team-changed", "ben", "")], rights + 1)


def test_a_session_keeps_a_leader(session, ben):
    leader = session.proposal.principal_investigator
    with pytest.raises(Conflict, match="only leader of mx2341-1"):
        remove_team_member(session=session, person=leader)
    set_team_member(session=session, person=ben, role=TeamRole.LEADER)
    remove_team_member(session=session, person=leader)
    assert [m.username for m in team_of(session.pk)] == ["ben"]


def test_a_local_contact_comes_and_goes(session, ben):
    since, rights = newest(session), rights_number(session.code)
    for person in (ben, ben, None, None):
        assign_local_contact(session=session, person=person)
        session.refresh_from_db()
    assert [kind for kind, *_ in news(session, since)] == ["local-contact-assigned"] * 2
    assert rights_number(session.code) == rights + 2


def test_rights_follow_the_group_of_the_proposal(session, ben, django_capture_on_commit_callbacks):
    rights = rights_number(session.code)
    with django_capture_on_commit_callbacks(execute=True):
        set_members(proposal=session.proposal, members=[ben])
    assert rights_number(session.code) == rights + 1


def test_rights_follow_roles(session, ben, django_capture_on_commit_callbacks):
    rights = rights_number(session.code)
    with django_capture_on_commit_callbacks(execute=True):
        set_roles(person=ben, roles=(RoleGrantSummary(role=Role.OPERATOR, beamline=""),))
    assert rights_number(session.code) == rights + 1


def test_presence_is_told_when_a_name_comes_or_goes(session, ben):
    since, now = newest(session), utc_now()
    presence.arrive(session=session, person=ben, channel="one", now=now)
    presence.arrive(session=session, person=ben, channel="two", now=now)
    presence.leave(session=session, channel="one")
    assert people_online(session.pk) == ("Ben Tester",)
    presence.leave(session=session, channel="two")
    presence.leave(session=session, channel="two")
    told = [entry.body["online"] for entry in all_entries(session.code) if entry.number > since]
    assert told == [["Ben Tester"], []]


def test_streams_that_died_without_a_word_are_forgotten(session, ben):
    now = utc_now()
    presence.arrive(session=session, person=ben, channel="dead", now=now)
    presence.arrive(session=session, person=make_person("cy"), channel="alive", now=now)
    later = now + timedelta(seconds=91)
    presence.stay(channels=["alive"], now=later)
    assert (forget_the_lost(now=later), people_online(session.pk)) == (1, ("Cy Tester",))
    assert str(Presence.objects.get()).endswith(f"in {session.pk}")


def test_a_failure_inside_tells_nothing(session, ben):
    since, now = newest(session), utc_now()
    presence.arrive(session=session, person=ben, channel="one", now=now)
    with pytest.raises(Exception, match=r"(?i)unique"):
        presence.arrive(session=session, person=make_person("cy"), channel="one", now=now)
    assert len([entry for entry in all_entries(session.code) if entry.number > since]) == 1
