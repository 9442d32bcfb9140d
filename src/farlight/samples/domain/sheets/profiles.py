"""Sheets that groups have already, described as data."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_core import ErrorDetails

from farlight.kernel.errors import Invalid, Objection
from farlight.samples.domain.sheets.meanings import VALUE, Target
from farlight.samples.domain.techniques import Technique

PAIR = 2
MOST_COLUMNS = 200


@dataclass(frozen=True, kw_only=True)
class ProfileColumn:
    """One column of a known sheet."""

    heading: str
    means: tuple[str, ...]
    """Keys of meanings; several when one cell holds several values (``78 78 37 90 90 90``)."""
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    unit: str = ""
    """The unit that the sheet has, when its heading does not say so and it is another than the technique's."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What the sheet's words are called here, lower case: ``{"osc": "native"}``."""
    steps: tuple[tuple[float, str], ...] = ()
    """Words for numbers: up to so much it is called so."""
    gives: str = ""
    """What an export writes here: ``status``, ``best_resolution_angstrom`` …; empty when it gives back what came."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A known sheet."""

    code: str
    title: str
    about: str
    technique: str
    has_headings: bool
    columns: tuple[ProfileColumn, ...]
    comment_mark: str = ""
    """Rows that begin with it are passed over."""
    name_from: str = ""
    """The target that also names the sample, when the sheet has no column for that."""
    container_type: str = ""
    """Of every container in the sheet, when it has no column for that."""
    document: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)
    """The record that it was read from."""

    @property
    def fewest_columns(self) -> int:
        """How many columns a sheet without headings must have: up to the last that is required."""
        return max((number for number, column in enumerate(self.columns, start=1) if column.is_required), default=1)


def read_profile(record: Mapping[str, Any]) -> Profile:
    """Return the known sheet that a record describes.

    Raises
    ------
    Invalid
        With everything that is wrong; ``field`` is the way to it: ``column.3.means``, columns counted from 0.
    """
    try:
        read = _SheetRecord.model_validate(dict(record))
    except ValidationError as error:
        raise Invalid([_objection(details) for details in error.errors(include_url=False)]) from None
    return Profile(
        code=read.code,
        title=read.title,
        about=read.about,
        technique=read.technique,
        has_headings=read.has_headings,
        columns=tuple(_column(column) for column in read.column),
        comment_mark=read.comment_mark,
        name_from=read.name_from,
        container_type=read.container_type,
        document=dict(record),
    )


class _ColumnRecord(BaseModel):
    """A column, as its file says it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    heading: str
    means: str | list[str] = Target.KEPT.value
    aliases: list[str] = []
    required: bool = False
    unit: str = ""
    words: dict[str, str] = {}
    steps: list[tuple[float, str]] = []
    gives: str = ""

    @field_validator("steps", mode="before")
    @classmethod
    def pairs(cls, steps: Any) -> Any:
        """Take numbers as they are written, whole or not."""
        whole = isinstance(steps, list) and all(isinstance(pair, list) and len(pair) == PAIR for pair in steps)
        return [(float(most) if isinstance(most, int) else most, word) for most, word in steps] if whole else steps


class _SheetRecord(BaseModel):
    """A sheet, as its file says it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    title: str
    about: str
    technique: str
    has_headings: bool
    column: Annotated[list[_ColumnRecord], Field(min_length=1, max_length=MOST_COLUMNS)]
    comment_mark: str = ""
    name_from: str = ""
    container_type: str = ""


def _objection(details: ErrorDetails) -> Objection:
    way = [str(part) for part in details["loc"] if part not in {"str", "list[str]"}]
    mend = f"It says {details['input']!r}." if isinstance(details["input"], str | int | float | bool) else ""
    return Objection(message=f"{details['msg']}.", mend=mend, field=".".join(way))


def _column(read: _ColumnRecord) -> ProfileColumn:
    return ProfileColumn(
        heading=read.heading,
        means=tuple(read.means) if isinstance(read.means, list) else (read.means,),
        aliases=tuple(read.aliases),
        is_required=read.required,
        unit=read.unit,
        words=read.words,
        steps=tuple(read.steps),
        gives=read.gives,
    )


def objections_to_profile(profile: Profile, techniques: Mapping[str, Technique]) -> list[Objection]:
    """Return what a known sheet speaks of that there is not: its technique, or what its columns mean."""
    technique = techniques.get(profile.technique)
    if technique is None:
        mend = f"There are {', '.join(sorted(techniques))}."
        return [Objection(message=f"There is no technique {profile.technique!r}.", mend=mend, field="technique")]
    known = {target.value for target in Target} | {VALUE + one.key for one in technique.fields}
    found = [
        Objection(
            message=f"{profile.technique} knows no {meaning!r}.",
            mend=_nearest(meaning, known),
            field=f"column.{number}.means",
        )
        for number, column in enumerate(profile.columns)
        for meaning in column.means
        if meaning not in known
    ]
    found += [
        Objection(
            message=f"A cell holds several values of fields only, not {column.means[0]!r}.",
            field=f"column.{number}.means",
        )
        for number, column in enumerate(profile.columns)
        if len(column.means) > 1 and not all(key.startswith(VALUE) for key in column.means)
    ]
    if profile.name_from and profile.name_from not in known:
        mend = _nearest(profile.name_from, known)
        found.append(Objection(message=f"There is no {profile.name_from!r}.", mend=mend, field="name_from"))
    return found


def _nearest(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, sorted(known), n=1)
    return f"Did you mean {near[0]!r}?" if near else "The reference page of sheets names every meaning."
