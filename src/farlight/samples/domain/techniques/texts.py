"""Values from what people type, and back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from farlight.samples.domain.techniques.schema import Field, FieldKind, FieldProblem, Technique, Value

YES = frozenset({"yes", "y", "true", "1", "x", "✓", "ja", "oui", "si", "sí"})
NO = frozenset({"no", "n", "false", "0", "-", "nein", "non"})
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_GAPS = re.compile(r"\s+")
_LARGEST_EXACT = 2**53
MOST_NAMED = 15
"""Choices beyond so many are not named one by one."""


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What texts mean."""

    values: dict[str, Value]
    """Fields that could be read; empty texts are left out."""
    problems: tuple[FieldProblem, ...]
    """Fields that could not."""


def typed(technique: Technique, texts: Mapping[str, str]) -> Typed:
    """Read texts, as typed into a form or cells, into the values of a technique's fields.

    Case and space do not matter; a decimal comma is a point. Nothing is guessed: what has two meanings is a problem.

    Parameters
    ----------
    technique
        Whose fields these are.
    texts
        By key of the field. Keys without a field are kept as texts: :func:`problems_in` objects to them, or the
        technique takes free values.
    """
    values: dict[str, Value] = {}
    problems: list[FieldProblem] = []
    for key, raw in texts.items():
        text = _GAPS.sub(" ", raw).strip()
        field = technique.by_key.get(key)
        if not text:
            continue
        if field is None:
            values[key] = _free_value(text)
            continue
        read = _READERS[field.kind](field, text)
        if isinstance(read, FieldProblem):
            problems.append(read)
        else:
            values[key] = read
    return Typed(values=values, problems=tuple(problems))


def text_of(field: Field, value: Value | None) -> str:
    """Return a value as people would type it; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and field.kind in {FieldKind.NUMBER, FieldKind.INTEGER}:
        return f"{value:.12g}"
    return str(value)


def number_in(text: str) -> float | None:
    """Read a number with point or comma; None when it is none."""
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def _free_value(text: str) -> Value:
    number = number_in(text)
    return text if number is None else number


def _text(field: Field, text: str) -> Value | FieldProblem:  # noqa: ARG001 - one of the readers
    return text


def _number(field: Field, text: str) -> Value | FieldProblem:
    bare = text.removesuffix(field.unit).strip() if field.unit else text
    number = number_in(bare)
    if number is None or abs(number) == float("inf"):
        example = text_of(field, field.example) or "12.5"
        return FieldProblem(
            field=field.key,
            message=f"{field.label}: {text!r} is not a number.",
            remedy=f"Give a number{f' in {field.unit}' if field.unit else ''}, like {example}.",
        )
    return number


def _integer(field: Field, text: str) -> Value | FieldProblem:
    number = _number(field, text)
    if isinstance(number, FieldProblem):
        return number
    if not isinstance(number, float) or not number.is_integer() or abs(number) > _LARGEST_EXACT:
        message = f"{field.label}: {text!r} is not a whole number."
        return FieldProblem(field=field.key, message=message, remedy="Give a number without a fraction, like 4.")
    return int(number)


def _choice(field: Field, text: str) -> Value | FieldProblem:
    by_fold = {folded(choice): choice for choice in field.choices}
    found = by_fold.get(folded(text))
    if found is not None:
        return found
    near = get_close_matches(folded(text), by_fold, n=1, cutoff=0.6)
    meant = by_fold[near[0]] if near else ""
    choices = choices_in_words(field)
    return FieldProblem(
        field=field.key,
        message=f"{field.label}: {text!r} is not one of the choices.",
        remedy=f"Did you mean {meant!r}? Choices: {choices}." if meant else f"Choose one of {choices}.",
        suggestion=meant,
    )


def choices_in_words(field: Field) -> str:
    """Name the choices of a field, or the first of very many."""
    if len(field.choices) > MOST_NAMED:
        return f"the {len(field.choices)}, such as {', '.join(field.choices[:3])}"
    return ", ".join(field.choices)


def folded(text: str) -> str:
    """A choice without what people write in different ways: space, dash, underscore, case."""
    return re.sub(r"[\s_-]+", "", text).casefold()


def _flag(field: Field, text: str) -> Value | FieldProblem:
    fold = text.casefold()
    if fold in YES | NO:
        return fold in YES
    message = f"{field.label}: {text!r} is neither yes nor no."
    return FieldProblem(field=field.key, message=message, remedy="Give yes or no.")


def _date(field: Field, text: str) -> Value | FieldProblem:
    try:
        day = date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        message = f"{field.label}: {text!r} is not a date that can be read in one way only."
        return FieldProblem(field=field.key, message=message, remedy="Give year-month-day, like 2026-11-26.")
    return day.isoformat()


_READERS: dict[FieldKind, Callable[[Field, str], Value | FieldProblem]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.INTEGER: _integer,
    FieldKind.CHOICE: _choice,
    FieldKind.FLAG: _flag,
    FieldKind.DATE: _date,
}
