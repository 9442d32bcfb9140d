"""Containers as they are drawn."""

import pytest

from farlight.samples.domain.drawings import LOOK_OF, drawn
from farlight.samples.types import (
    ContainerContents,
    ContainerTypeSummary,
    Hazard,
    Mount,
    Outline,
    Slot,
    SlotContents,
    SpecimenInside,
    SpecimenState,
)


def box(outline=Outline.RECT, across_mm=100.0, down_mm=50.0):
    slots = tuple(
        Slot(name=name, position=n, x_frac=x, y_frac=0.5, size_frac=0.2, row=0, accepts=())
        for n, (name, x) in enumerate((("A1", 0.25), ("LEFT", 0.75)), start=1)
    )
    return ContainerTypeSummary(
        code="box",
        version=1,
        title="Box",
        outline=outline,
        width_mm=across_mm,
        height_mm=down_mm,
        form_factor="box",
        requires_cryo=False,
        is_deprecated=False,
        barcode_pattern="",
        rotations=(),
        slots=slots,
    )


def holding(**slots):
    return ContainerContents(
        id=1,
        code="c-1",
        name="B",
        barcode="",
        container_type="box",
        type_version=1,
        proposal="",
        slots=tuple(slots.values()),
    )


def piece(state, hazard=Hazard.RED):
    return SpecimenInside(
        id=1,
        code="s-1",
        barcodes=(),
        mount=Mount.PIN,
        state=state,
        sample_id=1,
        sample="abc",
        sample_name="x1",
        proposal="mx1",
        technique="",
        hazard=hazard,
        substances=(),
    )


def test_every_state_has_a_look():
    assert set(LOOK_OF) == set(SpecimenState)


def test_a_box_keeps_its_proportions():
    drawing = drawn(box(), None)
    assert (drawing.across, drawing.down, drawing.is_round) == (1000.0, 500.0, False)
    assert drawing.view_box == "-14 -14 1028 528"
    assert (drawing.centre_x, drawing.centre_y) == (500.0, 250.0)
    assert [(slot.x, slot.y, slot.radius) for slot in drawing.slots] == [(250.0, 250.0, 100.0), (750.0, 250.0, 100.0)]
    assert drawn(box(Outline.CIRCLE, 0.0, 0.0), None).down == 1000.0


def test_an_empty_slot_leads_to_its_line():
    drawing = drawn(box(), None)
    slot = drawing.slots[0]
    assert (slot.look, slot.sign, slot.words, slot.address) == ("empty", "", "A1: empty", "#slot-A1")
    assert (slot.text_size, slot.text_y) == (80.0, pytest.approx(278.8))
    assert drawing.slots[1].text_size == 55.0
    assert (drawing.taken, drawing.looks) == (0, [("empty", "", "empty")])


def test_what_lies_in_a_slot_is_told_in_words_and_by_a_sign():
    inside = holding(a=SlotContents(slot="A1", position=1, specimen=piece(SpecimenState.MEASURED)))
    drawing = drawn(box(), inside)
    slot = drawing.slots[0]
    assert (slot.look, slot.sign, slot.words) == ("measured", "check", "A1: x1, measured")
    assert (slot.address, slot.hazard) == ("/samples/abc/", "red")
    assert (slot.sign_x, slot.sign_y, slot.text_y) == (217.0, 266.0, 246.0)
    assert (drawing.taken, [look for look, _, _ in drawing.looks]) == (1, ["empty", "measured"])
    unknown = holding(a=SlotContents(slot="A1", position=1, specimen=piece(SpecimenState.LOST, None)))
    assert drawn(box(), unknown).slots[0].hazard == ""


@pytest.mark.parametrize(
    ("states", "look"),
    [([], "here"), ([SpecimenState.MEASURED], "measured"), ([SpecimenState.MEASURED, SpecimenState.LOST], "bad")],
)
def test_a_container_inside_looks_like_what_needs_most_care(states, look):
    slots = {str(n): SlotContents(slot=str(n), position=n, specimen=piece(state)) for n, state in enumerate(states)}
    outer = holding(a=SlotContents(slot="A1", position=1, container=holding(**slots)))
    slot = drawn(box(), outer).slots[0]
    assert (slot.look, slot.title, slot.state) == (look, "B", f"{len(states)} inside")
    assert slot.address == "/containers/c-1/"


def test_a_slot_about_which_nothing_is_known_is_empty():
    assert drawn(box(), holding(a=SlotContents(slot="A1", position=1))).slots[0].look == "empty"
