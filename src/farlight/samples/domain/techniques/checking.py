"""What is wrong with a sample's values, in plain words."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import jsonschema_rs

from farlight.samples.domain.techniques.schema import Condition, Field, FieldKind, FieldProblem, Technique, Value
from farlight.samples.domain.techniques.texts import choices_in_words, text_of

_TYPES = {
    FieldKind.TEXT: "a text",
    FieldKind.NUMBER: "a number",
    FieldKind.INTEGER: "a whole number",
    FieldKind.CHOICE: "one of the choices",
    FieldKind.FLAG: "yes or no",
    FieldKind.DATE: "a date like 2026-11-26",
}


def problems_in(
    technique: Technique, values: Mapping[str, Value], *, unattended: bool = False
) -> tuple[FieldProblem, ...]:
    """Everything that is wrong with a sample's values, in the order of the technique's fields.

    Parameters
    ----------
    technique
        The version by which the sample was declared.
    values
        By key of the field, with their types.
    unattended
        Whether the sample is to be measured while nobody of the group is there, which needs more to be known.
    """
    order = {key: number for number, key in enumerate(technique.by_key)}
    found = {problem.field: problem for problem in _problems_of_schema(technique, values)}
    if unattended:
        missing = _missing_when_alone(technique, values)
        found |= {problem.field: problem for problem in missing if problem.field not in found}
    return tuple(sorted(found.values(), key=lambda problem: (order.get(problem.field, len(order)), problem.field)))


def _missing_when_alone(technique: Technique, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    alone = "It will be measured while nobody of your group is there."
    for condition in technique.conditions:
        if condition.unattended and _holds(condition, values):
            for key in condition.requires:
                if key not in values:
                    yield _needed(technique.by_key[key], condition.because or alone)
    for field in technique.fields:
        if field.unattended and field.key not in values:
            yield _needed(field, alone)


def _problems_of_schema(technique: Technique, values: Mapping[str, Value]) -> Iterator[FieldProblem]:
    validator = technique.validator
    plain = dict(values)
    if validator.is_valid(plain):
        return
    for error in validator.iter_errors(plain):
        yield from _problem_of(technique, plain, error)


def _problem_of(
    technique: Technique, values: Mapping[str, Value], error: jsonschema_rs.ValidationError
) -> Iterator[FieldProblem]:
    kind = error.kind
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        yield _needed(technique.by_key[kind.property], _reason(technique, values, kind.property))
    elif isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
        for key in kind.unexpected:
            yield _unknown(technique, key)
    else:
        key = str(error.instance_path[0])
        field = technique.by_key.get(key)
        yield _wrong(field, values[key], kind) if field else _free_value(key)


def _needed(field: Field, because: str) -> FieldProblem:
    remedy = f"Choose one of {choices_in_words(field)}." if field.choices else "Give it."
    if field.example is not None and not field.choices:
        remedy = f"Give it, like {field.with_unit(text_of(field, field.example))}."
    return FieldProblem(field=field.key, message=f"{field.label} is missing. {because}".strip(), remedy=remedy)


def _reason(technique: Technique, values: Mapping[str, Value], key: str) -> str:
    """Why a field is needed, when it is because of another."""
    for condition in technique.conditions:
        if not condition.unattended and key in condition.requires and _holds(condition, values):
            return condition.because or f"It is needed because {technique.by_key[condition.field].label} is given."
    return ""


def _holds(condition: Condition, values: Mapping[str, Value]) -> bool:
    if condition.values:
        return values.get(condition.field) in condition.values
    return condition.field in values


def _unknown(technique: Technique, key: str) -> FieldProblem:
    if technique.free:
        message = f"{key!r} cannot be the name of a value."
        return FieldProblem(field=key, message=message, remedy="Name it like: thickness [mm].")
    message = f"{technique.title} has no field {key!r}."
    return FieldProblem(field=key, message=message, remedy="Leave it out, or put it into the comment.")


def _free_value(key: str) -> FieldProblem:
    return FieldProblem(field=key, message=f"{key!r} is longer than 500 characters.", remedy="Shorten it.")


def _wrong(field: Field, value: Value, kind: Any) -> FieldProblem:
    for sort, words in _WORDS.items():
        if isinstance(kind, sort):
            message, remedy = words(field, value)
            return FieldProblem(field=field.key, message=f"{field.label}: {message}", remedy=remedy)
    message = f"{field.label}: {text_of(field, value)!r} is not {_TYPES[field.kind]}."
    return FieldProblem(field=field.key, message=message, remedy=f"Give {_TYPES[field.kind]}.")


def _limits(field: Field) -> str:
    """``Give 0.5 to 10 Å.``, as far as there are limits."""
    least = field.minimum if field.above is None else field.above
    most = field.maximum if field.below is None else field.below
    if least is None:
        return f"Give at most {field.with_unit(f'{most:g}')}."
    if most is None:
        return f"Give {'more than' if field.above is not None else 'at least'} {field.with_unit(f'{least:g}')}."
    return f"Give a value from {least:g} to {field.with_unit(f'{most:g}')}."


def _out_of_limits(word: str) -> Callable[[Field, Value], tuple[str, str]]:
    def words(field: Field, value: Value) -> tuple[str, str]:
        return f"{field.with_unit(text_of(field, value))} is too {word}.", _limits(field)

    return words


def _not_a_choice(field: Field, value: Value) -> tuple[str, str]:
    return f"{text_of(field, value)!r} is not one of the choices.", f"Choose one of {choices_in_words(field)}."


def _too_long(field: Field, value: Value) -> tuple[str, str]:
    return f"{len(str(value))} characters are too many.", f"Give at most {field.max_length}."


def _wrong_form(field: Field, value: Value) -> tuple[str, str]:
    remedy = f"Give something like {text_of(field, field.example)}." if field.example is not None else field.help
    return f"{text_of(field, value)!r} does not have the right form.", remedy


_Kind = jsonschema_rs.ValidationErrorKind
_WORDS: dict[type, Callable[[Field, Value], tuple[str, str]]] = {
    _Kind.Minimum: _out_of_limits("small"),
    _Kind.ExclusiveMinimum: _out_of_limits("small"),
    _Kind.Maximum: _out_of_limits("large"),
    _Kind.ExclusiveMaximum: _out_of_limits("large"),
    _Kind.Enum: _not_a_choice,
    _Kind.MaxLength: _too_long,
    _Kind.Pattern: _wrong_form,
}
