"""A technique that has one of everything."""

from farlight.samples.domain.techniques import read_technique

PIECES = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Pieces",
    "description": "For tests.",
    "type": "object",
    "additionalProperties": False,
    "x-farlight": {
        "code": "pieces",
        "version": 2,
        "panet": {"id": "PaNET01188", "label": "small angle x-ray scattering"},
        "nouns": {"sample": "piece", "samples": "pieces", "substance": "stuff"},
        "substance": "optional",
        "groups": [{"key": "all", "title": "All"}],
        "label": "{substance} {name} · {size_um} · {colour}",
        "unattended": {
            "required": ["colour"],
            "allOf": [{"if": {"properties": {"n": {"enum": [2]}}, "required": ["n"]}, "then": {"required": ["day"]}}],
        },
    },
    "properties": {
        "size_um": {
            "type": "number",
            "title": "Size",
            "exclusiveMinimum": 0,
            "maximum": 100,
            "x-farlight": {"group": "all", "unit": "µm"},
        },
        "turn_deg": {
            "type": "number",
            "title": "Turn",
            "minimum": -5,
            "exclusiveMaximum": 5,
            "x-farlight": {"group": "all", "unit": "°", "nexus": "rotation_angle"},
        },
        "n": {"type": "integer", "title": "Number", "minimum": 1, "x-farlight": {"group": "all", "aliases": ["N°"]}},
        "most": {"type": "integer", "title": "Most", "maximum": 9, "x-farlight": {"group": "all"}},
        "more": {"type": "number", "title": "More", "exclusiveMinimum": 9, "x-farlight": {"group": "all"}},
        "colour": {
            "type": "string",
            "title": "Colour",
            "enum": ["dark red", "blue"],
            "examples": ["blue"],
            "x-farlight": {"group": "all"},
        },
        "wet": {"type": "boolean", "title": "Wet", "x-farlight": {"group": "all"}},
        "day": {"type": "string", "format": "date", "title": "Day", "x-farlight": {"group": "all"}},
        "word": {
            "type": "string",
            "title": "Word",
            "maxLength": 5,
            "pattern": "^[a-z]*$",
            "examples": ["abc"],
            "x-farlight": {"group": "all", "nexus": "situation"},
        },
        "code_word": {
            "type": "string",
            "title": "Code word",
            "pattern": "^[A-Z]$",
            "description": "One letter.",
            "x-farlight": {"group": "all"},
        },
        "abc_x": {"type": "number", "title": "X", "x-farlight": {"group": "all", "nexus": "unit_cell_abc[0]"}},
        "abc_y": {"type": "number", "title": "Y", "x-farlight": {"group": "all", "nexus": "unit_cell_abc[1]"}},
    },
    "required": ["size_um"],
    "dependentRequired": {"abc_x": ["abc_y"]},
    "allOf": [
        {
            "if": {"properties": {"wet": {"enum": [True]}}, "required": ["wet"]},
            "then": {"required": ["n"]},
            "x-farlight": {"because": "Wet ones are counted."},
        }
    ],
}


def pieces_technique():
    """The technique, read."""
    return read_technique(PIECES)
