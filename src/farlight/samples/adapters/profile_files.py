"""Files that describe known sheets: those that come with Farlight, and those beside a facility's own file."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import farlight
from farlight.kernel.errors import Invalid, Objection
from farlight.samples.adapters.technique_files import standard_techniques
from farlight.samples.domain.sheets.profiles import Profile, objections_to_profile, read_profile
from farlight.samples.domain.techniques import Technique

FOLDER = "sheets"
_PACKAGE = Path(farlight.__file__).parent
_PLACES = (
    _PACKAGE / "demo_facility" / FOLDER,  # inside an installed wheel
    _PACKAGE.parents[1] / "facility" / FOLDER,  # in a checkout
)


@cache
def standard_profiles() -> dict[str, Profile]:
    """Return the known sheets that come with Farlight, by code."""
    folder = next((place for place in _PLACES if place.is_dir()), None)
    found = profiles_in(folder, standard_techniques()) if folder else []
    return {profile.code: profile for profile in found}


def profiles_in(folder: Path, techniques: Mapping[str, Technique]) -> list[Profile]:
    """Return the known sheets that the files of a folder describe, in the order of their names.

    Parameters
    ----------
    folder : Path
        Where they lie; it need not be there.
    techniques : mapping of str to Technique
        What they may speak of, by code.

    Raises
    ------
    Invalid
        With everything that is wrong: in which file, on which line, at which key.
    """
    found: list[Profile] = []
    objections: list[Objection] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(_profile(path, techniques))
        except Invalid as error:
            objections += error.objections
    if objections:
        raise Invalid(objections)
    return found


def _profile(path: Path, techniques: Mapping[str, Technique]) -> Profile:
    try:
        text = path.read_text(encoding="utf-8")
        profile = read_profile(tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Invalid([Objection(message=f"{path.name}: {error}.")]) from None
    except Invalid as error:
        raise Invalid([_placed(path, text, one) for one in error.objections]) from None
    objections = objections_to_profile(profile, techniques)
    if profile.code != path.stem:
        mend = f"Name it {profile.code}.toml, or correct the code."
        objections.append(Objection(message=f"The file describes {profile.code}.", mend=mend, field="code"))
    if objections:
        raise Invalid([_placed(path, text, one) for one in objections])
    return profile


def _placed(path: Path, text: str, objection: Objection) -> Objection:
    """Say in which file, on which line and at which key something is wrong."""
    message = f"{path.name}:{line_of(text, objection.field)}: {objection.field}: {objection.message}"
    return Objection(message=message, mend=objection.mend, field=objection.field)


def line_of(text: str, way: str) -> int:
    """Return the number of the line, from 1, on which a key of a file with tables ``[[column]]`` stands.

    A key that is not there is looked for where its table begins.

    Parameters
    ----------
    text : str
        The file.
    way : str
        ``title``, or ``column.3.means``, columns counted from 0.
    """
    parts = way.split(".")
    is_column = parts[0] == "column" and len(parts) > 1
    wanted = int(parts[1]) if is_column else -1
    key = parts[2] if is_column and len(parts) > 2 else parts[0]  # noqa: PLR2004 - column, number, key
    table, begin = -1, 1
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*\[\[\s*column\s*\]\]", line):
            table += 1
            begin = number if table == wanted else begin
        elif table == wanted and re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", line):
            return number
    return begin
