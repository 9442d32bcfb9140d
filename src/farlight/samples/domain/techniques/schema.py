"""A technique as plain values: what its JSON Schema says, ready for everything that is made from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import jsonschema_rs

Value = str | int | float | bool
"""What a sample knows of one field: a text, a number, yes or no. Dates are texts like ``2026-11-26``."""


class FieldKind(StrEnum):
    """What can be entered."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    CHOICE = "choice"
    FLAG = "flag"
    DATE = "date"


class SubstanceNeed(StrEnum):
    """Whether a sample of the technique is of a substance."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Nouns:
    """What people of the technique call things."""

    sample: str
    """One sample: ``crystal``."""
    samples: str
    """More of them: ``crystals``."""
    substance: str
    """What it is of: ``protein``."""


@dataclass(frozen=True, kw_only=True)
class FieldGroup:
    """Fields that are shown together, under a title."""

    key: str
    title: str
    help: str = ""
    folded: bool = False
    """Folded away at first, because hardly anybody needs it."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing to know of a sample."""

    key: str
    """Name in data, with its unit: ``loop_size_um``."""
    label: str
    kind: FieldKind
    unit: str = ""
    """As it is written for people (``µm``); empty when there is none."""
    required: bool = False
    unattended: bool = False
    """Without it, the sample cannot be measured while nobody of the group is there."""
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    """The value must be larger than this."""
    below: float | None = None
    """The value must be smaller than this."""
    pattern: str = ""
    max_length: int | None = None
    help: str = ""
    group: str
    partner: str = ""
    """When the value names another sample: what that one is to this (``buffer``, ``lamella_of``)."""
    nexus: str = ""
    """Where it goes in NXsample: ``space_group``, ``unit_cell_abc[0]``; empty: into the group of further values."""
    aliases: tuple[str, ...] = ()
    """Other heads of columns under which it is known in sheets, lower case."""
    default: Value | None = None
    example: Value | None = None

    @property
    def title(self) -> str:
        """Label and unit, as the head of a column: ``Loop size (µm)``."""
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def with_unit(self, text: str) -> str:
        """A value with the unit behind it: ``78.9 Å``, ``90°``."""
        return f"{text}{'' if self.unit == '°' else ' '}{self.unit}" if self.unit else text


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Fields that are needed because of another."""

    field: str
    values: tuple[Value, ...] = ()
    """Needed when the field has one of these; empty: when it is given at all."""
    requires: tuple[str, ...]
    because: str = ""
    """Why, as a sentence."""
    unattended: bool = False
    """Counts only when the sample is to be measured while nobody of the group is there."""


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """Something about one value that is not right."""

    field: str
    """Key of the field; empty when it is about the sample as a whole."""
    message: str
    remedy: str = ""
    suggestion: str = ""
    """A value that was probably meant."""


@dataclass(frozen=True, kw_only=True)
class Technique:
    """One version of a technique's schema."""

    code: str
    """``mx_crystal``."""
    version: int
    title: str
    description: str
    panet_id: str
    """Identifier of the term in the PaNET ontology: ``PaNET01164``."""
    panet_label: str
    nouns: Nouns
    substance: SubstanceNeed
    groups: tuple[FieldGroup, ...]
    fields: tuple[Field, ...]
    """In the order of form and sheet."""
    conditions: tuple[Condition, ...] = ()
    label: str
    """What is printed on a label: ``{substance} {name} · {space_group}``."""
    containers: tuple[str, ...] = ()
    """Codes of the container types that samples of it go into."""
    mount: str = ""
    """What its samples are fixed to, as slots of containers know it: ``pin``; empty when that differs."""
    free: bool = False
    """Whether samples may have further values under names of their own, like ``thickness [mm]``."""
    document: Mapping[str, Any] = field(repr=False, compare=False, default_factory=dict)
    """The JSON Schema that it was read from."""

    @cached_property
    def by_key(self) -> dict[str, Field]:
        """The fields by their keys."""
        return {one.key: one for one in self.fields}

    @cached_property
    def validator(self) -> jsonschema_rs.Draft202012Validator:
        """The schema, compiled once."""
        return jsonschema_rs.Draft202012Validator(dict(self.document), validate_formats=True)

    @property
    def panet_iri(self) -> str:
        """Address of the PaNET term."""
        return f"http://purl.org/pan-science/PaNET/{self.panet_id}"

    def fields_of(self, group: str) -> tuple[Field, ...]:
        """The fields of a group."""
        return tuple(one for one in self.fields if one.group == group)
