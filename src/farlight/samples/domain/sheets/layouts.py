"""What kind of sheet it is: which technique, which known sheet, where its headings are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.headings import (
    SURE,
    ColumnMatch,
    heading_row,
    known_headings,
    matched,
    names_in,
    taken_apart,
)
from farlight.samples.domain.sheets.meanings import Target
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.sheets.unit_cells import UNIT_CELL, cell_keys, numbers_of_cell
from farlight.samples.domain.techniques import Technique

_MOSTLY = 0.6
_ROWS_TO_LOOK_AT = 50
_MOST_TOO_MANY = 3
"""Cells that a row may have too many, for commas in its texts, and still be recognised."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a sheet is to be read."""

    technique: Technique
    profile: Profile | None
    heading_at: int | None
    """Which of the filled rows has the headings; None when there are none."""
    columns: tuple[ColumnMatch, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands above the columns."""
        return tuple(column.heading for column in self.columns)


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the sender says of a sheet; what is empty is found out."""

    technique: str = ""
    profile: str = ""
    mapping: Mapping[int, str] | None = None
    """By column, from 0: the key of a meaning, or empty to pass the column over."""


def layout_of(
    rows: Sequence[Row],
    techniques: Mapping[str, Technique],
    profiles: Mapping[str, Profile],
    wishes: Wishes,
    hints: Mapping[str, frozenset[str]] | None = None,
) -> Layout | None:
    """Find out how a sheet is to be read; None when nothing is recognised and nothing was said.

    Parameters
    ----------
    rows : sequence of Row
        The filled rows.
    techniques, profiles : mapping
        By their codes.
    wishes : Wishes
        What the sender says.
    hints : mapping, optional
        By technique: words in lower case that speak for it, such as the names of its containers.
    """
    profile = profiles.get(wishes.profile)
    if profile is None and not wishes.profile:
        profile = _recognised(rows, techniques, profiles, wishes)
    technique = techniques.get(wishes.technique or (profile.technique if profile else ""))
    if technique is None:
        technique = _best_technique(rows, techniques, hints or {})
    if technique is None:
        return None
    if profile is not None and not profile.has_headings:
        return _corrected(_without_headings(rows, technique, profile), wishes.mapping)
    layout = _with_headings(rows, technique, profile)
    return None if layout is None else _corrected(layout, wishes.mapping)


def _with_headings(rows: Sequence[Row], technique: Technique, profile: Profile | None) -> Layout | None:
    at = heading_row(rows, names_in(technique, profile))
    if at is None:
        return None
    width = max(len(row.texts) for row in rows[at:])
    headings = [rows[at].text(column) for column in range(width)]
    body = rows[at + 1 :]
    while headings and not headings[-1].strip() and not _is_mostly_filled(body, len(headings) - 1):
        headings.pop()
    columns = _with_whole_cells(matched(headings, technique, profile), body, technique)
    return Layout(technique=technique, profile=profile, heading_at=at, columns=columns)


def _with_whole_cells(
    columns: tuple[ColumnMatch, ...], body: Sequence[Row], technique: Technique
) -> tuple[ColumnMatch, ...]:
    """Take the column of one length for that of the whole unit cell when its cells hold all six numbers."""
    keys = cell_keys(technique)
    if any(key in keys[1:] for column in columns for key in column.means):
        return columns
    return tuple(
        replace(column, means=keys, likeness=min(column.likeness, SURE - 1))
        if keys and column.means == keys[:1] and _holds_cells(body, column.column, len(keys))
        else column
        for column in columns
    )


def _holds_cells(body: Sequence[Row], column: int, count: int) -> bool:
    texts = [row.text(column) for row in body[:_ROWS_TO_LOOK_AT] if row.text(column).strip()]
    return sum(len(numbers_of_cell(text)) == count for text in texts) > len(texts) / 2


def _is_mostly_filled(rows: Sequence[Row], column: int) -> bool:
    """Whether a column without heading is one, rather than the rest of a text that had a separator in it."""
    return sum(bool(row.text(column).strip()) for row in rows) > len(rows) / 2


def _without_headings(rows: Sequence[Row], technique: Technique, profile: Profile) -> Layout:
    columns = tuple(
        ColumnMatch(
            column=number,
            heading=column.heading,
            means=column.means,
            said_unit=taken_apart(column.heading).unit or column.unit,
            words=tuple(column.words.items()),
            steps=column.steps,
        )
        for number, column in enumerate(profile.columns)
    )
    at = heading_row(rows[:1], names_in(technique, profile))  # some put them there all the same
    return Layout(technique=technique, profile=profile, heading_at=at, columns=columns)


def _corrected(layout: Layout, mapping: Mapping[int, str] | None) -> Layout:
    """Put in what the sender says of columns; what another column meant so far it means no longer."""
    if not mapping:
        return layout
    cell = cell_keys(layout.technique)
    said = {column: cell if key == UNIT_CELL and cell else (key,) for column, key in mapping.items()}
    given = {key for means in said.values() for key in means} - {Target.KEPT.value, Target.NOTHING.value}
    columns = []
    for column in layout.columns:
        means = column.means
        if column.column in said:
            means = said[column.column]
        elif given & set(means):
            means = ()
        same = means == column.means
        columns.append(
            ColumnMatch(
                column=column.column,
                heading=column.heading,
                means=means,
                said_unit=column.said_unit or taken_apart(column.heading).unit,
                words=column.words if same else (),
                steps=column.steps if same else (),
            )
        )
    return Layout(
        technique=layout.technique, profile=layout.profile, heading_at=layout.heading_at, columns=tuple(columns)
    )


def _recognised(
    rows: Sequence[Row], techniques: Mapping[str, Technique], profiles: Mapping[str, Profile], wishes: Wishes
) -> Profile | None:
    """Find the known sheet that has the most of its headings, more than any template has; or one without headings."""
    allowed = [p for p in profiles.values() if p.technique in techniques and wishes.technique in {"", p.technique}]
    best, share = None, _MOSTLY
    for profile in allowed:
        if profile.has_headings:
            own = {taken_apart(column.heading).words: (column.heading,) for column in profile.columns}
            known = max((known_headings(row, own) for row in rows[:5]), default=0) / len(profile.columns)
            if known > share:
                best, share = profile, known
    if best is not None:
        return best
    if any(heading_row(rows, names_in(technique)) is not None for technique in techniques.values()):
        return None
    return _recognised_without_headings(rows, [p for p in allowed if not p.has_headings])


def _recognised_without_headings(rows: Sequence[Row], profiles: Sequence[Profile]) -> Profile | None:
    """Sheets without headings drift silently, so their rows must look right: as wide, and with numbers as positions."""
    fitting = []
    for profile in profiles:
        filled = [row for row in rows if not profile.comment_mark or not row.text(0).startswith(profile.comment_mark)]
        if not filled:
            continue
        width = sorted(_width(row) for row in filled)[len(filled) // 2]
        slot = next((n for n, column in enumerate(profile.columns) if column.means == (Target.SLOT,)), 0)
        numbers = sum(row.text(slot).strip().isdigit() for row in filled)
        fits = profile.fewest_columns <= width <= len(profile.columns) + _MOST_TOO_MANY
        if fits and numbers >= len(filled) / 2:
            fitting.append((width > len(profile.columns), len(profile.columns), profile))
    return min(fitting, key=lambda one: one[:2])[2] if fitting else None


def _width(row: Row) -> int:
    return max((number for number, text in enumerate(row.texts, start=1) if text.strip()), default=0)


def _best_technique(
    rows: Sequence[Row], techniques: Mapping[str, Technique], hints: Mapping[str, frozenset[str]]
) -> Technique | None:
    """Return the technique that knows the most headings; of equals the one that more words of the rows speak for."""
    said = {"", *(text.strip().casefold() for row in rows[:_ROWS_TO_LOOK_AT] for text in row.texts)}
    best, most = None, (0, 0)
    for technique in techniques.values():
        names = names_in(technique)
        at = heading_row(rows, names)
        known = known_headings(rows[at], names) if at is not None else 0
        score = (known, len(said & hints.get(technique.code, frozenset())))
        if known and score > most:
            best, most = technique, score
    return best
