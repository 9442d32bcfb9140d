"""Sheets with something wrong in containers that lie in others, in roles and in names: each with all that is said."""

from farlight.samples.domain.sheets.checking import CheckOptions
from farlight.samples.domain.sheets.layouts import Wishes
from farlight.samples.tests.sheets.making import GOOD, HEADINGS, Case, csv_of, with_cell

OLD_NAMES = ("Tray of 3", "", "UniPuck", "Trey of 33")
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


def beside(technique, heading, *names, defaults=None):
    """Samples x1, x2… that each name another one."""
    rows = [[f"x{number}", "lyso", name] for number, name in enumerate(names, start=1)]
    options = CheckOptions(wishes=Wishes(technique=technique), defaults=defaults or {})
    return csv_of([["Sample name", "Substance", heading], *rows]), options


SOLUTION = {"value:concentration_mg_per_ml": "5", "value:volume_ul": "30", "value:exposure_celsius": "20"}
BUFFERS, OF_BUFFERS = beside("saxs_solution", "Buffer", "x2", "old1", "x3", "x5", "old2", "zzz", defaults=SOLUTION)
EVERYWHERE, WITH_BUFFER = beside("saxs_solution", "Comment", "", defaults={**SOLUTION, "value:buffer": "zzz"})

PLACES = {
    "a buffer that is itself, misspelt, nowhere": Case(
        BUFFERS,
        ("C4 error unknown_sample", "C6 error unknown_sample", "C7 error unknown_sample"),
        options=OF_BUFFERS,
    ),
    "a buffer for all that is nowhere": Case(EVERYWHERE, ("row 2 error unknown_sample",), options=WITH_BUFFER),
    "lies in a container that lies in it": Case(
        csv_of([OUTER, ["", "P-OLD", "", "2", "lyso", "x1", "", "", "C-9", "Cane of 10", "1"]]),
        ("I2 error position",),
    ),
    "old slots": Case(
        csv_of([HEADINGS, *(["", "P-8", "UniPuck", slot, "lyso", f"x{slot}", "", ""] for slot in ("8", "9"))]),
        ("D3 error position",),
    ),
    "old type": Case(
        csv_of([HEADINGS, *(["", "T-1", name, str(n), "lyso", f"x{n}", "", ""] for n, name in enumerate(OLD_NAMES))]),
        ("D2 error position", "C4 error container_type_differs", "C5 error unknown_container_type"),
    ),
    "drops": Case(
        csv_of(
            [
                HEADINGS,
                *(
                    ["", "D-1", "Two drops", slot, "lyso", f"x{slot}", "", ""]
                    for slot in ("A1a", "a01-2", "A2.1", "A2 3", "A12")
                ),
            ]
        ),
        (
            *(f"C{row} warning unknown_container_type" for row in (2,)),
            "D5 error position",
            "D6 error position",
        ),
    ),
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
