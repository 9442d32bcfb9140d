import pytest

from farlight.acquisition.public import changer_in, load_changer, samples_queued, unload_changer
from farlight.acquisition.tests.factories import give_changer, make_puck
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import assign_local_contact, set_team_member
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.errors import PositionTaken
from farlight.samples.public import container_named, register_container

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(db):
    found = make_session(make_person("ada"))
    give_changer()
    return found


@pytest.fixture
def lena(session):
    person = make_person("lena")
    assign_local_contact(session=session, person=person)
    return person


def put(session, puck, slot, by):
    load_changer(session=session.code, container=puck.code, slot=slot, now=utc_now(), by=by)


def seen_in(person, session):
    changer = changer_in(person, session.code)
    return {p.slot.name: (p.puck.name, p.puck.specimens) for p in changer.positions if p.puck}


def changer_events(session):
    kinds = {"changer-loaded", "changer-unloaded"}
    return [(e.kind, e.body["name"], e.body["slot"], e.by) for e in all_entries(session.code) if e.kind in kinds]


def test_the_local_contact_loads_and_unloads_and_the_session_hears_of_it_once(session, lena):
    puck = make_puck("mx2341", "UPP-1", "crystal")
    assert [p.name for p in changer_in(lena, session.code).waiting] == ["UPP-1"]
    put(session, puck, "5", lena)
    put(session, puck, "5", lena)
    assert seen_in(lena, session) == {"5": ("UPP-1", 1)}
    put(session, puck, "7", lena)
    assert changer_in(lena, session.code).waiting == ()
    unload_changer(session=session.code, container=puck.code, now=utc_now(), by=lena)
    assert seen_in(lena, session) == {}
    assert changer_events(session) == [
        ("changer-loaded", "UPP-1", "5", "lena"),
        ("changer-loaded", "UPP-1", "7", "lena"),
        ("changer-unloaded", "UPP-1", "7", "lena"),
    ]
    with pytest.raises(Conflict, match="does not lie in SIM1-ISARA"):
        unload_changer(session=session.code, container=puck.code, now=utc_now(), by=lena)


def test_what_does_not_go_is_refused_and_changes_nothing(session, lena):
    one, two = make_puck("mx2341", "UPP-1", "one"), make_puck("mx2341", "UPP-2", "two")
    spine = register_container(proposal="mx2341", name="SP-1", container_type="spine_puck")
    put(session, one, "1", lena)
    with pytest.raises(PositionTaken, match="UPP-1 lies in position 1"):
        put(session, two, "1", lena)
    with pytest.raises(Invalid, match="not 99"):
        put(session, two, "99", lena)
    with pytest.raises(Invalid, match="does not take a SPINE"):
        put(session, spine, "2", lena)
    assert seen_in(lena, session) == {"1": ("UPP-1", 1)}
    assert [p.name for p in changer_in(lena, session.code).waiting] == ["UPP-2"]


def test_users_look_on_and_others_know_nothing(session, lena):
    puck = make_puck("mx2341", "UPP-1", "crystal")
    ada, observer = session.proposal.principal_investigator, make_person("wei")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    put(session, puck, "5", lena)
    for person in (ada, observer):
        assert seen_in(person, session) == {"5": ("UPP-1", 1)}
        assert changer_in(person, session.code).movable == ()
        with pytest.raises(NotAllowed, match="handle its parcels"):
            put(session, puck, "6", person)
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2")
    for act in (lambda: changer_in(rival, session.code), lambda: put(session, puck, "6", rival)):
        with pytest.raises(NotFound):
            act()


def test_pucks_of_another_group_are_places_that_are_taken(session, lena):
    theirs = make_session(make_person("tessa"), "mx9999", starts_in=48 * HOUR)
    give_changer()
    foreign = make_puck("mx9999", "CAM-7", "secret")
    boss = make_person("boss", "beamline_scientist", beamline="sim1")
    put(theirs, foreign, "9", boss)
    ada = session.proposal.principal_investigator
    assert seen_in(ada, session) == {"9": ("another group's", 0)}
    shown = repr(changer_in(ada, session.code))
    assert "CAM-7" not in shown
    assert "secret" not in shown
    assert foreign.code not in shown
    assert seen_in(boss, session) == {"9": ("CAM-7", 1)}


def test_a_beamline_without_a_changer_has_none(db):
    session = make_session(make_person("ada"), beamline="sim2")
    ada = session.proposal.principal_investigator
    assert changer_in(ada, session.code) is None
    with pytest.raises(NotFound, match="has no sample changer"):
        load_changer(session=session.code, container="c-x", slot="1", now=utc_now(), by=ada)


def test_a_changer_that_nobody_registered_holds_nothing(session, lena):
    define_beamline(definition=a_definition(changer="SIM1-NEW"))
    puck = make_puck("mx2341", "UPP-1", "crystal")
    with pytest.raises(NotFound, match="SIM1-NEW is not among the containers"):
        put(session, puck, "5", lena)
    assert changer_events(session) == []


@pytest.mark.parametrize("pucks", [1, 12])
def test_queries_do_not_grow_with_pucks(session, lena, django_assert_num_queries, pucks):
    for number in range(1, pucks + 1):
        put(session, make_puck("mx2341", f"UPP-{number}", f"crystal {number}"), str(number), lena)
    with django_assert_num_queries(32):
        changer_in(lena, session.code)
    assert samples_queued(lena, session.code) == frozenset()
    assert container_named("", "sim1-isara").name == "SIM1-ISARA"
