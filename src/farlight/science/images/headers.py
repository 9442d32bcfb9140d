"""Geometry and rotation from the headers of single images: mini-CBF of DECTRIS, and ADSC; plus what `import.phil` adds.

Mini-CBF: DECTRIS, "PILATUS CBF header specification", version 1.4: lines ``# Keyword value [unit]``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from farlight.science.geometry import DetectorGeometry, flat_detector
from farlight.science.images.phil import ImportHints
from farlight.science.images.source import Sweep

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MM = {"m": 1e3, "mm": 1.0, "um": 1e-3}


@dataclass(frozen=True, kw_only=True)
class Header:
    """The numbers that matter, each None where the header lacks it."""

    pixel_size_mm: tuple[float, float] | None = None
    beam_center_px: tuple[float, float] | None = None
    distance_mm: float | None = None
    wavelength_angstrom: float | None = None
    start_deg: float | None = None
    width_deg: float | None = None

    def geometry(self, shape: tuple[int, int]) -> DetectorGeometry | None:
        """Return a flat detector normal to the beam, or None when a number is missing."""
        if not (self.pixel_size_mm and self.beam_center_px and self.distance_mm and self.wavelength_angstrom):
            return None
        return flat_detector(
            shape=shape,
            pixel_size_mm=self.pixel_size_mm,
            distance_mm=self.distance_mm,
            beam_center_px=self.beam_center_px,
            wavelength_angstrom=self.wavelength_angstrom,
        )

    def sweep(self, hints: ImportHints) -> Sweep | None:
        """Return the rotation, or None for a still."""
        if self.start_deg is None or not self.width_deg:
            return None
        return Sweep(start_deg=self.start_deg, width_deg=self.width_deg, axis=hints.axis)

    def with_hints(self, hints: ImportHints) -> "Header":
        """Return the header with what `import.phil` knows better."""
        given = {
            "beam_center_px": hints.beam_center_px,
            "distance_mm": hints.distance_mm,
            "wavelength_angstrom": hints.wavelength_angstrom,
            "start_deg": hints.oscillation_deg[0] if hints.oscillation_deg else None,
            "width_deg": hints.oscillation_deg[1] if hints.oscillation_deg else None,
        }
        return replace(self, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]


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
    distance = _line(text, "Detector_distance", rf"({_NUMBER})\s*(\w*)")
    return Header(
        pixel_size_mm=(float(pixel[3]) * _MM.get(pixel[4], 1e3), float(pixel[1]) * _MM.get(pixel[2], 1e3))
        if pixel
        else None,
        beam_center_px=(float(center[2]), float(center[1])) if center else None,
        distance_mm=float(distance[1]) * _MM.get(distance[2], 1e3) if distance else None,
        wavelength_angstrom=_numbers(text, "Wavelength"),
        start_deg=_numbers(text, "Start_angle", "Omega", "Phi"),
        width_deg=_numbers(text, "Angle_increment", "Omega_increment", "Phi_increment"),
    )


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
