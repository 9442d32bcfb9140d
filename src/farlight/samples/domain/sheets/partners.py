"""Samples that rows name beside their own: the buffer, the empty can, what it was milled from."""

from collections.abc import Iterator

from rapidfuzz import fuzz, process

from farlight.samples.domain.sheets.known import Known
from farlight.samples.domain.sheets.meanings import VALUE, Target
from farlight.samples.domain.sheets.problems import SheetProblem, Trouble, error
from farlight.samples.domain.sheets.rows import RowsRead
from farlight.samples.domain.techniques import Technique

_LIKE = 70.0


def partner_problems(read: RowsRead, known: Known, technique: Technique) -> Iterator[SheetProblem]:
    """Tell samples that are named but are neither in the sheet nor in the proposal."""
    fields = [one for one in technique.fields if one.partner]
    if not fields:
        return
    names = {row.text(Target.NAME) for row in read.rows} | set(known.samples)
    for row in read.rows:
        for one in fields:
            name = str(row.values.get(one.key, ""))
            if not name or (name in names and name != row.text(Target.NAME)):
                continue
            column = read.where.get(f"{VALUE}{one.key}")
            others = sorted(names - {row.text(Target.NAME)})
            near = process.extractOne(name, others, scorer=fuzz.ratio, score_cutoff=_LIKE)
            meant = near[0] if near else None
            message = f"{one.label}: there is no other sample {name!r} in the sheet or the proposal."
            remedy = f"Did you mean {meant!r}?" if meant else "Declare it in a row of its own, or correct the name."
            yield error(
                Trouble.UNKNOWN_SAMPLE,
                message,
                remedy,
                row=row.row,
                column=column,
                heading=read.headings[column] if column is not None else one.label,
                value=name,
                suggestion=meant,
            )
