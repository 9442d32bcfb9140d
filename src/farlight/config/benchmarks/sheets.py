"""A sheet of 5000 crystals in 28 columns: checked whole, beside the parsing library alone; taken over, undone.

``vs_parser`` is the time that openpyxl needs to read all cells of the workbook in its fast mode (``read_only``) divided
by the time of our whole check: reading, matching, units, the technique's schema, substances, places, duplicates, held
against a proposal in a database. All in processor seconds of one core, the database (SQLite) included; the median of
three.
"""

import io
import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl

from farlight.config.benchmarks.facility import NAMES, make_facility, temporary_state

ROWS = 5000
ROUNDS = 3
_A_PUCK = 16
_HEADINGS = (
    "Parcel", "Container", "Container type", "Position", "Substance", "Sample name", "Barcode", "Space group",
    "Cell a", "Cell b", "Cell c", "Cell alpha", "Cell beta", "Cell gamma", "Experiment", "Required resolution",
    "Worst acceptable resolution", "Beam diameter", "Positions on the crystal", "Multiplicity", "Completeness",
    "Process in space group", "Radiation sensitivity", "Ligand as SMILES", "Total rotation", "Rotation per image",
    "Resolution seen before", "Comment",
)  # fmt: skip


def workbook(rows: int, substance: str) -> bytes:
    """Return a workbook of so many crystals in UniPucks."""
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Samples")
    page.append(_HEADINGS)
    for number in range(rows):
        puck = number // _A_PUCK
        page.append(
            [f"Dewar {puck // 7}", f"BEN-{puck:04}", "UniPuck", number % _A_PUCK + 1, substance, f"x-{number:05}",
             f"HX{number:06}", "P43212", 78.1 + number % 7 / 10, 78.1, 37.2, 90, 90, 90, "native", 2.0, 2.5, 50, 1, 4,
             99, "P43212", "normal", "C1=CC=CC=C1", 180, 0.1, 2.1, f"crystal {number} of the benchmark"]
        )  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def run() -> dict[str, Any]:
    """Measure; takes about half a minute."""
    with temporary_state():
        make_facility()
        content = workbook(ROWS, "ben")
        parser_s = _median(lambda: _parsed_alone(content))
        figures = _measured(content)
    return {
        "ratios": {"vs_parser": parser_s / figures["check_s"]},
        "figures": {"rows": ROWS, "columns": len(_HEADINGS), "parser_s": parser_s, **figures},
        "against": "openpyxl reading all cells (read_only), without any check",
    }


def _measured(content: bytes) -> dict[str, float]:
    """Check the sheet, take it over, check it again, take it back; return processor seconds of each."""
    from farlight.kernel.time import utc_now  # all of these need Django to be set up
    from farlight.people.public import person_named
    from farlight.samples.adapters.xlsx_reading import read_sheet
    from farlight.samples.domain.sheets.checking import CheckOptions
    from farlight.samples.public import register_substance
    from farlight.samples.queries.sheets import sheet_check
    from farlight.samples.services.importing import keep_sheet
    from farlight.samples.services.importing_taking import take_sheet
    from farlight.samples.services.importing_undoing import undo_sheet

    person, now = person_named(NAMES.login), utc_now()
    if person is None:
        raise RuntimeError("The facility was loaded without its scientist.")
    register_substance(proposal=NAMES.proposal, acronym="ben", name="Benchmark protein")
    check = sheet_check(NAMES.proposal, read_sheet(content), CheckOptions())
    if not check.may_be_taken or check.counts["new"] != ROWS or check.problems:
        raise RuntimeError(f"The sheet of the benchmark is wrong: {check.problems[:3]}")
    check_s = _median(lambda: sheet_check(NAMES.proposal, read_sheet(content), CheckOptions()))
    clock = [time.process_time()]
    sheet = keep_sheet(proposal=NAMES.proposal, content=content, name="benchmark.xlsx", now=now, by=person)
    clock.append(time.process_time())
    take_sheet(sheet=sheet, now=now, by=person)
    clock.append(time.process_time())
    full_s = _median(lambda: sheet_check(NAMES.proposal, read_sheet(content), CheckOptions()))
    undo_s = time.process_time()
    undo_sheet(sheet=sheet, now=now + timedelta(minutes=1), by=person)
    return {
        "check_s": check_s,
        "check_with_5000_samples_s": full_s,
        "keep_s": clock[1] - clock[0],
        "take_over_s": clock[2] - clock[1],
        "undo_s": time.process_time() - undo_s,
    }


def _parsed_alone(content: bytes) -> int:
    page = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
    return sum(len(row) for row in page.iter_rows(values_only=True))


def _median(what: Callable[[], object]) -> float:
    """Return processor seconds, the median of the rounds."""
    found = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        what()
        found.append(time.process_time() - begun)
    return statistics.median(found)
