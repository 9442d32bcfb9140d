"""Sheets with something wrong in containers that lie in others, in roles and in names: each with all that is said."""

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, Case, csv_of, with_cell

OUTER = [*HEADINGS, "Outer container", "Outer type", "Outer position"]
MAKES = CheckOptions(makes_substances=True)


def puck(slot, name="P-1", *outer):
    """A crystal in a puck, which may lie in another container."""
    return ["", name, "UniPuck", str(slot), "lyso", f"x{slot}", "", "", *outer]


def box(slot, name="B-1", *outer):
    """A grid in a box."""
    return ["", name, "Grid box 1", str(slot), "lyso", f"{name}-{slot}", "", "", *outer]


def in_others(*rows):
    return csv_of([OUTER, *rows])


def with_role(role):
    return csv_of([[*HEADINGS, "Role"], [*GOOD, role]])


def old(barcode, group=""):
    return csv_of([[*HEADINGS, "Space group"], ["", "P-OLD", "", "1", "lyso", "old1", barcode, "", group]])


PLACES = {
    "outer itself": Case(in_others(puck(1, "P-1", "P-1", "UniPuck", "2")), ("I2 error position",)),
    "outer without position": Case(in_others(box(1, "B-1", "EM-1", "EM puck", "")), ("K2 error missing",)),
    "outer position 13": Case(in_others(box(1, "B-1", "EM-1", "EM puck", "13")), ("K2 error position",)),
    "outer does not take it": Case(in_others(puck(1, "P-1", "EM-1", "EM puck", "1")), ("I2 error position",)),
    "outer place taken": Case(in_others(box(1, "B-1", "P-OLD", "", "1")), ("K2 error position_taken",)),
    "outer type misspelt": Case(in_others(box(1, "B-1", "EM-1", "EM pock", "1")), ("J2 error unknown_container_type",)),
    "outer place twice": Case(
        in_others(box(1, "B-1", "EM-1", "EM puck", "1"), box(1, "B-2", "EM-1", "EM puck", "1")),
        ("K2 error position_twice", "K3 error position_twice"),
    ),
    "outer is right": Case(in_others(box(1, "B-1", "EM-1", "EM puck", "1"), box(2, "B-1", "EM-1", "", "1")), ()),
    "grid loose in a puck": Case(
        csv_of([HEADINGS, ["", "EM-1", "EM puck", "1", "lyso", "x1", "", ""]]),
        ("C2 warning unknown_container_type", "D2 error position"),
    ),
    "role misspelt": Case(with_role("standart"), ("I2 error choice",)),
    "role in capitals": Case(with_role("BUFFER"), ()),
    "wide letters": Case(csv_of(with_cell(1, 5, "\uff38\uff12")), ("F3 info typography",)),
    "guarded name": Case(csv_of(with_cell(1, 5, "'x2")), ("F3 error characters",)),
    "substance with signs": Case(csv_of(with_cell(1, 4, "qq qq!!")), ("E3 error characters",), options=MAKES),
    "one position for nine": Case(
        csv_of([HEADINGS, *([*puck(1)[:5], f"y{number}", "", ""] for number in range(9))]),
        tuple(f"D{row} error position_twice" for row in range(2, 11)),
    ),
    "barcode for another": Case(old("HX2"), ()),
    "other space group": Case(old("HX1", "P21"), ()),
}
