"""Bodies of requests that are right for an operation: the least that its schema in the interface allows."""

import json
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.config.api import api

BODIES: dict[str, dict[str, Any]] = {
    "queue_collection": {
        "sample": None,
        "parameters": {
            "width_deg": 0.5,
            "images": 10,
            "exposure_time_s": 0.02,
            "energy_ev": 12658.0,
            "detector_distance_mm": 130.0,
        },
    },
    "move_request": {"to": 0},
    "give_command": {"command": "pause"},
    "start_processing": {},
    "write_note": {"text": "from the rival"},
    "comment_on_entry": {"text": "from the rival"},
}
"""A right body where the least that its schema allows is none: the answer must not depend on its being wrong."""


def body_for(pattern: str, method: str) -> dict[str, Any]:
    """Return the arguments of a test client's call with a body that is right for what stands at the address."""
    if method not in {"post", "put", "patch"}:
        return {}
    here = interface()["paths"].get(pattern, {}).get(method, {})
    forms = here.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in forms:
        file = SimpleUploadedFile("x.csv", b"Container,Position\nP,1\n", "text/csv")
        fields = example_of(forms["multipart/form-data"]["schema"])
        return {
            "data": {**fields, "file": file, "files": file} if method == "post" else b"",
            **_MULTIPART.get(method, {}),
        }
    said = BODIES.get(here.get("operationId", ""))
    body = said if said is not None else example_of(forms.get("application/json", {}).get("schema", {}))
    return {"data": json.dumps(body), "content_type": "application/json"}


_MULTIPART = {"put": {"content_type": "multipart/form-data; boundary=x"}}


def example_of(schema: dict[str, Any]) -> Any:
    """Return the least that a schema of the interface allows."""
    if "$ref" in schema:
        return example_of(_schemas()[schema["$ref"].rpartition("/")[2]])
    for word in ("allOf", "anyOf", "oneOf"):
        if word in schema:
            return example_of(next(one for one in schema[word] if one.get("type") != "null"))
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    return _EXAMPLES.get(schema.get("type", "object"), _number_of)(schema)


def _object_of(schema: dict[str, Any]) -> Any:
    known = schema.get("properties", {})
    return {name: example_of(known[name]) for name in schema.get("required", []) if name in known}


def _array_of(schema: dict[str, Any]) -> Any:
    return [example_of(schema["items"])] * schema.get("minItems", 0)


def _text_of(schema: dict[str, Any]) -> Any:
    return _TEXTS.get(schema.get("format", ""), "x" * max(1, schema.get("minLength", 1)))


def _number_of(schema: dict[str, Any]) -> Any:
    return max(1, schema.get("minimum", 1), schema.get("exclusiveMinimum", 0) + 1)


_EXAMPLES = {
    "object": _object_of,
    "array": _array_of,
    "string": _text_of,
    "boolean": lambda schema: bool(schema.get("default")),
}
_TEXTS = {
    "date": "2030-01-01",
    "date-time": "2030-01-01T00:00:00Z",
    "uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "binary": "x",
}


def _schemas() -> dict[str, Any]:
    return dict(interface()["components"]["schemas"])


@cache
def interface() -> dict[str, Any]:
    return dict(api.get_openapi_schema(path_prefix="/api/v1"))
