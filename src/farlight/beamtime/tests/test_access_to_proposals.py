import pytest

from farlight.beamtime.domain.proposal_rights import ProposalStanding, proposal_verdict_on
from farlight.beamtime.public import (
    may_with_proposal,
    proposal_for,
    proposals_among,
    proposals_with,
    sessions_of_proposal,
    set_team_member,
)
from farlight.beamtime.services.team import assign_local_contact
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import ProposalAction as P
from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person
from farlight.people.types import Role

pytestmark = pytest.mark.django_db

GROUP = {P.SEE_SAMPLES, P.EDIT_SAMPLES, P.SEE_PARCELS, P.SEND_PARCELS}
LOOKING = {P.SEE_SAMPLES, P.SEE_PARCELS}
STAFF = GROUP | {P.HANDLE_PARCELS}
EXPECTED = {
    "leader": GROUP,
    "of the proposal": GROUP,
    "member": GROUP,
    "observer": LOOKING,
    "local contact": STAFF,
    "scientist here": STAFF,
    "scientist elsewhere": set(),
    "administrator": set(P),
    "stores": {P.SEE_PARCELS, P.HANDLE_PARCELS},
    "safety": LOOKING | {P.REVIEW_HAZARDS},
    "safety here": LOOKING | {P.REVIEW_HAZARDS},
    "user office": LOOKING | {P.SEND_PARCELS},
    "data manager": LOOKING,
    "operator": {P.SEE_PARCELS},
    "outsider": set(),
    "locked": set(),
    "machine": set(),
}


@pytest.fixture
def people():
    session = make_session()
    rival = make_session(code="mx9999", beamline="sim2")
    of_group = make_person("of-group")
    session.proposal.members.add(of_group)
    found = {
        "leader": session.proposal.principal_investigator,
        "of the proposal": of_group,
        "member": make_person("member"),
        "observer": make_person("observer"),
        "local contact": make_person("contact"),
        "scientist here": make_person("here", "beamline_scientist", beamline="sim1"),
        "scientist elsewhere": make_person("elsewhere", "beamline_scientist", beamline="sim2"),
        "safety here": make_person("safety-here", "safety", beamline="sim1"),
        "outsider": rival.proposal.principal_investigator,
        "locked": make_person("locked", "administrator"),
        "machine": make_person("machine", "machine", beamline="sim1"),
    }
    for role in (Role.ADMINISTRATOR, Role.STORES, Role.SAFETY, Role.USER_OFFICE, Role.DATA_MANAGER, Role.OPERATOR):
        found[role.label] = make_person(role.value, role.value)
    set_team_member(session=session, person=found["member"], role=TeamRole.MEMBER)
    set_team_member(session=session, person=found["observer"], role=TeamRole.OBSERVER)
    assign_local_contact(session=session, person=found["local contact"])
    session.proposal.members.add(found["machine"])
    lock_person(person=found["locked"], reason="left")
    return found


def test_everybody_may_do_with_a_proposal_what_their_part_is(people):
    allowed = {who: {a for a in P if may_with_proposal(person, a, "mx2341").allowed} for who, person in people.items()}
    assert allowed == EXPECTED


def test_lists_agree_with_single_questions(people):
    for action in P:
        listed = {who for who, person in people.items() if "mx2341" in codes_with(person, action)}
        assert listed == {who for who, actions in EXPECTED.items() if action in actions}, action
        for who, person in people.items():
            among = proposals_among(person, ["mx2341", "mx77777"], action)
            assert among == ({"mx2341"} if who in listed else set()), (who, action)


def codes_with(person, action):
    return set(proposals_with(person, action).values_list("code", flat=True))


def test_a_refusal_says_who_can_mend_it_and_tells_outsiders_nothing(people):
    with pytest.raises(NotAllowed, match="does not let you change its samples"):
        proposal_for(people["observer"], "mx2341", P.EDIT_SAMPLES)
    with pytest.raises(NotAllowed, match="does not let you see its samples"):
        proposal_for(people["stores"], "mx2341", P.SEE_SAMPLES)
    for code in ("mx2341", "mx77777", "nonsense"):
        with pytest.raises(NotFound, match="There is nothing here"):
            proposal_for(people["outsider"], code, P.SEE_PARCELS)
        assert may_with_proposal(people["outsider"], P.EDIT_SAMPLES, code).reasons == ()
    assert proposal_for(people["member"], "mx2341", P.EDIT_SAMPLES).code == "mx2341"


@pytest.mark.parametrize("action", list(P))
def test_every_refusal_has_words(action):
    standing = ProposalStanding(active=True, roles=frozenset({Role.OPERATOR, Role.USER_OFFICE}))
    for reason in proposal_verdict_on(action, standing, "mx2341").reasons:
        assert reason.message
        assert reason.mend
        assert reason.who


def test_sessions_of_a_proposal(people):
    assert [s.code for s in sessions_of_proposal("mx2341")] == ["mx2341-1"]
