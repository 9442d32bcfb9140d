"""Every key of a facility file, from the classes that check it."""

import dataclasses
import re
import typing
from collections.abc import Iterator
from enum import Enum
from importlib.util import find_spec
from types import NoneType, UnionType
from typing import Annotated, Any

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from generation.sources import attribute_docs
from generation.tables import code, sentence, table

EXAMPLE = """```{literalinclude} ../../facility/demo.toml
:language: toml
```"""

HEAD = """# The facility file

One TOML file says what a facility is made of. `farlight facility check FILE` looks at the file alone;
`farlight facility load FILE` makes the facility what it says: wholly, or not at all. A second time changes nothing.
Everything that is wrong is named with file, line and key, and a key that does not exist is refused. How to:
[load a facility](../how-to/load-a-facility.md).

`{folder}` in a text stands for the folder of the file. Moments are written `2027-03-01T09:00` (in the facility's time
zone, unless they name one), or counted from the moment of loading: `now-2h`, `now+1d12h`, `today+1d 09:00`.

"""


class Part(typing.NamedTuple):
    """A table of the file."""

    path: str
    kind: type
    repeated: bool


def page() -> str | None:
    """Return the page."""
    if find_spec("farlight.config.facility") is None:
        return None
    from farlight.config.facility.description import Facility  # may not be there yet

    lines = [HEAD]
    for part in _parts("", Facility):
        brackets = code(f"[[{part.path}]]" if part.repeated else f"[{part.path}]")
        rows = [_row(part.kind, name, hint) for name, hint in _plain_fields(part.kind)]
        lines += [f"## {brackets}", "", sentence(part.kind.__doc__), ""]
        lines += [table(["key", "type", "needed, or default", "what it is"], rows), ""]
    lines += ["## Example", "", "The demo facility:", "", EXAMPLE]
    return "\n".join(lines)


def _parts(prefix: str, kind: type) -> Iterator[Part]:
    for name, hint in _hints(kind).items():
        inner = _inner(hint)
        if _is_section(inner):
            path = f"{prefix}{name}"
            yield Part(path, inner, typing.get_origin(_bare(hint)) is tuple)
            yield from _parts(f"{path}.", inner)


def _plain_fields(kind: type) -> Iterator[tuple[str, Any]]:
    return ((name, hint) for name, hint in _hints(kind).items() if not _is_section(_inner(hint)))


def _hints(kind: type) -> dict[str, Any]:
    fields = _fields(kind)
    return {name: hint for name, hint in typing.get_type_hints(kind, include_extras=True).items() if name in fields}


def _fields(kind: type) -> dict[str, Any]:
    if issubclass(kind, BaseModel):
        return dict(kind.model_fields)
    return {field.name: field for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else {}


def _is_section(kind: Any) -> bool:
    return isinstance(kind, type) and (kind.__name__.endswith("Entry") or kind.__name__ in {"Identity", "Demo"})


def _bare(hint: Any) -> Any:
    """Return a type without its notes and without None."""
    while typing.get_origin(hint) is Annotated:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, UnionType):
        rest = [arg for arg in typing.get_args(hint) if arg is not NoneType]
        return _bare(rest[0]) if len(rest) == 1 else hint
    return hint


def _inner(hint: Any) -> Any:
    bare = _bare(hint)
    if typing.get_origin(bare) is tuple:
        return _bare(typing.get_args(bare)[0])
    return bare


def _row(kind: type, name: str, hint: Any) -> tuple[str, str, str, str]:
    doc = attribute_docs(kind).get(name, "")
    bounds = _bounds(hint)
    return code(name), _words(hint), _default(_fields(kind)[name]), " ".join(filter(None, [doc, bounds]))


def _words(hint: Any) -> str:
    bare = _bare(hint)
    if typing.get_origin(bare) is tuple:
        arguments = typing.get_args(bare)
        if Ellipsis in arguments:
            return f"list of {_words(arguments[0])}"
        return f"[{', '.join(map(_words, arguments))}]"
    if typing.get_origin(bare) is dict:
        return "table of values"
    if isinstance(bare, type) and issubclass(bare, Enum):
        return " or ".join(code(member.value) for member in bare)
    words = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "Moment": "moment"}
    named = getattr(bare, "__name__", str(bare))
    return words.get(named, {"RoleGrantSummary": "role, or role@beamline"}.get(named, named))


def _bounds(hint: Any) -> str:
    notes = [note for note in _notes(hint) if not isinstance(note, StringConstraints)]
    patterns = re.findall(r"pattern='([^']+)'", str(notes))
    least = re.findall(r"Ge\(ge=([\d.]+)\)", str(notes))
    found = [f"It matches `{p.replace(chr(92) * 2, chr(92))}`." for p in patterns] + [f"At least {n}." for n in least]
    return " ".join(found)


def _notes(hint: Any) -> list[Any]:
    if isinstance(hint, UnionType):
        return [note for argument in typing.get_args(hint) for note in _notes(argument)]
    return list(typing.get_args(hint)[1:]) if typing.get_origin(hint) is Annotated else []


def _default(field: Any) -> str:
    default, factory = field.default, field.default_factory
    if isinstance(default, FieldInfo):
        default, factory = default.default, default.default_factory
    nothing = default is PydanticUndefined or default is dataclasses.MISSING
    if nothing and (factory is None or factory is dataclasses.MISSING):
        return "**needed**"
    if nothing or default is None or default in ("", ()):
        return ""
    if isinstance(default, tuple):
        return ", ".join(code(one) for one in default)
    return code(default.value if isinstance(default, Enum) else default)
