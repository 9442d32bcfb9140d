"""A page that is made of many parts asks for a person's standing once, and only for its own making."""

import pytest

from farlight.beamtime.public import may, may_with_proposal, remove_team_member, rights_found_once, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, ProposalAction, TeamRole
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_rights_are_found_once_for_each_person_and_session(django_assert_num_queries):
    session, outsider = make_session(), make_person("outsider")
    member = make_person("member")
    set_team_member(session=session, person=member, role=TeamRole.MEMBER)
    with rights_found_once():
        assert may(member, Action.SEE, session.code).allowed
        assert not may(outsider, Action.SEE, session.code).allowed
        with django_assert_num_queries(0):
            assert may(member, Action.PROCESS, session.code).allowed
            assert not may(outsider, Action.SEE, session.code).allowed


def test_rights_to_what_a_group_brings_are_found_once_too(django_assert_num_queries):
    session, outsider, member = make_session(), make_person("outsider"), make_person("member")
    set_team_member(session=session, person=member, role=TeamRole.MEMBER)
    see, send = ProposalAction.SEE_PARCELS, ProposalAction.SEND_PARCELS
    with rights_found_once():
        for person, is_allowed in ((member, True), (outsider, False)):
            assert may_with_proposal(person, see, "mx2341").allowed is is_allowed
            with django_assert_num_queries(1):  # which proposal it is
                assert may_with_proposal(person, send, "mx2341").allowed is is_allowed
    remove_team_member(session=session, person=member)
    assert not may_with_proposal(member, see, "mx2341").allowed


def test_rights_are_found_anew_outside_the_block():
    session, member = make_session(), make_person("member")
    set_team_member(session=session, person=member, role=TeamRole.MEMBER)
    with rights_found_once():
        assert may(member, Action.SEE, session.code).allowed
    remove_team_member(session=session, person=member)
    assert not may(member, Action.SEE, session.code).allowed
    with rights_found_once():
        assert not may(member, Action.SEE, session.code).allowed
