"""Tables of trainings, as training systems export them: read line by line, with everything that is wrong."""

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from farlight.kernel.errors import Objection

MOST_LINES = 2000
MOST_BYTES = 500_000
COLUMNS = ("person", "training", "until", "from")
NEEDED = frozenset(COLUMNS[:3])
_TOO_BIG = f"Send up to {MOST_LINES} lines and {MOST_BYTES // 1000} kB at once."


@dataclass(frozen=True, kw_only=True)
class BatchLine:
    """A line that can be read; whether there is such a person and training is another question."""

    number: int
    """In the file, from 1, as programs for tables count."""
    person: str
    """Login name or address."""
    training: str
    since: date | None
    until: date
    """The last day on which it counts."""


@dataclass(frozen=True, kw_only=True)
class LineFault:
    """What is wrong with a line; number 0 is the whole table."""

    number: int
    message: str


def read_batch(text: str) -> tuple[list[BatchLine], list[LineFault]]:
    """Read a table with a head of ``person, training, until``, perhaps ``from``; split by comma, semicolon or tab."""
    if len(text.encode()) > MOST_BYTES:
        return [], [LineFault(number=0, message=f"This is too much. {_TOO_BIG}")]
    rows = _rows_of(text)
    if not rows:
        return [], [LineFault(number=0, message="The table is empty.")]
    head = [cell.strip().lower() for cell in rows[0][1]]
    faults = _faults_of_head(head, len(rows) - 1)
    if faults:
        return [], faults
    lines: list[BatchLine] = []
    for number, cells in rows[1:]:
        line = _line(number, dict(zip(head, (cell.strip() for cell in cells), strict=False)))
        if isinstance(line, BatchLine):
            lines.append(line)
        else:
            faults.extend(line)
    return lines, faults


def begins_at(day: date | None, zone: tzinfo) -> datetime | None:
    """Return when a first day begins."""
    return None if day is None else datetime.combine(day, time(), zone)


def ends_at(day: date, zone: tzinfo) -> datetime:
    """Return when a last day is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def objection_of(fault: LineFault) -> Objection:
    """Say it with its line."""
    where = f"Line {fault.number}: " if fault.number else ""
    return Objection(message=f"{where}{fault.message}", mend="Nothing is written down until every line is right.")


def _rows_of(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that say anything, with their numbers in the file."""
    text = text.lstrip("\ufeff").replace("\0", "")
    head = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]


def _faults_of_head(head: list[str], lines: int) -> list[LineFault]:
    missing = [name for name in COLUMNS if name in NEEDED and name not in head]
    unknown = [name for name in head if name and name not in COLUMNS]
    found = []
    if missing:
        message = f"The first line must name the columns person, training, until: {', '.join(missing)} is not there."
        found.append(LineFault(number=1, message=message))
    if unknown:
        message = f"There is no column {', '.join(map(repr, unknown))}: only {', '.join(COLUMNS)} are read."
        found.append(LineFault(number=1, message=message))
    if not found and not lines:
        found.append(LineFault(number=0, message="There is no line below the head."))
    if lines > MOST_LINES:
        found.append(LineFault(number=0, message=f"These are {lines} lines. {_TOO_BIG}"))
    return found


def _line(number: int, cells: dict[str, str]) -> BatchLine | list[LineFault]:
    found = [
        LineFault(number=number, message=f"There is no {name}.")
        for name in COLUMNS
        if name in NEEDED and not cells.get(name)
    ]
    until, since = _day(cells.get("until", "")), _day(cells.get("from", ""))
    for name, day in (("until", until), ("from", since)):
        if cells.get(name) and day is None:
            message = f"{cells[name]!r} is no day: write it as 2027-06-30."
            found.append(LineFault(number=number, message=message))
    if since and until and until < since:
        found.append(LineFault(number=number, message="It would end before it begins."))
    if found or until is None:
        return found
    return BatchLine(
        number=number, person=cells["person"].lower(), training=cells["training"], since=since, until=until
    )


def _day(text: str) -> date | None:
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return day if day.year < date.max.year else None
