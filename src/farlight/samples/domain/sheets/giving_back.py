"""Sheets as they are given back: templates to fill in, and what became of samples in the sheet that declared them."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from farlight.samples.domain.sheets.meanings import (
    OUTER_TEMPLATE,
    TARGETS,
    TEMPLATE,
    VALUE,
    Meaning,
    Target,
    meanings_for,
)
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.techniques import FieldKind, Technique, text_of

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?%?\Z")
_IN_OUTER = frozenset({"grid_box"})

RESULTS: dict[str, str] = {
    "status": "Status",
    "best_resolution_angstrom": "Best resolution (Å)",
    "best_result": "Best result",
    "data_sets": "Data sets",
    "staff_comment": "Comments from staff",
    "sample_code": "Sample code",
}
"""Headings of what is added to a sheet that has no columns for it."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a sheet that is given back."""

    heading: str
    means: tuple[str, ...] = ()
    """Keys of meanings."""
    gives: str = ""
    """Key of a result."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What is known of a sample now."""

    code: str
    texts: Mapping[str, str]
    """By target: container, slot, acronym, name, barcode, comment…"""
    values: Mapping[str, object] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    """By key of a result: status, best_resolution_angstrom…; further ones keep their key as heading."""


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe stands before what begins like one."""
    if text.startswith(_FORMULA) and not _NUMBER.match(text):
        return f"'{text}"
    return text


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as CSV that spreadsheets open rightly: with a byte order mark, without formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([harmless(text) for text in row] for row in rows)
    return "\ufeff" + out.getvalue()


def template_columns(technique: Technique, types: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns of a technique's own template.

    Parameters
    ----------
    technique : Technique
        Its fields come after what every sheet has.
    types : mapping
        Form factor by code of container type, to know whether containers lie in others.
    """
    is_nested = any(types.get(code) in _IN_OUTER for code in technique.containers)
    common = OUTER_TEMPLATE if is_nested else TEMPLATE
    first = tuple(Column(heading=TARGETS[target].label, means=(target.value,)) for target in common)
    own = tuple(Column(heading=one.title, means=(f"{VALUE}{one.key}",)) for one in technique.fields)
    return first + own


def profile_columns(profile: Profile) -> tuple[Column, ...]:
    """Return the columns of a known sheet."""
    return tuple(Column(heading=one.heading, means=one.means, gives=one.gives) for one in profile.columns)


def with_places(columns: Sequence[Column], outcomes: Sequence[Outcome]) -> tuple[Column, ...]:
    """Add columns for container and position to a sheet that has none, once something of it lies somewhere."""
    if not any(outcome.texts.get(Target.CONTAINER) for outcome in outcomes):
        return tuple(columns)
    there = {key for column in columns for key in column.means}
    more = [Column(heading=TARGETS[one].label, means=(one,)) for one in (Target.CONTAINER, Target.SLOT)]
    return (*columns, *(column for column in more if not there.intersection(column.means)))


def with_results(columns: Sequence[Column], outcomes: Sequence[Outcome]) -> tuple[Column, ...]:
    """Add a column for each result that a sheet has no column for."""
    there = {column.gives for column in columns} | {column.heading for column in columns}
    keys = dict.fromkeys(key for outcome in outcomes for key in outcome.results)
    ordered = [*(key for key in RESULTS if key in keys), *(key for key in keys if key not in RESULTS)]
    more = [Column(heading=RESULTS.get(key, key), gives=key) for key in ordered]
    return (*columns, *(column for column in more if not there & {column.gives, column.heading}))


def row_of(
    columns: Sequence[Column], outcome: Outcome | None, technique: Technique, came: Sequence[str] = ()
) -> list[str]:
    """Return the row of a sample: what is known now, and as it came what is not.

    Parameters
    ----------
    columns : sequence of Column
        Of the sheet.
    outcome : Outcome or None
        What is known; None for a row that is no sample.
    technique : Technique
        How values are written.
    came : sequence of str
        The cells of the row as it came; empty for a sheet that never came.
    """
    cells = []
    for number, column in enumerate(columns):
        text = came[number] if number < len(came) else ""
        if outcome is not None:
            known = _known(column, outcome, technique)
            text = known if known is not None else text
        cells.append(text)
    return cells


def _known(column: Column, outcome: Outcome, technique: Technique) -> str | None:
    if column.gives:
        return outcome.results.get(column.gives)
    texts = [_text_of(key, outcome, technique) for key in column.means]
    if not texts or any(text is None for text in texts):
        return None
    return " ".join(text or "" for text in texts).strip()


def _text_of(key: str, outcome: Outcome, technique: Technique) -> str | None:
    if not key.startswith(VALUE):
        return outcome.texts.get(key)
    name = key.removeprefix(VALUE)
    value = outcome.values.get(name)
    known = technique.by_key.get(name)
    return None if value is None or known is None else text_of(known, value)  # type: ignore[arg-type]


@dataclass(frozen=True, kw_only=True)
class ColumnHelp:
    """What a column of a template asks for, in words, and what it takes."""

    heading: str
    help: str
    is_required: bool
    is_text: bool
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    example: str = ""


def column_helps(
    columns: Sequence[Column], technique: Technique, choices: Mapping[str, tuple[str, ...]]
) -> list[ColumnHelp]:
    """Return what each column asks for.

    Parameters
    ----------
    columns : sequence of Column
        Of a template.
    technique : Technique
        Whose fields they are.
    choices : mapping
        By target: what can be chosen there, such as the titles of container types.
    """
    meanings = meanings_for(technique)
    return [_help_of(column, meanings.get(column.means[0] if column.means else ""), choices) for column in columns]


_EXAMPLES = {
    Target.PARCEL: "Dewar 1",
    Target.CONTAINER: "ABC-0042",
    Target.SLOT: "5",
    Target.NAME: "lyso-01",
    Target.ACRONYM: "lyso",
    Target.BARCODE: "HX562B6A",
}
_NEEDED = frozenset({Target.NAME})


def _help_of(column: Column, meaning: Meaning | None, choices: Mapping[str, tuple[str, ...]]) -> ColumnHelp:
    if meaning is None or meaning.field is None:
        target = Target(meaning.key) if meaning else Target.KEPT
        return ColumnHelp(
            heading=column.heading,
            help=TARGETS[target].help,
            is_required=target in _NEEDED,
            is_text=True,
            choices=choices.get(target.value, ()),
            example=_EXAMPLES.get(target, ""),
        )
    one = meaning.field
    return ColumnHelp(
        heading=column.heading,
        help=one.help,
        is_required=one.required,
        is_text=one.kind not in {FieldKind.NUMBER, FieldKind.INTEGER},
        choices=("yes", "no") if one.kind is FieldKind.FLAG else one.choices,
        minimum=one.minimum if one.minimum is not None else one.above,
        maximum=one.maximum if one.maximum is not None else one.below,
        example=text_of(one, one.example),
    )
