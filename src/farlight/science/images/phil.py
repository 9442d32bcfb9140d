"""The few lines of an `import.phil` that reading images needs; DIALS itself reads the rest.

PHIL is the parameter language of cctbx (Grosse-Kunstleve et al., IUCr Comp. Comm. Newsl. (2005) 5, 69-91). Both forms
are understood, ``geometry.goniometer.axis = 0,-1,0`` and nested scopes in braces.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from farlight.science.images.errors import ImageError

IMPORT_PHIL = "import.phil"
"""Name of the file that may lie beside images and say what their headers lack."""
_SIZE_MAX_BYTES = 1 << 20
_PAIR = 2
_TOKEN = re.compile(r"([\w.]+)\s*\{|([\w.]+)\s*=\s*([^{}\n]*)|(\})")


@dataclass(frozen=True, kw_only=True)
class ImportHints:
    """What the headers lack, each None where nothing is said."""

    axis: tuple[float, float, float] | None = None
    """Rotation axis in the NeXus frame. DIALS and imgCIF point x and z the other way."""
    beam_center_px: tuple[float, float] | None = None
    distance_mm: float | None = None
    wavelength_angstrom: float | None = None
    oscillation_deg: tuple[float, float] | None = None


def assignments_in(text: str) -> dict[str, str]:
    """Return the assignments of a PHIL text by their full names; comments and quotes are dropped."""
    plain = re.sub(r"#.*", "", text)
    scopes: list[str] = []
    values = {}
    for opened, name, value, closed in _TOKEN.findall(plain):
        if opened:
            scopes.append(opened)
        elif closed:
            scopes = scopes[:-1]
        else:
            values[".".join([*scopes, name])] = value.strip().strip("\"'")
    return values


def hints_beside(folder: Path) -> ImportHints:
    """Read the `import.phil` of a folder; where there is none, nothing is said.

    Raises
    ------
    ImageError
        When a line that matters has not the right number of numbers.
    """
    path = folder / IMPORT_PHIL
    if not path.is_file() or path.stat().st_size > _SIZE_MAX_BYTES:
        return ImportHints()
    values = assignments_in(path.read_text(encoding="utf-8", errors="replace"))
    axis = _numbers(values, "geometry.goniometer.axis", 3) or _numbers(values, "geometry.goniometer.axes", 3)
    center = _numbers(values, "geometry.detector.fast_slow_beam_centre", _PAIR)
    slow_fast = _numbers(values, "geometry.detector.slow_fast_beam_centre", _PAIR)
    distance = _numbers(values, "geometry.detector.distance", 1)
    wavelength = _numbers(values, "geometry.beam.wavelength", 1)
    oscillation = _numbers(values, "geometry.scan.oscillation", _PAIR)
    return ImportHints(
        axis=(0.0 - axis[0], axis[1], 0.0 - axis[2]) if axis else None,
        beam_center_px=(slow_fast[0], slow_fast[1]) if slow_fast else (center[1], center[0]) if center else None,
        distance_mm=distance[0] if distance else None,
        wavelength_angstrom=wavelength[0] if wavelength else None,
        oscillation_deg=(oscillation[0], oscillation[1]) if oscillation else None,
    )


def _numbers(values: dict[str, str], name: str, count: int) -> list[float] | None:
    text = values.get(name)
    if text is None or text in {"None", "Auto"}:
        return None
    try:
        numbers = [float(word) for word in re.split(r"[,\s]+", text) if word]
    except ValueError:
        numbers = []
    if len(numbers) != count:
        raise ImageError(
            f"{IMPORT_PHIL}: {name} = {text} should be {count} number(s).", "Write them separated by commas."
        )
    return numbers
