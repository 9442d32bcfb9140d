import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.shipping.domain.mismatch import (
    Comparison,
    Declared,
    Elsewhere,
    Finding,
    FindingKind,
    PinRead,
    PinState,
    Placed,
    compare,
)

SLOTS = tuple(str(n) for n in range(1, 6))
DECLARED = {s: Declared(specimen=f"s-{s}", name=f"Lys{s}", barcodes=(f"HA{s}",)) for s in "1234"}
EMPTY, UNREADABLE = PinRead(state=PinState.EMPTY), PinRead(state=PinState.UNREADABLE)
TURN = {str(n): str(n % 5 + 1) for n in range(1, 6)}


def pin(barcode):
    return PinRead(state=PinState.READ, barcode=barcode)


AS_IT_SHOULD_BE = {s: pin(f"ha{s}") for s in "1234"} | {"5": EMPTY}


def kinds(comparison):
    return [finding.kind.value for finding in comparison.findings]


def test_a_container_as_declared_agrees():
    found = compare(SLOTS, DECLARED, AS_IT_SHOULD_BE, rotations=[TURN])
    assert (found.agrees, found.turned_by, found.correction) == (True, None, None)
    assert found.summary == "All 5 positions that were read are as declared."


def test_nothing_read_says_so():
    found = compare(SLOTS, DECLARED, {})
    assert found.summary == "Nothing was read."
    assert kinds(found) == ["not_looked_at"] * 5


def test_a_turned_puck_is_one_finding_not_five():
    read = {TURN[s]: pin(f"HA{s}") for s in "1234"} | {"1": EMPTY}
    found = compare(SLOTS, DECLARED, read, rotations=[TURN])
    assert found.turned_by == 1
    assert found.summary == "The container is turned: everything lies as declared, but some positions further."
    assert found.correction == tuple(Placed(specimen=f"s-{s}", slot=TURN[s]) for s in "1234")


def test_a_turned_puck_with_an_unreadable_pin_is_still_seen_as_turned():
    read = {TURN[s]: pin(f"HA{s}") for s in "123"} | {TURN["4"]: UNREADABLE}
    assert compare(SLOTS, DECLARED, read, rotations=[TURN]).turned_by == 1


@pytest.mark.parametrize(
    "read",
    [
        {"2": pin("HA1"), "3": pin("HA2")},
        {TURN[s]: pin(f"HA{s}") for s in "123"} | {TURN["4"]: EMPTY},
        {TURN[s]: pin(f"HA{s}") for s in "123"} | {TURN["4"]: pin("HX9")},
        {TURN[s]: pin("HA1") for s in "123"},
    ],
)
def test_too_little_or_a_contradiction_is_not_called_turned(read):
    assert compare(SLOTS, DECLARED, read, rotations=[TURN]).turned_by is None


def test_a_symmetry_that_moves_nothing_does_not_count():
    still = {s: s for s in SLOTS}
    assert compare(SLOTS, DECLARED, AS_IT_SHOULD_BE, rotations=[still]).turned_by is None


def test_every_slot_says_in_words_what_is_odd():
    read = {
        "1": pin("HA2"),
        "2": pin("HA1"),
        "3": EMPTY,
        "4": UNREADABLE,
        "5": pin("HX7"),
    }
    elsewhere = {"HX7": Elsewhere(specimen="s-77", name="Thau7", container="ALS-9", slot="12")}
    found = compare(SLOTS, DECLARED, read, elsewhere=elsewhere)
    told = [
        ("1", "exchanged", "Lys2 and Lys1 are exchanged: positions 1 and 2.", "HA2", "s-2"),
        ("2", "exchanged", "Lys1 and Lys2 are exchanged: positions 2 and 1.", "HA1", "s-1"),
        ("3", "missing", "Lys3 should be in position 3, which is empty.", "", ""),
        ("4", "unreadable", "The code in position 4 cannot be read; Lys4 is declared there.", "", ""),
        ("5", "other_container", "Thau7 is in position 5, but is declared in ALS-9, position 12.", "HX7", "s-77"),
    ]
    lies = {"1": "s-2", "2": "s-1", "4": "s-4", "5": "s-77"}
    assert found == Comparison(
        findings=tuple(
            Finding(slot=s, kind=FindingKind(k), message=m, barcode=b, specimen=p) for s, k, m, b, p in told
        ),
        correction=tuple(Placed(specimen=piece, slot=slot) for slot, piece in lies.items()),
    )
    assert found.summary == "5 positions differ from the declaration."


@pytest.mark.parametrize(
    ("read", "kind", "message"),
    [
        (pin("HZ1"), "unknown_code", "Nobody has declared HZ1, which is in position 5."),
        (UNREADABLE, "unexpected", "Something is in position 5, where nothing is declared; its code cannot be read."),
        (pin("HA1"), "other_slot", "Lys1 is in position 5, not in 1 as declared."),
        (pin("HX8"), "other_container", "Thau8 is in position 5, but is declared in no container."),
    ],
)
def test_what_lies_where_nothing_is_declared(read, kind, message):
    elsewhere = {"HX8": Elsewhere(specimen="s-78", name="Thau8")}
    found = compare(SLOTS, DECLARED, {"5": read}, elsewhere=elsewhere).findings[4]
    assert (found.kind.value, found.message) == (kind, message)


def test_one_code_in_two_slots_cannot_be_corrected():
    found = compare(SLOTS, DECLARED, {"1": pin("HA1"), "2": pin("ha1")})
    assert kinds(found)[:2] == ["read_twice", "read_twice"]
    assert found.findings[0].message == "HA1 was read in positions 1, 2."
    assert found.correction is None


def test_one_odd_position_is_said_in_the_singular():
    found = compare(SLOTS, DECLARED, AS_IT_SHOULD_BE | {"4": EMPTY})
    assert found.summary == "1 position differs from the declaration."
    assert found.correction == tuple(Placed(specimen=f"s-{s}", slot=s) for s in "123")


def test_what_has_no_code_of_its_own_is_taken_for_what_is_declared():
    declared = {"1": Declared(specimen="s-1", name="Grid1")}
    assert kinds(compare(("1",), declared, {"1": pin("anything")})) == ["as_declared"]
    known = {"HX7": Elsewhere(specimen="s-77", name="Thau7", container="ALS-9", slot="12")}
    assert kinds(compare(("1",), declared, {"1": pin("HX7")}, elsewhere=known)) == ["other_container"]


def test_what_was_not_looked_at_stays_unless_its_place_is_taken():
    found = compare(SLOTS, DECLARED, {"1": pin("HA2"), "2": EMPTY})
    assert found.correction == (
        Placed(specimen="s-2", slot="1"),
        Placed(specimen="s-3", slot="3"),
        Placed(specimen="s-4", slot="4"),
    )


@given(st.dictionaries(st.sampled_from(SLOTS), st.sampled_from(["HA1", "HA2", "HA3", "HA4", "HZ", "", "?"])))
def test_a_correction_never_puts_two_things_into_one_place_or_one_thing_into_two(read):
    marks = {"": EMPTY, "?": UNREADABLE}
    found = compare(SLOTS, DECLARED, {s: marks.get(c) or pin(c) for s, c in read.items()}, rotations=[TURN])
    placed = found.correction or ()
    assert len({p.slot for p in placed}) == len({p.specimen for p in placed}) == len(placed)
    assert [f.slot for f in found.findings] == list(SLOTS)
