"""Files that describe types of containers: those that come with Farlight, and those beside a facility's own file."""

import tomllib
from functools import cache
from pathlib import Path

import farlight
from farlight.kernel.errors import Invalid, Objection
from farlight.samples.domain.geometry import read_container_type
from farlight.samples.types import ContainerTypeSummary

FOLDER = "containers"
_PACKAGE = Path(farlight.__file__).parent
_PLACES = (
    _PACKAGE / "demo_facility" / FOLDER,  # inside an installed wheel
    _PACKAGE.parents[1] / "facility" / FOLDER,  # in a checkout
)


@cache
def standard_types() -> dict[str, ContainerTypeSummary]:
    """Return the types that come with Farlight, by code."""
    folder = next((place for place in _PLACES if place.is_dir()), None)
    return {summary.code: summary for summary in types_in(folder)} if folder else {}


def types_with(folder: Path) -> dict[str, ContainerTypeSummary]:
    """Return the types that come with Farlight, and over them those of a facility's own folder, by code.

    Raises
    ------
    Invalid
        With everything that is wrong, and in which file; also when an own type changes one that comes with Farlight
        without a version of its own.
    """
    standard, own = standard_types(), types_in(folder)
    objections = [
        Objection(
            message=f"{one.code}: version {one.version} comes with Farlight, and says something else.",
            mend=f"Give yours version {standard[one.code].version + 1}, or another code.",
            field="version",
        )
        for one in own
        if one.code in standard and one != standard[one.code] and one.version <= standard[one.code].version
    ]
    if objections:
        raise Invalid(objections)
    return standard | {one.code: one for one in own}


def types_in(folder: Path) -> list[ContainerTypeSummary]:
    """Return the types that the files of a folder describe, in the order of their names.

    Raises
    ------
    Invalid
        With everything that is wrong, and in which file.
    """
    found, objections = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(read_container_type(tomllib.loads(path.read_text(encoding="utf-8"))))
        except tomllib.TOMLDecodeError as error:
            objections.append(Objection(message=f"{path.name}: {error}."))
        except Invalid as error:
            objections += [
                Objection(message=f"{path.name}: {one.message}", mend=one.mend, field=one.field)
                for one in error.objections
            ]
    if objections:
        raise Invalid(objections)
    return found
