"""Sheets that are sent: kept, mended, thrown away."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.adapters.xlsx_reading import read_sheet
from farlight.samples.domain.sheets.grid import MOST_CELL_CHARACTERS, MOST_COLUMNS, SheetReading, grid_of, storable
from farlight.samples.domain.sheets.states import NEXT_SHEET_STATES, SheetState
from farlight.samples.models import Sheet, SheetFile, SheetHabit
from farlight.samples.queries.sheets import (
    content_hash,
    habit_of,
    headings_hash,
    options_from,
    reading_of,
    reading_to,
    sheet_check,
)

KEPT_FOR = timedelta(days=30)
"""Sheets that nobody took over are thrown away after so long."""
_OPTIONS = frozenset({"technique", "profile", "mapping", "defaults", "makes_substances"})


@transaction.atomic
def keep_sheet(
    *,
    proposal: str,
    content: bytes | list[list[str]],
    name: str,
    options: Mapping[str, Any] | None = None,
    now: datetime,
    by: Actor,
) -> Sheet:
    """Keep a sheet, to be mended and taken over; the proposal's samples stay as they are.

    Parameters
    ----------
    proposal : str
        Its code; the caller has asked whether the person may change its samples.
    content : bytes or list of rows
        A file as it came, or cells that were typed or pasted.
    name : str
        How the file is called.
    options : mapping, optional
        ``technique``, ``profile``, ``mapping``, ``defaults``, ``makes_substances``; what the person said last time of
        a sheet with the same headings is said again.
    now : datetime
        The time.
    by : Actor
        Who sends it.
    """
    reading = read_sheet(content, name=name) if isinstance(content, bytes) else grid_of(content)
    said = {key: value for key, value in (options or {}).items() if key in _OPTIONS}
    check = sheet_check(proposal, reading, options_from(said))
    if check.layout is not None:
        said = {**habit_of(by, check.layout.headings), **said}
    row = Sheet.objects.create(
        code=new_opaque_id("sh-", length=10),
        proposal_id=proposal_row(proposal).pk,
        file_name=name[:200],
        content_hash=content_hash(reading, said),
        reading=reading_to(reading),
        options=said,
        by_id=by.pk,
        sent_at=now,
    )
    if isinstance(content, bytes) and reading.rows:
        SheetFile.objects.create(sheet=row, content=content)
    _forget_old(now)
    return row


def _forget_old(now: datetime) -> None:
    Sheet.objects.filter(state=SheetState.DRAFT.value, sent_at__lt=now - KEPT_FOR).delete()


@transaction.atomic
def correct_sheet(*, sheet: Sheet, cells: Mapping[tuple[int, int], str]) -> Sheet:
    """Put other texts into cells of a kept sheet: rows as the spreadsheet counts, columns from 0.

    Raises
    ------
    Conflict
        When it is taken over or thrown away already.
    Invalid
        When there is no such cell, or a text is too long.
    """
    row = locked(sheet)
    refuse_step(row, SheetState.TAKEN)
    numbers = {one[0] for one in row.reading["rows"]}
    objections = [
        Objection(message=f"There is no cell in row {number}, column {column + 1}.", field=f"{number}:{column}")
        for number, column in cells
        if number not in numbers or not 0 <= column < MOST_COLUMNS
    ]
    objections += [
        Objection(message=f"{len(text)} characters are too many for a cell.", field=f"{number}:{column}")
        for (number, column), text in cells.items()
        if len(text) > MOST_CELL_CHARACTERS
    ]
    if objections:
        raise Invalid(objections)
    row.corrections = {**row.corrections, **{f"{r}:{c}": storable(text) for (r, c), text in cells.items()}}
    return _saved(row)


@transaction.atomic
def describe_sheet(*, sheet: Sheet, options: Mapping[str, Any], now: datetime, by: Actor) -> Sheet:
    """Say how a kept sheet is to be read; it is remembered for the next one with the same headings.

    Raises
    ------
    Conflict
        When it is taken over or thrown away already.
    """
    row = locked(sheet)
    refuse_step(row, SheetState.TAKEN)
    row.options = {**row.options, **{key: value for key, value in options.items() if key in _OPTIONS}}
    check = sheet_check(row.proposal.code, reading_of(row), options_from(row.options))
    if check.layout is not None and check.layout.heading_at is not None:
        kept = {key: row.options[key] for key in ("technique", "profile", "mapping") if row.options.get(key)}
        SheetHabit.objects.update_or_create(
            person_id=by.pk,
            headings_hash=headings_hash(check.layout.headings),
            defaults={"options": kept, "used_at": now},
        )
    return _saved(row)


@transaction.atomic
def discard_sheet(*, sheet: Sheet, now: datetime) -> None:
    """Throw a kept sheet away.

    Raises
    ------
    Conflict
        When it is taken over.
    """
    row = locked(sheet)
    refuse_step(row, SheetState.DISCARDED)
    SheetFile.objects.filter(sheet=row).delete()
    row.state, row.ended_at, row.reading = SheetState.DISCARDED.value, now, {"rows": []}
    row.save(update_fields=["state", "ended_at", "reading"])


def locked(sheet: Sheet) -> Sheet:
    """Return the row of a sheet, for the time of the transaction nobody else's."""
    return Sheet.objects.select_for_update(of=("self",), no_key=True).select_related("proposal").get(pk=sheet.pk)


def refuse_step(row: Sheet, to: SheetState) -> None:
    """Object when a sheet cannot go there.

    Raises
    ------
    Conflict
        Saying where it is.
    """
    if to not in NEXT_SHEET_STATES[SheetState(row.state)]:
        raise Conflict(_STANDS[SheetState(row.state)])


def moment_taken(row: Sheet) -> datetime:
    """Return when a sheet was taken over.

    Raises
    ------
    Conflict
        Saying where it is, when it is not taken over.
    """
    if row.taken_at is None or row.state != SheetState.TAKEN:
        raise Conflict(_STANDS[SheetState(row.state)])
    return row.taken_at


_STANDS = {
    SheetState.DRAFT: "The sheet is not taken over yet.",
    SheetState.TAKEN: "The sheet is taken over already; undo it first, or send a corrected one.",
    SheetState.UNDONE: "The sheet was taken back; send it again.",
    SheetState.DISCARDED: "The sheet was thrown away; send it again.",
}


def _saved(row: Sheet) -> Sheet:
    reading: SheetReading = reading_of(row)
    row.content_hash = content_hash(reading, row.options)
    row.save(update_fields=["corrections", "options", "content_hash"])
    return row
