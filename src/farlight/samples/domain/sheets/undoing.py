"""Whether a sheet can be taken back: while nothing was done with its samples since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from farlight.kernel.errors import Objection

_AT_HOME = frozenset({"declared", "approved", "refused"})
_WORDS = {
    "name": "its name",
    "technique": "its technique",
    "values": "its values",
    "comment": "its comment",
    "role": "its role",
    "substance_id": "its substance",
    "paired_with_id": "what is measured beside it",
    "barcodes": "its barcodes",
    "places": "its place",
    "parents": "what it came out of",
}


@dataclass(frozen=True, kw_only=True)
class TakenRow:
    """What a row of a sheet became, and what is known of it now."""

    row: int
    name: str
    action: str
    after: Mapping[str, Any]
    now: Mapping[str, Any] | None
    """None when the sample is gone."""


def objections_to_undoing(rows: Sequence[TakenRow]) -> list[Objection]:
    """Say everything that was done since with what a sheet brought.

    Parameters
    ----------
    rows : sequence of TakenRow
        Those that were new or changed.
    """
    return [objection for row in rows for objection in _objections_to(row)]


def _objections_to(row: TakenRow) -> Iterator[Objection]:
    if row.now is None:
        return
    gone = [state for state in row.now["states"] if state not in _AT_HOME]
    where = f"row {row.row}"
    if gone:
        message = f"{row.name} is {gone[0].replace('_', ' ')} by now."
        yield Objection(message=message, mend="What has left home stays declared.", field=where)
    changed = [words for key, words in _WORDS.items() if row.now[key] != row.after.get(key, row.now[key])]
    if changed:
        message = f"{row.name} was changed since: {', '.join(changed)}."
        yield Objection(message=message, mend="Correct it by hand, or send a corrected sheet.", field=where)
