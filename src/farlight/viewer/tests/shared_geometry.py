"""Geometry cases that Python and the browser must agree on; `frontend/generated/geometry.json` is written from them.

python -m farlight.viewer.tests.shared_geometry
"""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from farlight.science.diffraction.crystals import crystal_for
from farlight.science.diffraction.intensities import reflections_of
from farlight.science.diffraction.prediction import ROTATION_AXIS, ewald_crossings, incident_beam, random_orientation
from farlight.science.geometry import (
    DetectorGeometry,
    Panel,
    Sensor,
    Vector,
    flat_detector,
    positions_mm,
    positions_px,
    resolution_at,
    ring_points_px,
    ring_radius_px,
)
from farlight.science.indicators import ICE_RINGS_ANGSTROM
from farlight.science.rendering import Window
from farlight.viewer.domain.overlay import NICE_ANGSTROM, chosen_resolutions

THAUMATIN = crystal_for("thau")
SHARED = Path(__file__).parents[4] / "frontend" / "generated" / "geometry.json"
RING_POINTS = 36
_DIGITS = 10
_INTO_NEXUS = np.array([-1.0, 1.0, -1.0])
"""The simulated beamline's frame looks towards the source; half a turn about y gives that of NeXus."""


def turned_panel(about_x_deg: float, in_plane_deg: float, two_theta_deg: float, **shape: Any) -> Panel:
    """Return a panel 120 mm away, turned about x, within its plane, and swung about y as a 2θ arm does."""
    a, t, s = (math.radians(angle) for angle in (about_x_deg, in_plane_deg, two_theta_deg))
    fast = np.array([-math.cos(t), -math.sin(t) * math.cos(a), -math.sin(t) * math.sin(a)])
    slow = np.array([math.sin(t), -math.cos(t) * math.cos(a), -math.cos(t) * math.sin(a)])
    swing = np.array([[math.cos(s), 0, math.sin(s)], [0, 1, 0], [-math.sin(s), 0, math.cos(s)]])
    origin = np.array([0.0, 0.0, 120.0]) - 40 * fast - 50 * slow
    fields: dict[str, Any] = {"pixel_size_mm": (0.1, 0.2), "shape": (1000, 400)} | shape
    return Panel(origin_mm=_v(swing @ origin), fast_axis=_v(swing @ fast), slow_axis=_v(swing @ slow), **fields)


def geometries() -> dict[str, DetectorGeometry]:
    """Return detectors of all kinds by name."""
    flat = flat_detector(
        shape=(1000, 800),
        pixel_size_mm=(0.1, 0.1),
        distance_mm=100.0,
        beam_center_px=(510.0, 390.0),
        wavelength_angstrom=1.0,
    )
    kinked = tuple(
        turned_panel(angle, 0.0, 0.0, pixel_size_mm=(0.172, 0.172), shape=(195, 487), at_px=(212 * row, 494 * column))
        for row, angle in enumerate((-12.0, 0.0, 12.0))
        for column in range(2)
    )
    placed = tuple(_moved(panel, row, column) for panel, (row, column) in zip(kinked, np.ndindex(3, 2), strict=True))
    return {
        "flat": flat,
        "tilted": DetectorGeometry(panels=(turned_panel(30.0, 20.0, 0.0),), wavelength_angstrom=1.2),
        "two theta": DetectorGeometry(panels=(turned_panel(0.0, 0.0, 25.0),), wavelength_angstrom=0.98),
        "many panels": DetectorGeometry(panels=placed, wavelength_angstrom=1.0332),
        "thick sensor": DetectorGeometry(
            panels=(turned_panel(10.0, 5.0, 20.0, sensor=Sensor(thickness_mm=0.75, attenuation_inverse_mm=1.9)),),
            wavelength_angstrom=0.7,
        ),
        "oblique beam": DetectorGeometry(
            panels=flat.panels, wavelength_angstrom=1.0, beam_direction=_v(np.array([0.02, -0.03, 0.99]))
        ),
    }


def _moved(panel: Panel, row: int, column: int) -> Panel:
    """Return a panel of the mosaic at its place: three rows that lean towards the sample, two columns."""
    centre = np.array([42.0 - 85.0 * column, 36.0 * (1 - row), 120.0 - 4.0 * abs(row - 1)])
    half = 97.5 * 0.172 * np.asarray(panel.slow_axis) + 243.5 * 0.172 * np.asarray(panel.fast_axis)
    return Panel(
        origin_mm=_v(centre - half),
        fast_axis=panel.fast_axis,
        slow_axis=panel.slow_axis,
        pixel_size_mm=panel.pixel_size_mm,
        shape=panel.shape,
        at_px=panel.at_px,
    )


def _v(vector: Any) -> Vector:
    return (float(vector[0]), float(vector[1]), float(vector[2]))


def cases() -> dict[str, Any]:
    """Return all cases, as they stand in the file."""
    found = {
        "nice_angstrom": list(NICE_ANGSTROM),
        "ice_angstrom": list(ICE_RINGS_ANGSTROM),
        "ring_points": RING_POINTS,
        "detectors": {name: _detector_case(geometry) for name, geometry in geometries().items()},
        "crystal": _crystal_case(),
    }
    return _rounded(found)


def _detector_case(geometry: DetectorGeometry) -> dict[str, Any]:
    rows = max(panel.at_px[0] + panel.shape[0] for panel in geometry.panels)
    columns = max(panel.at_px[1] + panel.shape[1] for panel in geometry.panels)
    places = [(slow * rows, fast * columns) for slow in (0.03, 0.31, 0.71, 0.97) for fast in (0.02, 0.4, 0.66, 0.98)]
    windows = [(0, 0, rows, columns), (rows // 3, columns // 4, rows // 5, columns // 6)]
    return {
        "geometry": _written(geometry),
        "shape": [rows, columns],
        "beam_center_px": geometry.beam_center_px,
        "distance_mm": geometry.distance_mm,
        "places": [
            {
                "at": place,
                "mm": positions_mm(geometry, *place).tolist(),
                "resolution_angstrom": float(resolution_at(geometry, *place)),
            }
            for place in places
        ],
        "rings": [
            {
                "resolution_angstrom": ring,
                "radius_px": ring_radius_px(ring, geometry),
                "pieces": [piece.tolist() for piece in ring_points_px(ring, geometry, points=RING_POINTS)],
            }
            for ring in (12.0, 4.0, 2.2, 1.5, 0.7, 0.4)
        ],
        "chosen": [
            {
                "window": window,
                "resolutions": chosen_resolutions(
                    geometry, Window(slow_px=window[0], fast_px=window[1], rows=window[2], columns=window[3])
                ),
            }
            for window in windows
        ],
    }


def _written(geometry: DetectorGeometry) -> dict[str, Any]:
    """Return a geometry as the viewer's manifest writes it."""
    panels = [asdict(panel) for panel in geometry.panels]
    return {
        "panels": panels,
        "wavelength_angstrom": geometry.wavelength_angstrom,
        "beam_direction": geometry.beam_direction,
        "origin": "header",
    }


def _crystal_case() -> dict[str, Any]:
    """Return reflections where the simulator's own prediction puts them, on the swung detector."""
    detector = geometries()["two theta"]
    setting = random_orientation(7) @ THAUMATIN.reciprocal_basis()
    return {
        "detector": "two theta",
        "crystal": {
            "ub_inverse_angstrom": (setting * _INTO_NEXUS[:, None]).ravel().tolist(),
            "rotation_axis": (ROTATION_AXIS * _INTO_NEXUS).tolist(),
            "space_group": THAUMATIN.space_group,
            "unit_cell": THAUMATIN.cell,
        },
        "reflections": list(_reflections(setting, detector)),
    }


def _reflections(setting: Any, detector: DetectorGeometry) -> Iterator[dict[str, Any]]:
    hkl = reflections_of(THAUMATIN, 2.5).hkl
    s0 = incident_beam(detector.wavelength_angstrom)
    crossings = ewald_crossings(hkl @ setting.T, s0, math.radians(30.0), math.radians(60.0))
    slow, fast = positions_px(detector.panels[0], crossings.s1 * _INTO_NEXUS)
    on = (slow > 0) & (slow < 1000) & (fast > 0) & (fast < 400)
    for row in np.flatnonzero(on)[::97]:
        yield {
            "at": [float(slow[row]), float(fast[row])],
            "angle_deg": math.degrees(float(crossings.phi_rad[row])),
            "hkl": hkl[crossings.reflection[row]].tolist(),
        }


def _rounded(value: Any) -> Any:
    """Return the same with floats of ten digits and null for what is no number (JSON knows neither)."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    if isinstance(value, float):
        return float(f"{value:.{_DIGITS}g}") if math.isfinite(value) else None
    return value


if __name__ == "__main__":
    SHARED.write_text(json.dumps(cases()) + "\n")
