import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.errors import PositionTaken
from farlight.samples.public import (
    contents_of,
    empty_container,
    first_specimen,
    move_container,
    place_of,
    place_sample,
    place_specimen,
    register_specimen,
    take_out,
)
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Hazard, Mount, SpecimenDetails, SpecimenState

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def ada():
    ada = make_person("ada")
    make_proposal(ada)
    return ada


def kinds():
    return [entry.kind for entry in all_entries("")][-1]


def test_contents_show_what_lies_where(ada):
    puck = make_container()
    place_sample(sample=make_sample(hazard=Hazard.YELLOW), container=puck, slot="07", now=NOW)
    inside = contents_of([puck.code, "c-nothing"])[puck.code]
    (piece,) = inside.specimens()
    assert [(taken.slot, taken.position, taken.container) for taken in inside.slots] == [("7", 7, None)]
    assert (piece.sample_name, piece.acronym, piece.hazard, piece.state, piece.mount) == (
        "crystal 1",
        "lyso",
        Hazard.YELLOW,
        SpecimenState.DECLARED,
        None,
    )
    assert piece.substances[0].profile.version == 1
    assert contents_of([]) == {}


def test_a_slot_refuses_what_does_not_fit(ada):
    puck = make_container()
    grid = register_specimen(sample=make_sample(), details=SpecimenDetails(mount=Mount.GRID), now=NOW)
    with pytest.raises(Invalid, match="Slot 1 of a UniPuck does not take a grid"):
        place_specimen(specimen=grid, container=puck, slot="1", now=NOW)
    with pytest.raises(Invalid, match="does not take a UniPuck"):
        move_container(container=make_container("second"), into=puck, slot="1", now=NOW)
    with pytest.raises(Invalid, match="would lie in itself"):
        move_container(container=puck, into=puck, slot="1", now=NOW)


def test_things_are_taken_out_one_by_one_or_all_at_once(ada):
    puck = make_container()
    first, second = make_sample(name="first"), make_sample(name="second", acronym="thau")
    place_sample(sample=first, container=puck, slot="1", now=NOW)
    place_sample(sample=second, container=puck, slot="2", now=NOW)
    piece = first_specimen(first)
    with pytest.raises(PositionTaken):
        place_specimen(specimen=first_specimen(second), container=puck, slot="1", now=NOW)
    assert (take_out(thing=piece, now=NOW, by=ada), kinds()) == (True, "specimen-taken-out")
    assert (take_out(thing=piece, now=NOW), place_of(piece)) == (False, None)
    assert (empty_container(container=puck, now=NOW), kinds()) == (1, "container-emptied")
    assert empty_container(container=puck, now=NOW) == 0
    assert contents_of([puck.code])[puck.code].slots == ()
