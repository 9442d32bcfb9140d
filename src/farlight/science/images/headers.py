"""Geometry and rotation from the headers of single images: CBF, full and mini, and ADSC; plus what `import.phil` adds.

Mini-CBF: DECTRIS, "PILATUS CBF header specification", version 1.4: lines ``# Keyword value [unit]``. Full CBF headers
are told by `farlight.science.images.imgcif`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from farlight.science.geometry import DetectorGeometry, Vector, flat_detector
from farlight.science.images.imgcif import ImgCif, rotation
from farlight.science.images.phil import ImportHints
from farlight.science.images.source import Sweep
from farlight.science.sensors import sensor_of

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MM = {"m": 1e3, "mm": 1.0, "um": 1e-3}
_USUAL_AXIS: Vector = (-1.0, 0.0, 0.0)
"""The axis that mini-CBF headers mean when they name none: X.CW in their words, x of imgCIF; in the NeXus frame."""
_AXES: Mapping[str, Vector] = {"X": _USUAL_AXIS, "Y": (0.0, 1.0, 0.0)}
_ANGLES = (
    ("Start_angle", "Angle_increment"),
    ("Omega", "Omega_increment"),
    ("Phi", "Phi_increment"),
    ("Chi", "Chi_increment"),
)
"""Where a sweep's angles may stand: the first pair that moves counts."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The numbers that matter, each None where the header lacks it."""

    pixel_size_mm: tuple[float, float] | None = None
    beam_center_px: tuple[float, float] | None = None
    distance_mm: float | None = None
    wavelength_angstrom: float | None = None
    start_deg: float | None = None
    width_deg: float | None = None
    two_theta_deg: float = 0.0
    """How far the detector is swung about the rotation axis; beam centre and distance are those before."""
    axis: Vector | None = None
    """Rotation axis in the NeXus frame."""
    sensor_material: str = ""
    sensor_thickness_mm: float | None = None

    def geometry(self, shape: tuple[int, int]) -> DetectorGeometry | None:
        """Return a flat detector, normal to the beam where it is not swung; None when a number is missing."""
        if not (self.pixel_size_mm and self.beam_center_px and self.distance_mm and self.wavelength_angstrom):
            return None
        normal = flat_detector(
            shape=shape,
            pixel_size_mm=self.pixel_size_mm,
            distance_mm=self.distance_mm,
            beam_center_px=self.beam_center_px,
            wavelength_angstrom=self.wavelength_angstrom,
            sensor=sensor_of(self.sensor_material, self.sensor_thickness_mm, self.wavelength_angstrom),
        )
        return swung(normal, self.axis or _USUAL_AXIS, self.two_theta_deg) if self.two_theta_deg else normal

    def sweep(self, hints: ImportHints) -> Sweep | None:
        """Return the rotation, or None for a still."""
        if self.start_deg is None or not self.width_deg:
            return None
        return Sweep(start_deg=self.start_deg, width_deg=self.width_deg, axis=hints.axis or self.axis)

    def with_hints(self, hints: ImportHints) -> "Header":
        """Return the header with what `import.phil` knows better."""
        given = {
            "beam_center_px": hints.beam_center_px,
            "distance_mm": hints.distance_mm,
            "wavelength_angstrom": hints.wavelength_angstrom,
            "start_deg": hints.oscillation_deg[0] if hints.oscillation_deg else None,
            "width_deg": hints.oscillation_deg[1] if hints.oscillation_deg else None,
            "axis": hints.axis,
        }
        return replace(self, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


def swung(geometry: DetectorGeometry, axis: Vector, angle_deg: float) -> DetectorGeometry:
    """Return a detector turned about an axis through the sample (right-handed)."""
    turn = rotation(axis, angle_deg)

    def turned(vector: Vector) -> Vector:
        x, y, z = (float(part) for part in turn @ vector)
        return x, y, z

    panels = tuple(
        replace(
            panel,
            origin_mm=turned(panel.origin_mm),
            fast_axis=turned(panel.fast_axis),
            slow_axis=turned(panel.slow_axis),
        )
        for panel in geometry.panels
    )
    return replace(geometry, panels=panels)


def geometry_and_sweep(
    fields: Mapping[str, object], full_text: str, shape: tuple[int, int], hints: ImportHints
) -> tuple[DetectorGeometry | None, Sweep | None]:
    """Return where the pixels are and how the crystal turns, each None where nothing says it.

    Parameters
    ----------
    fields : mapping
        The header as fabio gives it.
    full_text : str
        The text of a CBF file up to its pixels; empty for other formats.
    shape : tuple
        Pixels along the slow and the fast axis.
    hints : ImportHints
        What `import.phil` knows better.
    """
    header = read_header(fields).with_hints(hints)
    geometry, sweep = header.geometry(shape), header.sweep(hints)
    try:
        full = ImgCif(full_text)
        whole, turning = full.geometry(shape), full.sweep()
    except (ValueError, RuntimeError, KeyError):  # no full header, or one that contradicts itself
        return geometry, sweep
    if whole is not None and hints.beam_center_px is None and hints.distance_mm is None:
        geometry = replace(whole, wavelength_angstrom=hints.wavelength_angstrom or whole.wavelength_angstrom)
    if turning is not None and hints.oscillation_deg is None:
        sweep = replace(turning, axis=hints.axis or turning.axis)
    return geometry, sweep


def read_header(fields: Mapping[str, object]) -> Header:
    """Read what fabio gives as header: a mini-CBF text under one key, or the fields of ADSC."""
    text = fields.get("_array_data.header_contents")
    if isinstance(text, str):
        return _mini_cbf(text)
    if "DISTANCE" in fields and "PIXEL_SIZE" in fields:
        return _adsc(fields)
    return Header()


def _line(text: str, keyword: str, pattern: str) -> re.Match[str] | None:
    return re.search(rf"^[#\s]*{keyword}[\s=:]+{pattern}", text, re.MULTILINE)


def _numbers(text: str, *keywords: str) -> float | None:
    for keyword in keywords:
        found = _line(text, keyword, f"({_NUMBER})")
        if found:
            return float(found[1])
    return None


def _mini_cbf(text: str) -> Header:
    pixel = _line(text, "Pixel_size", rf"({_NUMBER})\s*(\w+)\s*x\s*({_NUMBER})\s*(\w+)")
    center = _line(text, "Beam_xy", rf"\(?\s*({_NUMBER})\s*,\s*({_NUMBER})\s*\)?")
    sensor = re.search(rf"^[#\s]*(\w+) sensor, thickness[\s=:]+({_NUMBER})\s*(\w*)", text, re.MULTILINE)
    distance = _line(text, "Detector_distance", rf"({_NUMBER})\s*(\w*)")
    start_deg, width_deg = _angles(text)
    return Header(
        pixel_size_mm=(float(pixel[3]) * _MM.get(pixel[4], 1e3), float(pixel[1]) * _MM.get(pixel[2], 1e3))
        if pixel
        else None,
        beam_center_px=(float(center[2]), float(center[1])) if center else None,
        distance_mm=float(distance[1]) * _MM.get(distance[2], 1e3) if distance else None,
        wavelength_angstrom=_numbers(text, "Wavelength"),
        sensor_material=sensor[1] if sensor else "",
        sensor_thickness_mm=float(sensor[2]) * _MM.get(sensor[3], 1e3) if sensor else None,
        start_deg=start_deg,
        width_deg=width_deg,
        two_theta_deg=_numbers(text, "Detector_2theta") or 0.0,
        axis=_axis(text),
    )


def _angles(text: str) -> tuple[float | None, float | None]:
    """Return start and width of the first angle that moves; of the first that is told when none does."""
    told = [(_numbers(text, start), _numbers(text, width)) for start, width in _ANGLES]
    moving = [pair for pair in told if pair[1]]
    still = [pair for pair in told if pair[1] is not None]
    return (*moving, *still, (None, None))[0]


def _axis(text: str) -> Vector | None:
    """Return the axis that ``Oscillation_axis`` names, such as ``X.CW``: clockwise as seen from the tip, or against."""
    found = _line(text, "Oscillation_axis", r"([XY])[.,\s]*(CCW|CW)")
    if found is None:
        return None
    x, y, z = _AXES[found[1]]
    return (x, y, z) if found[2] == "CW" else (0.0 - x, 0.0 - y, 0.0 - z)


def _adsc(fields: Mapping[str, object]) -> Header:
    def number(*names: str) -> float | None:
        for name in names:
            found = re.match(rf"\s*({_NUMBER})", str(fields.get(name, "")))
            if found:
                return float(found[1])
        return None

    pixel, x_mm, y_mm = number("PIXEL_SIZE"), number("BEAM_CENTER_X"), number("BEAM_CENTER_Y")
    center = (y_mm / pixel, x_mm / pixel) if pixel and x_mm is not None and y_mm is not None else None
    return Header(
        pixel_size_mm=(pixel, pixel) if pixel else None,
        beam_center_px=center,
        distance_mm=number("DISTANCE"),
        wavelength_angstrom=number("WAVELENGTH"),
        start_deg=number("OSC_START", "PHI"),
        width_deg=number("OSC_RANGE"),
    )
