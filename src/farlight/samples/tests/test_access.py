import pytest

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import Action, ProposalAction, TeamRole
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.people.types import Role
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.access import facility_containers_for, visible_containers, visible_substances
from farlight.samples.public import (
    container_for,
    first_specimen,
    hand_over_container,
    register_sample,
    register_substance,
    sample_for,
    sample_for_proposal,
    samples_of_session,
    share_sample,
    specimen_for,
    substance_for,
)
from farlight.samples.queries.contents import visible_contents
from farlight.samples.queries.hazards import approvals_ending, profiles_due
from farlight.samples.queries.lists import SampleFilter, visible_sample_rows
from farlight.samples.services.placement import move_container, place_sample
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Hazard, SampleDetails, SampleRole

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


def test_samples_are_those_of_the_sessions_proposal(ada, session):
    own = make_sample()
    other = make_session(ada, "mx9999", beamline="sim2")
    foreign = make_sample("mx9999", "foreign")
    assert [s.name for s in samples_of_session(ada, session.code)] == ["crystal 1"]
    assert sample_for(ada, session.code, own.code, Action.QUEUE).name == "crystal 1"
    with pytest.raises(NotFound, match="has no sample"):
        sample_for(ada, session.code, foreign.code)
    assert sample_for(ada, other.code, foreign.code).name == "foreign"


def test_an_observer_sees_samples_and_may_not_measure_them(session):
    sample, observer = make_sample(), make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    assert len(samples_of_session(observer, session.code)) == 1
    with pytest.raises(NotAllowed, match="ask for data collections"):
        sample_for(observer, session.code, sample.code, Action.QUEUE)


def test_a_rival_finds_neither_session_nor_sample(session):
    sample, rival = make_sample(), make_person("rival")
    for act in (lambda: samples_of_session(rival, session.code), lambda: sample_for(rival, session.code, sample.code)):
        with pytest.raises(NotFound, match="There is nothing here"):
            act()


def test_samples_by_rest(client, ada, session):
    sample = make_sample()
    client.force_login(ada, backend=BACKEND)
    assert client.get(f"/api/v1/sessions/{session.code}/samples").json() == [
        {
            "code": sample.code,
            "name": "crystal 1",
            "acronym": "lyso",
            "substance": "Substance lyso",
            "hazard": "green",
            "container": "",
            "container_position": None,
            "slot": "",
            "technique": "",
            "role": "sample",
            "state": "declared",
            "specimen": first_specimen(sample).code,
        }
    ]


SEE, EDIT, REVIEW, HANDLE = (
    ProposalAction.SEE_SAMPLES,
    ProposalAction.EDIT_SAMPLES,
    ProposalAction.REVIEW_HAZARDS,
    ProposalAction.HANDLE_PARCELS,
)
MATRIX = {
    "leader": {SEE, EDIT},
    "member": {SEE, EDIT},
    "observer": {SEE},
    "local contact of the beamline": {SEE, EDIT, HANDLE},
    "local contact of another beamline": None,
    "beamline scientist": {SEE, EDIT, HANDLE},
    "safety": {SEE, REVIEW},
    "user office": {SEE},
    "data manager": {SEE},
    "administrator": {SEE, EDIT, HANDLE, REVIEW},
    "locked administrator": None,
    "rival": None,
}


def somebody(part, session):
    roles = {
        "local contact of the beamline": (Role.LOCAL_CONTACT, "sim1"),
        "local contact of another beamline": (Role.LOCAL_CONTACT, "sim2"),
        "beamline scientist": (Role.BEAMLINE_SCIENTIST, ""),
        "safety": (Role.SAFETY, ""),
        "user office": (Role.USER_OFFICE, ""),
        "data manager": (Role.DATA_MANAGER, ""),
        "administrator": (Role.ADMINISTRATOR, ""),
        "locked administrator": (Role.ADMINISTRATOR, ""),
    }
    role, beamline = roles.get(part, (None, ""))
    person = make_person("somebody", *([role] if role else []), beamline=beamline)
    if part in {"member", "observer"}:
        set_team_member(session=session, person=person, role=TeamRole(part))
    if part == "locked administrator":
        person.is_active = False
        person.save()
    return person


def outcome(act):
    try:
        act()
    except NotFound:
        return "not found"
    except NotAllowed:
        return "not allowed"
    return "allowed"


@pytest.mark.parametrize("part", MATRIX)
def test_who_may_do_what_with_samples(ada, session, part):
    sample, puck = make_sample(), make_container()
    person = ada if part == "leader" else somebody(part, session)
    things = {
        "substance": lambda to: substance_for(person, sample.substance.code, to),
        "sample": lambda to: sample_for_proposal(person, sample.code, to),
        "specimen": lambda to: specimen_for(person, first_specimen(sample).code, to),
        "container": lambda to: container_for(person, puck.code, to),
    }
    allowed = MATRIX[part]
    expected = {
        to: "not found" if allowed is None else "allowed" if to in allowed else "not allowed"
        for to in (SEE, EDIT, REVIEW, HANDLE)
    }
    for thing, fetch in things.items():
        assert (thing, {to: outcome(lambda fetch=fetch, to=to: fetch(to)) for to in expected}) == (thing, expected)
    seen = [] if allowed is None else [sample.code]
    assert [row.summary.code for row in visible_sample_rows(person).rows] == seen
    assert [row.code for row in visible_containers(person)] == ([] if allowed is None else [puck.code])
    assert [row.acronym for row in visible_substances(person)] == ([] if allowed is None else ["lyso"])


def test_codes_that_are_none_are_not_found(ada, session):
    for fetch in (substance_for, sample_for_proposal, specimen_for, container_for):
        for code in ("nothing", "../x", "A B", ""):
            assert outcome(lambda fetch=fetch, code=code: fetch(ada, code)) == "not found"


def test_a_shared_sample_is_seen_and_measured_by_the_other_group_and_changed_by_its_own(ada, session):
    tess = make_person("tess")
    other = make_session(tess, "mx9999", beamline="sim2")
    sample, hidden = make_sample(), make_sample(name="hidden", acronym="thau")
    share_sample(sample=sample, with_proposal="mx9999", by=ada)
    share_sample(sample=sample, with_proposal="mx9999", by=ada)
    share_sample(sample=sample, with_proposal="mx2341", by=ada)
    assert [s.name for s in samples_of_session(tess, other.code)] == ["crystal 1"]
    assert sample_for(tess, other.code, sample.code, Action.QUEUE).proposal == "mx2341"
    assert [r.summary.name for r in visible_sample_rows(tess, SampleFilter(proposal="mx9999")).rows] == ["crystal 1"]
    assert sample_for_proposal(tess, sample.code).name == "crystal 1"
    with pytest.raises(NotAllowed, match="belongs to mx2341"):
        sample_for_proposal(tess, sample.code, EDIT)
    assert outcome(lambda: sample_for_proposal(tess, hidden.code)) == "not found"
    assert outcome(lambda: substance_for(tess, sample.substance.code)) == "not found"


def test_the_facilitys_own_containers_are_for_its_staff(ada, session):
    changer = make_container("ISARA", "isara", proposal="")
    lent = make_container("L-1", proposal="")
    stores, dana = make_person("stores", Role.STORES), make_person("dana", Role.DATA_MANAGER)
    assert [outcome(lambda p=p: container_for(p, changer.code)) for p in (ada, dana, stores)] == [
        "not found",
        "allowed",
        "allowed",
    ]
    assert [outcome(lambda p=p: container_for(p, changer.code, EDIT)) for p in (ada, dana, stores)] == [
        "not found",
        "not allowed",
        "allowed",
    ]
    assert outcome(lambda: facility_containers_for(ada)) == "not allowed"
    hand_over_container(container=lent, proposal="mx2341", by=stores)
    assert outcome(lambda: container_for(ada, lent.code, EDIT)) == "allowed"
    assert outcome(lambda: container_for(stores, lent.code)) == "not allowed"
    lent.is_registered = True
    lent.save()
    assert outcome(lambda: container_for(stores, lent.code, EDIT)) == "allowed"
    assert [row.name for row in visible_containers(ada)] == ["L-1"]
    assert [row.name for row in visible_containers(stores)] == ["ISARA"]


def test_of_others_only_taken_slots_are_seen(ada, session):
    tess = make_person("tess")
    make_session(tess, "mx9999", beamline="sim2")
    contact = make_person("contact", Role.LOCAL_CONTACT, beamline="sim1")
    changer, now = make_container("ISARA", "isara", proposal=""), utc_now()
    own, foreign = make_container("own"), make_container("foreign", proposal="mx9999")
    place_sample(sample=make_sample(), container=own, slot="1", now=now)
    place_sample(sample=make_sample("mx9999", "secret"), container=foreign, slot="2", now=now)
    loose = make_container("facility's puck", proposal="")
    place_sample(sample=make_sample(name="here", acronym="a"), container=loose, slot="1", now=now)
    place_sample(sample=make_sample("mx9999", "there", acronym="b"), container=loose, slot="2", now=now)
    for slot, puck in enumerate((own, foreign, loose), start=1):
        move_container(container=puck, into=changer, slot=str(slot), now=now)
    shown = visible_contents(contact, changer.code)
    assert [(taken.slot, taken.container and taken.container.name) for taken in shown.slots] == [
        ("1", "own"),
        ("2", None),
        ("3", "facility's puck"),
    ]
    assert [piece.sample_name for piece in shown.specimens()] == ["crystal 1", "here"]
    assert [taken.specimen is None for taken in shown.slots[2].container.slots] == [False, True]
    assert [piece.sample_name for piece in visible_contents(ada, own.code).specimens()] == ["crystal 1"]


def test_what_has_no_substance_is_harmless_only_where_it_is_empty(ada, session):
    for role in (SampleRole.CAN, SampleRole.SAMPLE):
        register_sample(substance=None, proposal="mx2341", name=role.value, details=SampleDetails(role=role))
    assert {s.name: s.hazard for s in samples_of_session(ada, session.code)} == {"can": Hazard.GREEN, "sample": None}


def test_the_safety_group_sees_what_waits(ada, session):
    make_proposal(make_person("tess"), "mx9999")
    sven = make_person("sven", Role.SAFETY)
    register_substance(proposal="mx2341", acronym="a", name="A", hazard=Hazard.GREEN)
    assert (list(profiles_due(sven)), list(profiles_due(ada)), list(approvals_ending(ada))) == ([], [], [])
