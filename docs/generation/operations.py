"""Every REST operation, from the same description that clients are made from."""

from collections import defaultdict
from typing import Any

from farlight.config.api import api
from farlight.config.scopes import NEEDS
from generation.tables import code, prose, table

HEAD = """# REST operations

Everything below stands under `/api/v1`; the machine-readable form is `/api/v1/openapi.json`. How to sign on, errors,
paging and the event stream: [the REST interface](rest.md). Each says which scope a
[token](../how-to/make-an-access-token.md) needs; those with a star are open to the
[programs of a beamline](../how-to/give-a-beamlines-program-a-key.md).

"""

METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "/api/v1"


def page() -> str:
    """Return the page."""
    schema = api.get_openapi_schema(path_prefix=PREFIX)
    by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]] = defaultdict(list)
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                by_tag[(item[method].get("tags") or ["other"])[0]].append((method, path, item[method]))
    lines = [HEAD, _overview(by_tag)]
    for tag, operations in by_tag.items():
        lines += ["", f"## {tag}", ""]
        for operation in operations:
            lines += _section(*operation)
    return "\n".join([*lines, "## Bodies", "", *_schemas(schema["components"]["schemas"])])


def _overview(by_tag: dict[str, list[tuple[str, str, dict[str, Any]]]]) -> str:
    rows = [
        (
            f"[`{o['operationId']}`](#{_anchor(o['operationId'])})",
            code(f"{m.upper()} {p.removeprefix(PREFIX)}"),
            tag,
            _scope(o),
        )
        for tag, operations in by_tag.items()
        for m, p, o in operations
    ]
    return table(["operation", "request", "about", "scope"], rows)


def _scope(operation: dict[str, Any]) -> str:
    needs = NEEDS[operation["operationId"]]
    return code(needs.scope.value) + (" ★" if needs.is_for_machines else "")


def _anchor(name: str) -> str:
    return name.lower()


def _section(method: str, path: str, operation: dict[str, Any]) -> list[str]:
    parameters = [
        (code(p["name"]), p["in"], _type(p["schema"]), "yes" if p.get("required") else _default(p["schema"]))
        for p in operation.get("parameters", [])
    ]
    content = operation.get("requestBody", {}).get("content", {})
    bodies = [_type(c["schema"]) for c in content.values() if c.get("schema")]
    answers = [
        f"{status} {' or '.join(_type(c.get('schema', {})) for c in answer.get('content', {}).values())}".strip()
        for status, answer in operation.get("responses", {}).items()
    ]
    return [
        f"### {operation['operationId']}",
        "",
        f"`{method.upper()} {path}`",
        "",
        prose(operation.get("description", operation.get("summary", ""))),
        "",
        *([table(["parameter", "in", "type", "needed, or default"], parameters), ""] if parameters else []),
        *([f"Body: {', '.join(bodies)}.", ""] if bodies else []),
        f"Answers: {', '.join(answers)}." if answers else "",
        "",
    ]


def _schemas(schemas: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for name, schema in sorted(schemas.items()):
        needed = set(schema.get("required", []))
        rows = [
            (code(field), _type(form), "yes" if field in needed else _default(form), prose(form.get("description", "")))
            for field, form in schema.get("properties", {}).items()
        ]
        lines += [f"### {name}", "", prose(schema.get("description", "")), ""]
        if rows:
            lines += [table(["field", "type", "always there, or default", "what it is"], rows), ""]
        if "enum" in schema:
            lines += ["One of " + ", ".join(map(code, schema["enum"])) + ".", ""]
    return lines


def _default(form: dict[str, Any]) -> str:
    default = form.get("default")
    if default is None or default in ("", []):
        return ""
    return ", ".join(map(code, default)) if isinstance(default, list) else code(default)


def _type(form: dict[str, Any]) -> str:
    if "$ref" in form:
        name = form["$ref"].rsplit("/", 1)[1]
        return f"[`{name}`](#{name.lower()})"
    if "allOf" in form:
        return _type(form["allOf"][0])
    for several in ("anyOf", "oneOf"):
        if several in form:
            return " or ".join(_type(one) for one in form[several])
    if form.get("type") == "array":
        inner = [_type(one) for one in form["prefixItems"]] if "prefixItems" in form else [_type(form.get("items", {}))]
        return "list of " + ", ".join(inner)
    if "const" in form:
        return code(form["const"])
    return {"null": "null", "": "anything"}.get(form.get("type", ""), form.get("format", form.get("type", "anything")))
