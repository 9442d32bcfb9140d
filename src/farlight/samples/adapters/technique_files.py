"""Files that describe techniques: those that come with Farlight, and those beside a facility's own file."""

import json
from functools import cache
from pathlib import Path

import farlight
from farlight.kernel.errors import Invalid, Objection
from farlight.samples.domain.techniques import Technique, read_technique

FOLDER = "techniques"
_PACKAGE = Path(farlight.__file__).parent
_PLACES = (
    _PACKAGE / "demo_facility" / FOLDER,  # inside an installed wheel
    _PACKAGE.parents[1] / "facility" / FOLDER,  # in a checkout
)


@cache
def standard_techniques() -> dict[str, Technique]:
    """Return the newest version of each technique that comes with Farlight, by code."""
    folder = next((place for place in _PLACES if place.is_dir()), None)
    found = techniques_in(folder) if folder else []
    return {one.code: one for one in sorted(found, key=lambda one: one.version)}


def techniques_in(folder: Path) -> list[Technique]:
    """Return the techniques that the files of a folder describe, in the order of their names.

    Raises
    ------
    Invalid
        With everything that is wrong, and in which file. A file is named after its technique and version.
    """
    found: list[Technique] = []
    objections: list[Objection] = []
    for path in sorted(folder.glob("*.json")):
        try:
            technique = read_technique(json.loads(path.read_text(encoding="utf-8")))
        except json.JSONDecodeError as error:
            objections.append(Objection(message=f"{path.name}: {error}."))
            continue
        except Invalid as error:
            objections += [
                Objection(message=f"{path.name}: {one.field}: {one.message}", mend=one.mend, field=one.field)
                for one in error.objections
            ]
            continue
        wanted = f"{technique.code}-{technique.version}"
        if path.stem != wanted:
            objections.append(Objection(message=f"{path.name} describes {wanted}.", mend=f"Name it {wanted}.json."))
        found.append(technique)
    if objections:
        raise Invalid(objections)
    return found
