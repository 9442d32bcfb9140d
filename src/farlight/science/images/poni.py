"""A calibration by pyFAI: a ``.poni`` file beside images whose headers do not say where the detector is.

pyFAI's axes are 1 (along slow pixels), 2 (along fast pixels) and 3 along the beam; a point of the detector is turned by
R3 R2 R1 about the sample (J. Kieffer & J. P. Wright, Powder Diffr. 28 (2013) S339-S350). Only angles to the beam matter
here, so axis 1 is laid down and axis 2 to the left, as images are looked at.
"""

import json
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry, Panel, Vector
from farlight.science.images.errors import ImageError

ENDING = ".poni"
_SLOW_FLIPPED, _FAST_FLIPPED = (1, 2), (1, 4)
"""Orientations of pyFAI in which an axis of the image is counted from its other end; 3 is as it is."""
_NEEDED = ("distance", "poni1", "poni2", "rot1", "rot2", "rot3", "wavelength")


def poni_beside(path: Path) -> Path | None:
    """Return the calibration in a folder of images; None when there is none, or more than one."""
    found = sorted(path.parent.glob(f"*{ENDING}"))
    return found[0] if len(found) == 1 else None


def geometry_beside(path: Path, shape: tuple[int, int]) -> DetectorGeometry | None:
    """Return what a calibration beside images says of a detector of some shape; None when there is none.

    Raises
    ------
    ImageError
        When it cannot be read.
    """
    calibration = poni_beside(path)
    return geometry_from_poni(calibration, shape) if calibration else None


def geometry_from_poni(path: Path, shape: tuple[int, int]) -> DetectorGeometry:
    """Read where a detector of some shape (slow, fast) is.

    Raises
    ------
    ImageError
        When the file lacks something.
    """
    said = _fields(path)
    missing = [name for name in _NEEDED if name not in said]
    if missing:
        raise ImageError(f"The calibration {path.name} does not say: {', '.join(missing)}.")
    try:
        size_m, orientation = _pixels(said)
        number = {name: float(said[name]) for name in _NEEDED}
    except (ValueError, KeyError, TypeError) as error:
        raise ImageError(f"The calibration {path.name} cannot be read: {error}.") from error
    slow, fast = _axis(number, (1.0, 0.0, 0.0)), _axis(number, (0.0, 1.0, 0.0))
    origin = _axis(number, (-number["poni1"], -number["poni2"], number["distance"]))
    if orientation in _SLOW_FLIPPED:
        origin, slow = origin + shape[0] * size_m[0] * slow, -slow
    if orientation in _FAST_FLIPPED:
        origin, fast = origin + shape[1] * size_m[1] * fast, -fast
    panel = Panel(
        origin_mm=_vector(origin * 1e3),
        fast_axis=_vector(fast),
        slow_axis=_vector(slow),
        pixel_size_mm=(size_m[0] * 1e3, size_m[1] * 1e3),
        shape=shape,
    )
    return DetectorGeometry(panels=(panel,), wavelength_angstrom=number["wavelength"] * 1e10)


def _fields(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImageError(f"The calibration {path.name} cannot be read.") from error
    pairs = (line.partition(":") for line in lines if ":" in line and not line.lstrip().startswith("#"))
    return {name.strip().casefold(): value.strip() for name, _, value in pairs}


def _pixels(said: dict[str, str]) -> tuple[tuple[float, float], int]:
    """Return the size of a pixel (m), slow then fast, and the orientation."""
    config = json.loads(said.get("detector_config", "{}"))
    names = (("pixelsize1", "pixel1"), ("pixelsize2", "pixel2"))
    size = [float(said[old]) if old in said else float(config[new]) for old, new in names]
    return (size[0], size[1]), int(config.get("orientation", 3) or 3)


def _axis(number: dict[str, float], of_pyfai: Vector) -> npt.NDArray[np.float64]:
    """Turn a vector of pyFAI's detector frame about the sample, and lay it into the NeXus frame."""
    cos1, cos2, cos3 = (math.cos(number[f"rot{axis}"]) for axis in (1, 2, 3))
    sin1, sin2, sin3 = (math.sin(number[f"rot{axis}"]) for axis in (1, 2, 3))
    about_1 = np.array([(1.0, 0.0, 0.0), (0.0, cos1, sin1), (0.0, -sin1, cos1)])
    about_2 = np.array([(cos2, 0.0, -sin2), (0.0, 1.0, 0.0), (sin2, 0.0, cos2)])
    about_3 = np.array([(cos3, -sin3, 0.0), (sin3, cos3, 0.0), (0.0, 0.0, 1.0)])
    first, second, third = about_3 @ about_2 @ about_1 @ np.asarray(of_pyfai)
    return np.array([-second, -first, third])


def _vector(values: npt.NDArray[np.float64]) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
