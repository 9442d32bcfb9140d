import pytest

from farlight.acquisition.types import Changer, ChangerPosition, Puck, PuckPlace
from farlight.beamtime.types import Verdict
from farlight.portal.domain.changers import (
    PuckDrawing,
    SampleDot,
    SampleFacts,
    Standing,
    box_of,
    drawing_of,
    standing_of,
)
from farlight.samples.types import ContainerTypeSummary, Outline, Slot, SpecimenInside, SpecimenState

NOTHING = SampleFacts(runs={}, queued=frozenset(), resolutions_angstrom={})


def slot(name="1", x=0.5, y=0.5, size=0.2):
    return Slot(name=name, position=1, x_frac=x, y_frac=y, size_frac=size, row=0, accepts=())


def layout(width=1000, height=500, slots=()):
    return ContainerTypeSummary(
        code="changer", version=1, title="Changer", outline=Outline.RECT, width_mm=width, height_mm=height,
        form_factor="changer", requires_cryo=True, is_deprecated=False, barcode_pattern="", rotations=(), slots=slots,
    )  # fmt: skip


def piece(state=SpecimenState.LOADED):
    return SpecimenInside(
        id=1, code="p1", barcodes=(), mount=None, state=state, sample_id=1, sample="s1", sample_name="lyso-1",
        proposal="mx1", technique="", hazard=None, substances=(),
    )  # fmt: skip


def facts(**known):
    return SampleFacts(**(vars(NOTHING) | known))


@pytest.mark.parametrize(
    ("specimen", "known", "standing"),
    [
        (None, {}, Standing.EMPTY),
        (piece(), {}, Standing.WAITS),
        (piece(), {"queued": frozenset({"s1"})}, Standing.QUEUED),
        (piece(), {"runs": {"s1": 2}}, Standing.MEASURED),
        (piece(), {"runs": {"s1": 2}, "queued": frozenset({"s1"})}, Standing.QUEUED),
        (piece(), {"resolutions_angstrom": {"s1": 3.1}}, Standing.RESULT),
        (piece(), {"resolutions_angstrom": {"s1": None}}, Standing.RESULT),
        (piece(), {"resolutions_angstrom": {"s1": 1.8}, "queued": frozenset({"s1"})}, Standing.BEST),
        (piece(SpecimenState.MOUNTED), {"resolutions_angstrom": {"s1": 1.8}}, Standing.MOUNTED),
    ],
)
def test_what_a_sample_came_to_counts_most(specimen, known, standing):
    assert standing_of(specimen, facts(**known)) is standing


def test_every_standing_has_words_and_a_sign_of_its_own():
    shown = [one for one in Standing if one not in {Standing.EMPTY, Standing.WAITS}]
    assert len({one.sign for one in shown}) == len(shown)
    assert all(one.label for one in Standing)


def test_a_drawing_keeps_the_proportions_of_the_thing():
    assert box_of(layout(1000, 500)) == (1000.0, 500.0)
    assert box_of(layout(0, 0)) == (1000.0, 1000.0)


def test_pucks_are_drawn_into_their_positions():
    puck = Puck(
        code="c-1", name="UPP-1", proposal="mx1", is_ours=True, may_move=True,
        places=(PuckPlace(slot=slot("7", 0.75, 0.5, 0.1), specimen=piece()),),
    )  # fmt: skip
    taken = Puck(code="", name="another group's", proposal="", is_ours=False, may_move=False, places=())
    slots = (slot("1", 0.2), slot("2", 0.5), slot("3", 0.8))
    changer = Changer(
        name="C", layout=layout(slots=slots), waiting=(), may_load=Verdict(allowed=True),
        positions=tuple(ChangerPosition(slot=s, puck=p) for s, p in zip(slots, (puck, taken, None), strict=True)),
    )  # fmt: skip
    first, second, third = drawing_of(changer, NOTHING)
    assert first == PuckDrawing(
        name="1", x=200.0, y=250.0, r=100.0, x_frac=0.2, y_frac=0.5, puck=puck, said="Position 1: UPP-1, 1 sample",
        dots=(
            SampleDot(x=250.0, y=250.0, r=10.0, slot="7", standing=Standing.WAITS, said="7: lyso-1, not measured yet"),
        ),
    )  # fmt: skip
    assert (second.said, second.dots) == ("Position 2: another group's", ())
    assert third.said == "Position 3: free"
    assert changer.movable == (puck,)
