"""What a technique's JSON Schema must look like beyond being one: a schema for schemas.

Techniques keep to a part of JSON Schema 2020-12 that a form, a grid and a sheet can show: flat objects, one type for a
field, conditions of the form *when this field has one of these values, those are needed*. What JSON Schema has no word
for stands under ``x-farlight``.
"""

from typing import Any

from farlight.samples.types import Mount, RelationKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEY = "^[a-z][a-z0-9_]{0,59}$"
WORDS = "x-farlight"
PARTNERS = ("buffer", "can", "background", "calibrant", *(kind.value for kind in RelationKind))
"""What a sample that a value names may be to the one that names it: measured beside it, or what it came out of."""

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_KEY: dict[str, Any] = {"type": "string", "pattern": KEY}
_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean"]}


def _record(needed: dict[str, Any], other: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**needed, **(other or {})},
        "required": list(needed),
    }


def _list(of: dict[str, Any], fewest: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": of, "minItems": fewest, "uniqueItems": True}


_FIELD_WORDS = _record(
    {"group": _KEY},
    {
        "unit": _TEXT,
        "nexus": {"type": "string", "pattern": r"^[a-z_]+(\[[0-9]\])?$"},
        "aliases": _list(_TEXT),
        "partner": {"enum": [*PARTNERS]},
    },
)
_FIELD = _record(
    {"type": {"enum": ["string", "number", "integer", "boolean"]}, "title": _TEXT, WORDS: _FIELD_WORDS},
    {
        "description": _TEXT,
        "enum": _list(_TEXT, fewest=1),
        "format": {"const": "date"},
        "pattern": _TEXT,
        "minLength": {"type": "integer", "minimum": 0},
        "maxLength": {"type": "integer", "minimum": 1, "maximum": 2000},
        "minimum": {"type": "number"},
        "maximum": {"type": "number"},
        "exclusiveMinimum": {"type": "number"},
        "exclusiveMaximum": {"type": "number"},
        "default": _SCALAR,
        "examples": _list(_SCALAR, fewest=1),
    },
)
_ONE_OF = _record({"enum": _list(_SCALAR, fewest=1)})
_WHEN = _record(
    {
        "properties": {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": _ONE_OF},
        "required": _list(_KEY, fewest=1),
    }
)
_CONDITION = _record(
    {"if": _WHEN, "then": _record({"required": _list(_KEY, fewest=1)})},
    {WORDS: _record({"because": _TEXT})},
)
_GROUP = _record({"key": _KEY, "title": _TEXT}, {"help": _TEXT, "folded": {"type": "boolean"}})
_TECHNIQUE_WORDS = _record(
    {
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]{1,39}$"},
        "version": {"type": "integer", "minimum": 1},
        "panet": _record({"id": {"type": "string", "pattern": "^PaNET[0-9]{5}$"}, "label": _TEXT}),
        "nouns": _record({"sample": _TEXT, "samples": _TEXT, "substance": _TEXT}),
        "substance": {"enum": ["required", "optional", "none"]},
        "groups": _list(_GROUP, fewest=1),
        "label": _TEXT,
    },
    {
        "containers": _list(_KEY),
        "mount": {"enum": [mount.value for mount in Mount]},
        "unattended": _record({}, {"required": _list(_KEY, fewest=1), "allOf": _list(_CONDITION, fewest=1)}),
    },
)
SCHEMA_OF_TECHNIQUES = _record(
    {
        "$schema": {"const": DIALECT},
        "title": _TEXT,
        "description": _TEXT,
        "type": {"const": "object"},
        "additionalProperties": {"const": False},
        "properties": {
            "type": "object",
            "propertyNames": {"pattern": KEY},
            "additionalProperties": _FIELD,
            "maxProperties": 100,
        },
        WORDS: _TECHNIQUE_WORDS,
    },
    {
        "$id": _TEXT,
        "$comment": _TEXT,
        "patternProperties": {"type": "object", "minProperties": 1, "maxProperties": 1},
        "required": _list(_KEY),
        "dependentRequired": {"type": "object", "additionalProperties": _list(_KEY, fewest=1)},
        "allOf": _list(_CONDITION),
    },
)
"""JSON Schema of a technique's document, apart from what :mod:`.reading` checks between its parts."""
