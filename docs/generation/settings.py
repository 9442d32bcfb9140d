"""What an installation may set."""

import typing
from collections.abc import Iterator
from pathlib import Path
from types import UnionType

from pydantic import BaseModel, IPvAnyNetwork, SecretStr
from pydantic.fields import FieldInfo

from farlight.config.deployment import Deployment
from generation.tables import code, paragraphs, prose, table

HEAD = """# Settings

{doc}

```toml
# /etc/farlight/farlight.toml, named by FARLIGHT_CONFIG
state_dir = "/var/lib/farlight"
data_dir = "/data/visitor"
database_url = "postgresql://farlight@db/farlight"

[web]
hosts = ["farlight.example.org"]
https = true
```

"""


def page() -> str:
    """Return the page."""
    lines = [HEAD.format(doc=paragraphs(Deployment.__doc__))]
    rows = [
        (code(".".join(path)), code("FARLIGHT_" + "__".join(path).upper()), _type(field), _default(field), _doc(field))
        for path, field in _fields(Deployment, ())
    ]
    lines.append(table(["in the file", "in the environment", "type", "default", "what it is"], rows))
    return "\n".join(lines)


def _fields(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], FieldInfo]]:
    for name, field in model.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, BaseModel):
            yield from _fields(section, (*path, name))
        else:
            yield (*path, name), field


def _doc(field: FieldInfo) -> str:
    return prose(field.description or "")


def _type(field: FieldInfo) -> str:
    words = {str: "text", int: "whole number", bool: "true or false", Path: "path", SecretStr: "text, secret"}
    words[IPvAnyNetwork] = "text"
    annotation = field.annotation
    inner = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return f"list of {words.get(inner[0], inner[0].__name__)}"
    if isinstance(annotation, UnionType):
        annotation = inner[0]
    return words.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(field: FieldInfo) -> str:
    if field.default is None or field.default == "":
        return ""
    if isinstance(field.default, tuple):
        return ", ".join(map(code, field.default))
    return code(str(field.default).lower() if isinstance(field.default, bool) else field.default)
