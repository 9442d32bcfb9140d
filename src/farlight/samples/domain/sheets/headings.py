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
    """Keys of meanings; empty when nothing is known of it."""
    likeness: float = SURE
    said_unit: str = ""
    words: tuple[tuple[str, str], ...] = ()
    steps: tuple[tuple[float, str], ...] = ()
    """Words for numbers: up to so much it is called so."""
    perhaps: str = ""
    """A meaning that it could have, when it has none."""

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


def names_in(technique: Technique, profile: Profile | None = None) -> dict[str, str]:
    """Return every heading that is known, folded, with the key of what it means; a profile's own come first."""
    found: dict[str, str] = {}
    for name, key in _names(technique, profile):
        found.setdefault(taken_apart(name).words, key)
    return found


def _names(technique: Technique, profile: Profile | None) -> Iterator[tuple[str, str]]:
    """Headings and what they mean; the first one counts."""
    for column in profile.columns if profile else ():
        yield from ((name, column.means[0]) for name in (column.heading, *column.aliases))
    for field in technique.fields:
        yield from ((name, f"{VALUE}{field.key}") for name in (field.label, field.key))
    nouns = technique.nouns
    yield from ((f"{nouns.sample}{end}", Target.NAME.value) for end in (" name", " acronym", ""))
    yield nouns.substance, Target.ACRONYM.value
    for target, words in TARGETS.items():
        own = () if target in {Target.KEPT, Target.NOTHING} else (words.label, target.value)
        yield from ((name, target.value) for name in (*own, *words.aliases))
    for field in technique.fields:
        yield from ((name, f"{VALUE}{field.key}") for name in field.aliases)


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
            (likeness, column, key)
            for column, heading in enumerate(headings)
            for likeness, key in _offers(heading, names)
        ),
        key=lambda offer: (-offer[0], offer[1]),
    )
    taken: dict[int, tuple[str, float]] = {}
    for likeness, column, key in offers:
        is_free = key in {Target.KEPT, Target.NOTHING} or key not in {one for one, _ in taken.values()}
        if column not in taken and likeness >= NEAR and is_free:
            taken[column] = (key, likeness)
    perhaps = {column: key for likeness, column, key in reversed(offers) if column not in taken}
    return tuple(
        _match(column, heading, taken.get(column), own, perhaps.get(column, ""))
        for column, heading in enumerate(headings)
    )


def _own_columns(profile: Profile | None) -> dict[str, ProfileColumn]:
    return {taken_apart(column.heading).words: column for column in (profile.columns if profile else ())}


def _match(
    column: int, heading: str, taken: tuple[str, float] | None, own: Mapping[str, ProfileColumn], perhaps: str
) -> ColumnMatch:
    apart = taken_apart(heading)
    if taken is None:
        return ColumnMatch(column=column, heading=heading, means=(), likeness=0.0, perhaps=perhaps)
    key, likeness = taken
    known = own.get(apart.words)
    if known is None:
        return ColumnMatch(column=column, heading=heading, means=(key,), likeness=likeness, said_unit=apart.unit)
    return ColumnMatch(
        column=column,
        heading=heading,
        means=known.means,
        likeness=likeness,
        said_unit=apart.unit or known.unit,
        words=tuple(known.words.items()),
        steps=known.steps,
    )


def _offers(heading: str, names: Mapping[str, str]) -> list[tuple[float, str]]:
    words = taken_apart(heading).words
    if not words:
        return []
    if words in names:
        return [(SURE, names[words])]
    found = process.extract(words, list(names), scorer=_likeness, limit=4, score_cutoff=PERHAPS)
    return [(min(likeness, SURE - 1), names[name]) for name, likeness, _ in found]


def _likeness(one: str, other: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of two headings, 0 to 100, whatever the order of their words."""
    cutoff = score_cutoff or 0.0
    return max(fuzz.ratio(one, other, score_cutoff=cutoff), fuzz.token_sort_ratio(one, other, score_cutoff=cutoff))


def heading_row(rows: Sequence[Row], names: Mapping[str, str]) -> int | None:
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


def known_headings(row: Row, names: Mapping[str, str]) -> int:
    """Count the different meanings that a row would have as headings."""
    return len({names[words] for text in row.texts if (words := taken_apart(text[:80]).words) in names})
