"""From the text of a facility file to its description, or to every objection, each with file, line and key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path as FilePath
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from farlight.config.facility.description import Facility
from farlight.config.facility.faults import Fault, did_you_mean
from farlight.config.facility.positions import Path, line_of, lines_of
from farlight.config.facility.references import faults_of
from farlight.config.facility.sample_faults import Known
from farlight.kernel.errors import Invalid, Objection
from farlight.samples.adapters import profile_files, technique_files
from farlight.samples.adapters.type_files import FOLDER, standard_types, types_with
from farlight.samples.domain.sheets.profiles import Profile
from farlight.samples.domain.techniques import Technique
from farlight.samples.types import ContainerTypeSummary

_SYNTAX = re.compile(r"^(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_NO_SUCH_KEY = {"extra_forbidden", "unexpected_keyword_argument"}
_MISSING = {"missing", "missing_keyword_only_argument", "missing_argument"}


@dataclass(frozen=True, kw_only=True)
class FacilityFile:
    """A facility file that was read."""

    path: FilePath
    facility: Facility
    lines: Mapping[Path, int]
    container_types: tuple[ContainerTypeSummary, ...] = ()
    """Those of the folder ``containers`` beside the file that do not come with Farlight."""
    techniques: tuple[Technique, ...] = ()
    """Those that come with Farlight, and those of the folder ``techniques`` beside the file: every version."""
    profiles: tuple[Profile, ...] = ()
    """Known sheets of the folder ``sheets`` beside the file that do not come with Farlight as they are."""

    def objection(self, fault: Fault) -> Objection:
        """Say where in the file something is wrong."""
        return _objection(self.path, self.lines, fault)


def read_facility(path: FilePath) -> FacilityFile:
    """Read and check a facility file.

    Raises
    ------
    Invalid
        With everything that is wrong, in the order of lines.
    """
    text = _text_of(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid([_syntax_objection(path, text, str(error))]) from None
    lines = lines_of(text)
    try:
        facility = Facility.model_validate(_with_folder(values, str(path.absolute().parent)))
    except ValidationError as error:
        faults = [_fault(details) for details in error.errors(include_url=False)]
        raise _invalid(path, lines, faults) from None
    types = types_with(path.absolute().parent / FOLDER)
    techniques = (*technique_files.standard_techniques().values(), *techniques_beside(path))
    newest = {one.code: one for one in sorted(techniques, key=lambda one: one.version)}
    profiles = profile_files.profiles_in(path.absolute().parent / profile_files.FOLDER, newest)
    faults = faults_of(facility, Known(types=types, techniques=newest))
    if faults:
        raise _invalid(path, lines, faults)
    return FacilityFile(
        path=path,
        facility=facility,
        lines=lines,
        container_types=tuple(one for code, one in types.items() if one != standard_types().get(code)),
        profiles=tuple(one for one in profiles if one != profile_files.standard_profiles().get(one.code)),
        techniques=tuple({(one.code, one.version): one for one in techniques}.values()),
    )


def techniques_beside(path: FilePath) -> list[Technique]:
    """Return the techniques of the folder ``techniques`` beside a facility file; none when there is none."""
    return technique_files.techniques_in(path.absolute().parent / technique_files.FOLDER)


def _with_folder(value: Any, folder: str) -> Any:
    """Put the folder of the file where a text says ``{folder}``."""
    if isinstance(value, dict):
        return {key: _with_folder(inner, folder) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_folder(inner, folder) for inner in value]
    return value.replace("{folder}", folder) if isinstance(value, str) else value


def _text_of(path: FilePath) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Invalid([Objection(message=f"{path} cannot be read: {error.strerror}.")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Invalid([Objection(message=f"{path}:{line}: The file is not UTF-8 text.")]) from None


def _syntax_objection(path: FilePath, text: str, error: str) -> Objection:
    found = _SYNTAX.match(error)
    if found is None:
        return Objection(message=f"{path}:1: {error}.")
    line = int(found["line"]) if found["line"] else text.count("\n") + 1
    written = text.splitlines()[line - 1].strip() if line <= len(text.splitlines()) else ""
    return Objection(message=f"{path}:{line}: {found['what']}.", mend=f"The line reads: {written}" if written else "")


def _invalid(path: FilePath, lines: Mapping[Path, int], faults: Iterable[Fault]) -> Invalid:
    ordered = sorted(faults, key=lambda fault: (line_of(fault.path, lines), str(fault.path)))
    return Invalid([_objection(path, lines, fault) for fault in ordered])


def _objection(path: FilePath, lines: Mapping[Path, int], fault: Fault) -> Objection:
    key = dotted(fault.path)
    message = f"{path}:{line_of(fault.path, lines)}: {key}: {fault.message}"
    return Objection(message=message, mend=fault.mend, field=key)


def dotted(path: Path) -> str:
    """Write a path as people do, counting from 1: ``person[2].email``."""
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).removeprefix(".")


def _fault(details: ErrorDetails) -> Fault:
    path = tuple(details["loc"])
    kind = details["type"]
    if kind in _NO_SUCH_KEY:
        return Fault(path=path, message="There is no such key.", mend=did_you_mean(str(path[-1]), keys_at(path[:-1])))
    if kind in _MISSING:
        return Fault(path=path, message="This key is missing.")
    if kind == "value_error":
        return Fault(path=path, message=f"{_shown(details)}: {details['ctx']['error']}")
    if kind == "enum":
        known = re.findall(r"'([^']*)'", details["ctx"]["expected"])
        mend = did_you_mean(str(details["input"]), known)
        return Fault(path=path, message=f"{_shown(details)} is not possible here.", mend=mend)
    return Fault(path=path, message=f"{_shown(details)}: {details['msg'].lower().replace('input ', 'it ', 1)}.")


def _shown(details: ErrorDetails) -> str:
    value = details["input"]
    return "This" if isinstance(value, dict | list | tuple) else repr(value)


def keys_at(path: Path) -> list[str]:
    """Return the keys that a place of the file may have; none where anything goes."""
    kind: Any = Facility
    for part in path:
        kind = _member(kind, part)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return list(kind.model_fields)
    return [f.name for f in fields(kind)] if is_dataclass(kind) else []


def _member(kind: Any, part: str | int) -> Any:
    """The class of a key of a section, or of an element of a list."""
    hint = kind if isinstance(part, int) else get_type_hints(kind).get(part) if isinstance(kind, type) else None
    inner = [arg for arg in get_args(hint) if isinstance(arg, type) and arg is not type(None)]
    return inner[0] if get_origin(hint) is not None and inner else hint
