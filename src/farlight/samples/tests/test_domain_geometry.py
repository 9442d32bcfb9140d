import math

import pytest

from farlight.kernel.errors import Invalid
from farlight.samples.adapters.type_files import standard_types, types_in, types_with
from farlight.samples.domain.geometry import (
    document_of,
    objections_to_barcode,
    objections_to_slot,
    objections_to_thing,
    read_container_type,
    row_letters,
    rows_of,
    turned,
    type_from,
)

LEAST = {
    "code": "box",
    "title": "Box",
    "outline": "rect",
    "slot": [{"name": "x", "x_frac": 0.5, "y_frac": 0.5, "size_frac": 0.2}],
}


def refused(document):
    with pytest.raises(Invalid) as refusal:
        read_container_type(document)
    return [(objection.field, objection.message) for objection in refusal.value.objections]


def places(code):
    return {slot.name: (slot.x_frac, slot.y_frac) for slot in standard_types()[code].slots}


@pytest.mark.parametrize("code", sorted(standard_types()))
def test_every_type_that_comes_with_farlight_is_sound(code):
    found = standard_types()[code]
    assert type_from(document_of(found)) == found
    assert [slot.position for slot in found.slots] == list(range(1, found.capacity + 1))
    assert sum(len(row) for row in rows_of(found)) == found.capacity
    assert found.note.endswith(".")


def test_what_a_slot_accepts_exists():
    known = {one.form_factor for one in standard_types().values()} | set(standard_types())
    mounts = {"pin", "grid", "capillary", "kapton_base", "tube", "cell", "stub", "chip", "slide", "drop", "free"}
    asked = {word for one in standard_types().values() for slot in one.slots for word in slot.accepts}
    assert asked - known - mounts == set()


def test_unipuck_counts_against_the_clock_from_the_top_of_each_ring():
    slots = standard_types()["unipuck"].slots
    angles = [round(math.degrees(math.atan2(s.x_frac - 0.5, 0.5 - s.y_frac)) % 360, 0) for s in slots]
    assert [s.row for s in slots] == [0] * 5 + [1] * 11
    assert angles[:3] == [0, 288, 216]
    assert angles[5:7] == [0, 327]


def test_equal_numbers_of_slots_do_not_mean_equal_layouts():
    assert (len(places("grid_box_1")), len(places("grid_box_auto"))) == (4, 4)
    assert places("grid_box_1") != places("grid_box_auto")
    assert set(places("grid_box_1").values()) == set(places("grid_box_auto").values())
    assert places("em_puck_1") != places("em_puck_2")
    assert standard_types()["block_4"].outline != standard_types()["unipuck"].outline


def test_drops_are_lettered_without_the_reservoir():
    plate = standard_types()["swissci_3_drop"]
    assert [slot.name for slot in plate.slots[:4]] == ["A1a", "A1c", "A1d", "A2a"]
    assert [getattr(plate.slot_named(said), "name", None) for said in ("a01C", "A1-2", "h12.3", "A1-4", "A1b")] == [
        "A1c",
        "A1c",
        "H12d",
        None,
        None,
    ]
    assert plate.slot_named("A1-0") is None


def test_what_is_wrong_with_a_file_is_said_at_once():
    assert refused({"code": "B x", "outline": "star", "sloot": 1, "ring": [{"count": 2, "names": ["a"]}]}) == [
        ("title", "The key title is missing."),
        ("code", "'B x' is not a code: small letters, digits, _ and -."),
        ("outline", "The outline is circle or rect."),
        ("sloot", "There is no key sloot."),
        ("ring.radius_frac", "The key ring.radius_frac is missing."),
        ("ring.size_frac", "The key ring.size_frac is missing."),
        ("ring.names", "There are 1 names for 2 slots."),
    ]
    grid = {"rows": 1, "columns": 1, "size_frac": 0.1, "drops": {"letters": 2}}
    assert refused(LEAST | {"grid": [grid]}) == [("grid.drops.letters", "There is no key grid.drops.letters.")]
    assert refused({"code": "", "title": "x", "outline": "rect"}) == [("code", "The key code is missing.")]


def test_a_layout_that_cannot_be_is_refused():
    assert refused({"code": "b", "title": "B", "outline": "rect"}) == [("slot", "It has no slots.")]
    spot = LEAST["slot"][0]
    slots = [spot, spot | {"name": "X"}, spot | {"name": "far", "x_frac": 0.95}]
    found = refused(LEAST | {"slot": slots, "barcode_pattern": "("})
    assert [message.split(":")[0] for _, message in found] == [
        "Two slots are called X.",
        "Slot far lies outside of the container.",
        "Slots x and X overlap.",
        "The barcode pattern is no regular expression",
    ]


def test_names_of_grids():
    assert [row_letters(number) for number in (0, 25, 26, 51)] == ["A", "Z", "AA", "AZ"]
    grid = {"rows": 1, "columns": 2, "size_frac": 0.1, "names": "letters"}
    assert [s.name for s in read_container_type(LEAST | {"slot": [], "grid": [grid]}).slots] == ["A", "B"]


def test_things_slots_and_codes_are_objected_to():
    puck = standard_types()["unipuck"]
    slot = puck.slots[0]
    assert objections_to_thing(puck, slot, ["pin"], "a pin") == objections_to_thing(puck, slot, [], "it") == []
    (objection,) = objections_to_thing(puck, slot, ["grid"], "a grid")
    assert str(objection) == "Slot 1 of a UniPuck does not take a grid. It takes: pin."
    assert objections_to_slot(puck, "16") == []
    (objection,) = objections_to_slot(standard_types()["sam"], "Q")
    assert objection.message == "A SAM sample changer has slots L, M, R, not Q."
    coded = read_container_type(LEAST | {"barcode_pattern": "[A-Z]{3}-\\d{4}"})
    assert [len(objections_to_barcode(coded, text)) for text in ("", "CPS-0421", "cps")] == [0, 0, 1]
    assert objections_to_barcode(puck, "anything") == []


def test_a_turned_puck_has_every_ring_turned():
    assert [turned(standard_types()["unipuck"], 2)[name] for name in ("1", "5", "6", "16")] == ["3", "2", "8", "7"]


def test_a_facility_adds_types_and_changes_others_by_a_version(tmp_path):
    own = 'code = "{code}"\ntitle = "Own"\noutline = "rect"\nversion = {version}\n[[grid]]\nrows = 1\ncolumns = 2\n'
    (tmp_path / "a.toml").write_text(own.format(code="own", version=1) + "size_frac = 0.2\n")
    (tmp_path / "b.toml").write_text(own.format(code="unipuck", version=1) + "size_frac = 0.2\n")
    with pytest.raises(Invalid, match="Give yours version 2"):
        types_with(tmp_path)
    (tmp_path / "b.toml").write_text(own.format(code="unipuck", version=2) + "size_frac = 0.2\n")
    assert {code: types_with(tmp_path)[code].capacity for code in ("own", "unipuck")} == {"own": 2, "unipuck": 2}
    (tmp_path / "a.toml").write_text("code = ")
    (tmp_path / "b.toml").write_text('code = "x"')
    with pytest.raises(Invalid) as refusal:
        types_in(tmp_path)
    assert [str(o).split(":")[0] for o in refusal.value.objections] == ["a.toml", "b.toml", "b.toml"]
    assert types_in(tmp_path / "nothing") == []
