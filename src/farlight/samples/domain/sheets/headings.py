"""Which column means what: headings matched with what the technique asks for, however they are written."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from farlight.samples.domain.sheets.grid import Row
from farlight.samples.domain.sheets.meanings import TARGETS, VALUE, Target
from farlight.samples.domain.sheets.profiles import Profile, ProfileColumn
from farlight.samples.domain.sheets.unit_cells import HEADINGS as CELL_HEADINGS
from farlight.samples.domain.sheets.unit_cells import cell_keys
from farlight.samples.domain.techniques import Technique

SURE = 100.0
NEAR = 84.0
"""Likeness from which a heading is taken for another, and told."""
PERHAPS = 60.0
"""Likeness from which a heading is offered."""
_UNIT = re.compile(r"\s*[\[(]\s*([^\])]*?)\s*[\])]\s*\Z|\s+(?:in|/)\s+(\S{1,8})\Z")
_NOT_WORDS = re.compile(r"[^0-9a-zàâäéèêëïîôöùûüçñß#%]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_ROWS_TO_LOOK_AT = 25
_FEWEST = 2
"""Headings that must be known in a row for it to be the row of headings."""


@dataclass(frozen=True, kw_only=True)
class ColumnMatch:
    """What a column was taken for."""

    column: int
    heading: str
    means: tuple[str, ...]
    """Keys of meanings; empty when nothing is known of it, several when each cell holds several values."""
    likeness: float = SURE
    said_unit: str = ""
    words: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[float, str], ...] = ()
    """Words for numbers: up to so much it is called so."""
    perhaps: tuple[str, ...] = ()
    """Meanings that it could have, when it has none."""

    @property
    def meaning(self) -> str:
        """The first meaning; empty when there is none."""
        return self.means[0] if self.means else ""


@dataclass(frozen=True)
class Heading:
    """A heading taken apart."""

    words: str
    unit: str


@lru_cache(maxsize=5000)
def taken_apart(heading: str) -> Heading:
    """``"Cell A [nm] *"`` -> words ``cell a``, unit ``nm``."""
    plain = unicodedata.normalize("NFKC", heading).replace("\n", " ").strip().strip("*:").strip()
    found = _UNIT.search(plain)
    unit = (found.group(1) or found.group(2) or "") if found else ""
    words = plain[: found.start()] if found and found.start() else plain
    return Heading(folded(words), unit)


def folded(text: str) -> str:
    """Return words in lower case, without signs: ``Pin_Barcode*`` -> ``pin barcode``."""
    return _NOT_WORDS.sub(" ", _CAMEL.sub(" ", text).casefold()).strip()


def names_in(technique: Technique, profile: Profile | None = None) -> dict[str, tuple[str, ...]]:
    """Return every heading that is known, folded, with the keys of what it means; a profile's own come first."""
    found: dict[str, tuple[str, ...]] = {}
    for name, means in _names(technique, profile):
        found.setdefault(taken_apart(name).words, means)
    return found


def _names(technique: Technique, profile: Profile | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Headings and what they mean; the first one counts."""
    for column in profile.columns if profile else ():
        yield from ((name, column.means) for name in (column.heading, *column.aliases))
    for field in technique.fields:
        yield from ((name, (f"{VALUE}{field.key}",)) for name in (field.label, field.key))
    nouns = technique.nouns
    yield from ((f"{nouns.sample}{end}", (Target.NAME.value,)) for end in (" name", " acronym", ""))
    yield nouns.substance, (Target.ACRONYM.value,)
    for target, words in TARGETS.items():
        own = () if target in {Target.KEPT, Target.NOTHING} else (words.label, target.value)
        yield from ((name, (target.value,)) for name in (*own, *words.aliases))
    for field in technique.fields:
        yield from ((name, (f"{VALUE}{field.key}",)) for name in field.aliases)
    cell = cell_keys(technique)
    yield from ((name, cell) for name in (CELL_HEADINGS if cell else ()))


def matched(headings: Sequence[str], technique: Technique, profile: Profile | None = None) -> tuple[ColumnMatch, ...]:
    """Match headings; each meaning is given once, to the heading that is most like it.

    Parameters
    ----------
    headings : sequence of str
        What stands above the columns; empty texts are columns without heading.
    technique : Technique
        Its fields are what columns can mean, beside what every sheet has.
    profile : Profile, optional
        The known sheet that this is.
    """
    names = names_in(technique, profile)
    own = _own_columns(profile)
    offers = sorted(
        (
            (likeness, column, name)
            for column, heading in enumerate(headings)
            for likeness, name in _offers(heading, names)
        ),
        key=lambda offer: (-offer[0], len(names[offer[2]]), offer[1]),
    )
    taken: dict[int, tuple[str, float]] = {}
    given: set[str] = set()
    for likeness, column, name in offers:
        is_free = names[name][0] in {Target.KEPT, Target.NOTHING} or not given.intersection(names[name])
        if column not in taken and likeness >= NEAR and is_free:
            taken[column] = (name, likeness)
            given.update(names[name])
    perhaps = {column: names[name] for likeness, column, name in reversed(offers) if column not in taken}
    return tuple(
        _match(column, heading, names[taken[column][0]], taken[column], own)
        if column in taken
        else ColumnMatch(column=column, heading=heading, means=(), likeness=0.0, perhaps=perhaps.get(column, ()))
        for column, heading in enumerate(headings)
    )


def _own_columns(profile: Profile | None) -> dict[str, ProfileColumn]:
    """The columns of a profile by everything that they are called."""
    found: dict[str, ProfileColumn] = {}
    for column in profile.columns if profile else ():
        for name in (column.heading, *column.aliases):
            found.setdefault(taken_apart(name).words, column)
    return found


def _match(
    column: int, heading: str, means: tuple[str, ...], taken: tuple[str, float], own: Mapping[str, ProfileColumn]
) -> ColumnMatch:
    name, likeness = taken
    said_unit = taken_apart(heading).unit
    known = own.get(name)
    if known is None:
        return ColumnMatch(column=column, heading=heading, means=means, likeness=likeness, said_unit=said_unit)
    return ColumnMatch(
        column=column,
        heading=heading,
        means=means,
        likeness=likeness,
        said_unit=said_unit or known.unit,
        words=tuple(known.words.items()),
        steps=known.steps,
    )


def _offers(heading: str, names: Mapping[str, tuple[str, ...]]) -> list[tuple[float, str]]:
    """Names that a heading is like, with how much."""
    words = taken_apart(heading).words
    if not words:
        return []
    if words in names:
        return [(SURE, words)]
    found = process.extract(words, list(names), scorer=_likeness, limit=4, score_cutoff=PERHAPS)
    return [(min(likeness, SURE - 1), name) for name, likeness, _ in found]


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of two headings, 0 to 100, whatever the order of their words."""
    cutoff = score_cutoff or 0.0
    return max(fuzz.ratio(one, other, score_cutoff=cutoff), fuzz.token_sort_ratio(one, other, score_cutoff=cutoff))


def heading_row(rows: Sequence[Row], names: Mapping[str, tuple[str, ...]]) -> int | None:
    """Return which of the first rows has the headings; None when none has.

    Parameters
    ----------
    rows : sequence of Row
        The filled rows of the sheet.
    names : mapping
        Of ``names_in``.
    """
    best, most = None, 0
    for number, row in enumerate(rows[:_ROWS_TO_LOOK_AT]):
        known = known_headings(row, names)
        if known > most:
            best, most = number, known
    return best if most >= _FEWEST else None


def known_headings(row: Row, names: Mapping[str, tuple[str, ...]]) -> int:
    """Count the different meanings that a row would have as headings."""
    return len({names[words] for text in row.texts if (words := taken_apart(text[:80]).words) in names})
