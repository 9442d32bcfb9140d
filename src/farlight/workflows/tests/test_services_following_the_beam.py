import pytest

from farlight.acquisition.public import load_changer, unload_changer
from farlight.acquisition.tests.factories import give_changer, make_handling, make_puck
from farlight.acquisition.types import HandlingKind, HandlingState
from farlight.beamtime.public import assign_local_contact
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.runs.tests.factories import let_be_of, make_ended_run
from farlight.samples.public import piece_that_is_measured as piece_of
from farlight.samples.public import sample_named, samples_of_proposal, set_specimen_state
from farlight.samples.types import SpecimenState
from farlight.workflows.services.following_the_beam import follow_changer, follow_handling, follow_run

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(db):
    found = make_session(make_person("ada"))
    give_changer()
    assign_local_contact(session=found, person=make_person("lena"))
    found.refresh_from_db()
    return found


@pytest.fixture
def puck(session):
    return make_puck("mx2341", "UPP-1", "crystal")


def state():
    return samples_of_proposal("mx2341")[0].state


def test_pieces_go_into_the_changer_and_out_with_their_puck(session, puck):
    lena, now = session.local_contact, utc_now()
    load_changer(session=session.code, container=puck.code, slot="5", now=now, by=lena)
    assert state() is SpecimenState.LOADED
    unload_changer(session=session.code, container=puck.code, now=now, by=lena)
    assert state() is SpecimenState.UNLOADED
    assert follow_changer(container="c-unknown", is_inside=True, now=now) == 0


def test_a_run_with_images_measures_its_piece(session, puck):
    sample = sample_named("mx2341", "crystal")
    make_ended_run(session, 1)
    let_be_of(sample, session.code, 1)
    assert follow_run(session=session.code, run=1, now=utc_now())
    assert state() is SpecimenState.MEASURED
    make_ended_run(session, 2)
    assert not follow_run(session=session.code, run=2, now=utc_now())


def test_what_is_lost_is_not_said_to_be_at_the_beamline(session, puck):
    sample = sample_named("mx2341", "crystal")
    set_specimen_state(specimen=piece_of(sample.pk), to=SpecimenState.LOST, now=utc_now())
    assert follow_changer(container=puck.code, is_inside=True, now=utc_now()) == 0
    assert state() is SpecimenState.LOST


@pytest.mark.parametrize(
    ("kind", "outcome", "expected"),
    [
        (HandlingKind.MOUNT, HandlingState.FINISHED, SpecimenState.MOUNTED),
        (HandlingKind.MOUNT, HandlingState.FAILED, SpecimenState.DECLARED),
        (HandlingKind.CENTRING, HandlingState.FINISHED, SpecimenState.DECLARED),
        (HandlingKind.UNMOUNT, HandlingState.FINISHED, SpecimenState.LOADED),
    ],
)
def test_handlings_take_the_piece_along(session, puck, kind, outcome, expected):
    code = sample_named("mx2341", "crystal").code
    make_handling(session, session.local_contact, kind, note="done", code=code, outcome=outcome)
    assert state() is expected


def test_a_handling_of_an_unknown_sample_moves_nothing(session, puck):
    handling = make_handling(session, session.local_contact, note="done")
    assert not follow_handling(session=session.code, handling=handling.code, now=utc_now())
    assert state() is SpecimenState.DECLARED
