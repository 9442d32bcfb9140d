"""Reading a technique from its JSON Schema, telling everything that is wrong with it at once."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from farlight.kernel.errors import Invalid, Objection
from farlight.samples.domain.techniques.labels import placeholders_in
from farlight.samples.domain.techniques.schema import (
    Condition,
    Field,
    FieldGroup,
    FieldKind,
    Nouns,
    SubstanceNeed,
    Technique,
)
from farlight.samples.domain.techniques.texts import folded
from farlight.samples.domain.techniques.units import UNITS
from farlight.samples.domain.techniques.vocabulary import SCHEMA_OF_TECHNIQUES, WORDS

_SCHEMA = jsonschema_rs.Draft202012Validator(SCHEMA_OF_TECHNIQUES)
OWN_PLACEHOLDERS = frozenset({"name", "substance", "code"})
"""What a label may show beside the fields."""
TAKEN = frozenset(
    {"name", "substance", "acronym", "barcode", "container", "container_type", "slot", "parcel", "role", "comment"}
    | {"storage_temperature_k", "shelf_life_until", "max_temperature_k", "dose_limit_mgy", "owner", "pid"}
)
"""Keys that every sample has anyway, so that no technique may take them."""


def read_technique(document: Mapping[str, Any]) -> Technique:
    """Read a technique.

    Parameters
    ----------
    document
        JSON Schema 2020-12 of one version of a technique, with its own words under ``x-farlight``.

    Raises
    ------
    Invalid
        When it is no such schema: every objection, each with the place in the document as its field.
    """
    plain = dict(document)
    objections = [*_objections_of_the_dialect(plain), *_objections_to_form(plain)]
    if not objections:
        technique = _technique_from(plain)
        objections = [*_objections_to_fields(technique), *_objections_to_references(technique, plain)]
    if objections:
        raise Invalid(objections)
    return technique


def _objections_of_the_dialect(document: dict[str, Any]) -> Iterator[Objection]:
    try:
        jsonschema_rs.meta.validate(document)
        jsonschema_rs.Draft202012Validator(document)
    except jsonschema_rs.ValidationError as error:
        yield Objection(message=f"Not JSON Schema 2020-12: {error.message}.", field=_place(error.instance_path))


def _objections_to_form(document: dict[str, Any]) -> Iterator[Objection]:
    for error in _SCHEMA.iter_errors(document):
        yield Objection(message=f"{error.message}.", field=_place(error.instance_path))


def _place(path: list[str | int]) -> str:
    return "/".join(map(str, path))


def _technique_from(document: dict[str, Any]) -> Technique:
    words = document[WORDS]
    return Technique(
        code=words["code"],
        version=words["version"],
        title=document["title"],
        description=document["description"],
        panet_id=words["panet"]["id"],
        panet_label=words["panet"]["label"],
        nouns=Nouns(**words["nouns"]),
        substance=SubstanceNeed(words["substance"]),
        groups=tuple(FieldGroup(**group) for group in words["groups"]),
        fields=tuple(_fields_from(document)),
        conditions=tuple(_conditions_from(document)),
        label=words["label"],
        containers=tuple(words.get("containers", ())),
        mount=words.get("mount", ""),
        free="patternProperties" in document,
        document=document,
    )


def _fields_from(document: dict[str, Any]) -> Iterator[Field]:
    required = document.get("required", ())
    unattended = document[WORDS].get("unattended", {}).get("required", ())
    for key, record in document["properties"].items():
        words = record[WORDS]
        yield Field(
            key=key,
            label=record["title"],
            kind=_kind_of(record),
            unit=words.get("unit", ""),
            required=key in required,
            unattended=key in unattended,
            choices=tuple(record.get("enum", ())),
            minimum=record.get("minimum"),
            maximum=record.get("maximum"),
            above=record.get("exclusiveMinimum"),
            below=record.get("exclusiveMaximum"),
            pattern=record.get("pattern", ""),
            max_length=record.get("maxLength"),
            help=record.get("description", ""),
            group=words["group"],
            nexus=words.get("nexus", ""),
            partner=words.get("partner", ""),
            aliases=tuple(alias.casefold() for alias in words.get("aliases", ())),
            default=record.get("default"),
            example=record.get("examples", [None])[0],
        )


def _kind_of(record: dict[str, Any]) -> FieldKind:
    if record["type"] != "string":
        return {"number": FieldKind.NUMBER, "integer": FieldKind.INTEGER, "boolean": FieldKind.FLAG}[record["type"]]
    if "enum" in record:
        return FieldKind.CHOICE
    return FieldKind.DATE if "format" in record else FieldKind.TEXT


def _conditions_from(document: dict[str, Any]) -> Iterator[Condition]:
    for unattended, place in ((False, document), (True, document[WORDS].get("unattended", {}))):
        for record in place.get("allOf", ()):
            ((key, values),) = record["if"]["properties"].items()
            yield Condition(
                field=key,
                values=tuple(values["enum"]),
                requires=tuple(record["then"]["required"]),
                because=record.get(WORDS, {}).get("because", ""),
                unattended=unattended,
            )
    for key, requires in document.get("dependentRequired", {}).items():
        yield Condition(field=key, requires=tuple(requires))


def _objections_to_fields(technique: Technique) -> Iterator[Objection]:
    groups = {group.key for group in technique.groups}
    for field in technique.fields:
        place = f"properties/{field.key}"
        if field.key in TAKEN:
            yield Objection(message="Every sample has this anyway.", mend="Take another key.", field=place)
        if field.group not in groups:
            yield Objection(message=f"There is no group {field.group!r}.", field=place)
        if field.unit and field.unit not in UNITS:
            yield Objection(
                message=f"The unit {field.unit!r} is unknown.", mend=f"Known: {', '.join(UNITS)}.", field=place
            )
        elif field.unit and not field.key.endswith(f"_{UNITS[field.unit].suffix}"):
            suffix = UNITS[field.unit].suffix
            yield Objection(message=f"A key of something in {field.unit} ends with _{suffix}.", field=place)
        yield from _objections_to_values(technique, field, place)
        yield from _objections_to_choices(field, place)


def _objections_to_values(technique: Technique, field: Field, place: str) -> Iterator[Objection]:
    one = technique.document["properties"][field.key]
    validator = jsonschema_rs.Draft202012Validator(one, validate_formats=True)
    for word, value in (("default", field.default), ("example", field.example)):
        if value is not None and not validator.is_valid(value):
            yield Objection(message=f"The {word} {value!r} is not allowed by the field itself.", field=place)


def _objections_to_choices(field: Field, place: str) -> Iterator[Objection]:
    seen = [folded(choice) for choice in field.choices]
    if len(set(seen)) < len(seen):
        yield Objection(message="Two choices differ only in case, space or dash.", field=place)


def _objections_to_references(technique: Technique, document: dict[str, Any]) -> Iterator[Objection]:
    known = technique.by_key
    mentioned = [("required", key) for key in document.get("required", ())]
    mentioned += [("unattended", key) for key in document[WORDS].get("unattended", {}).get("required", ())]
    for number, condition in enumerate(technique.conditions):
        mentioned += [(f"condition {number}", key) for key in (condition.field, *condition.requires)]
        field = known.get(condition.field)
        strange = [v for v in condition.values if field and field.choices and v not in field.choices]
        if strange:
            yield Objection(message=f"{condition.field} is never {strange[0]!r}.", field=f"condition {number}")
    mentioned += [(f"{WORDS}/label", key) for key in placeholders_in(technique.label) if key not in OWN_PLACEHOLDERS]
    for place, key in mentioned:
        if key not in known:
            yield Objection(message=f"There is no field {key!r}.", field=place)
    yield from _objections_to_doubles(technique)


def _objections_to_doubles(technique: Technique) -> Iterator[Objection]:
    seen: dict[str, str] = {}
    for field in technique.fields:
        for name in {field.key, field.label.casefold(), *field.aliases}:
            if name in seen and seen[name] != field.key:
                message = f"{name!r} could mean {seen[name]} or {field.key}."
                yield Objection(message=message, field=f"properties/{field.key}")
            seen[name] = field.key
    paths = [field.nexus for field in technique.fields if field.nexus]
    for path in {path for path in paths if paths.count(path) > 1}:
        yield Objection(message=f"Two fields go to NXsample/{path}.", field="properties")
