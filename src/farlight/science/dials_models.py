"""Geometry and crystal as DIALS refined them, from an experiment file (``.expt``, JSON), in this house's frame.

The frame of dxtbx is that of imgCIF (Hammersley et al., Int. Tables G, 3.7): x along the main goniometer axis, z from
the sample to the source. Half a turn about y leads from it to the NeXus (McStas) frame and back: x and z change sign.
A panel stands in the frame of the group above it. The beam's ``direction`` points to the source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gemmi
import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry, Panel, Sensor, Vector

TO_NEXUS = np.diag((-1.0, 1.0, -1.0))
Floats = npt.NDArray[np.float64]
Model = Mapping[str, Any]
UnitCell = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, kw_only=True)
class RefinedCrystal:
    """A crystal on its goniometer: ``q = R(rotation_axis, angle) · UB · hkl`` in 1/Å, NeXus frame."""

    ub_inverse_angstrom: tuple[float, ...]
    """Row by row, at goniometer angle 0; holds what fixed and setting rotations of the goniometer do."""
    rotation_axis: Vector
    """Unit vector, as it stands in the laboratory."""
    space_group: str
    """Extended Hermann-Mauguin symbol; the Hall symbol in a setting without a name."""
    unit_cell: UnitCell


@dataclass(frozen=True, kw_only=True)
class RefinedScan:
    """The images that were processed, numbered as DIALS does."""

    first_image: int
    last_image: int
    start_deg: float
    """Angle at the start of the first image."""
    width_deg: float


@dataclass(frozen=True, kw_only=True)
class RefinedModels:
    """What an experiment file says of its first experiment; None each where it is silent."""

    geometry: DetectorGeometry
    crystal: RefinedCrystal | None
    scan: RefinedScan | None


def refined_models(experiments: Model) -> RefinedModels:
    """Read the first experiment of a parsed ``.expt`` file.

    Raises
    ------
    KeyError, IndexError, TypeError, ValueError
        When it is not what DIALS writes.
    """
    first = experiments["experiment"][0]
    detector = experiments["detector"][first["detector"]]
    beam = experiments["beam"][first["beam"]]
    goniometer = experiments["goniometer"][first["goniometer"]] if "goniometer" in first else None
    geometry = DetectorGeometry(
        panels=tuple(_panels(detector)),
        wavelength_angstrom=float(beam["wavelength"]),
        beam_direction=_vector(TO_NEXUS @ -_unit(beam["direction"])),
    )
    crystal = None
    if "crystal" in first and goniometer is not None:
        crystal = _crystal(experiments["crystal"][first["crystal"]], goniometer)
    scan = _scan(experiments["scan"][first["scan"]]) if "scan" in first else None
    return RefinedModels(geometry=geometry, crystal=crystal, scan=scan)


def panel_places(experiments: Model) -> list[tuple[int, int]]:
    """Return where in the image (slow, fast) each panel's first pixel is, in the order of the panels' numbers."""
    panels = experiments["detector"][experiments["experiment"][0]["detector"]]["panels"]
    return [_offset(panel) for panel in panels]


def _offset(panel: Model) -> tuple[int, int]:
    fast, slow = panel.get("raw_image_offset", (0, 0))
    return int(slow), int(fast)


def _panels(detector: Model) -> list[Panel]:
    """Return the panels in the order of their numbers, each brought down from the groups above it."""
    frames = dict(_leaves(detector["hierarchy"], np.eye(3), np.zeros(3))) if "hierarchy" in detector else {}
    plain = (np.eye(3), np.zeros(3))
    return [_panel(model, *frames.get(number, plain)) for number, model in enumerate(detector["panels"])]


def _leaves(group: Model, axes: Floats, origin: Floats) -> list[tuple[int, tuple[Floats, Floats]]]:
    """Return, for each panel under a group, the axes (as columns) and the origin of the frame that it stands in."""
    fast, slow = _unit(group["fast_axis"]), _unit(group["slow_axis"])
    own_axes = axes @ np.column_stack((fast, slow, np.cross(fast, slow)))
    own_origin = origin + axes @ np.asarray(group["origin"], np.float64)
    found = []
    for child in group.get("children", ()):
        if "panel" in child:
            found.append((int(child["panel"]), (own_axes, own_origin)))
        else:
            found += _leaves(child, own_axes, own_origin)
    return found


def _panel(model: Model, axes: Floats, origin: Floats) -> Panel:
    to_nexus = TO_NEXUS @ axes
    fast_mm, slow_mm = model["pixel_size"]
    columns, rows = model["image_size"]
    return Panel(
        origin_mm=_vector(TO_NEXUS @ origin + to_nexus @ np.asarray(model["origin"], np.float64)),
        fast_axis=_vector(to_nexus @ _unit(model["fast_axis"])),
        slow_axis=_vector(to_nexus @ _unit(model["slow_axis"])),
        pixel_size_mm=(float(slow_mm), float(fast_mm)),
        shape=(int(rows), int(columns)),
        at_px=_offset(model),
        sensor=_sensor(model),
    )


def _sensor(model: Model) -> Sensor | None:
    """Return the sensor where DIALS reckons with it."""
    strategy = model.get("px_mm_strategy", {}).get("type", "")
    if strategy != "ParallaxCorrectedPxMmStrategy" or not model.get("mu") or not model.get("thickness"):
        return None
    return Sensor(thickness_mm=float(model["thickness"]), attenuation_inverse_mm=float(model["mu"]))


def _crystal(model: Model, goniometer: Model) -> RefinedCrystal:
    """Return a crystal; one that was refined to change along the scan is taken in the middle of it."""
    fixed, setting = (_matrix(goniometer[name]) for name in ("fixed_rotation", "setting_rotation"))
    points = model.get("A_at_scan_points") or ()
    lengths = [model[f"real_space_{axis}"] for axis in "abc"]
    ub = _matrix(points[len(points) // 2]) if points else np.linalg.inv(lengths)
    real_space = np.asarray(np.linalg.inv(ub), np.float64)
    axis = TO_NEXUS @ setting @ _unit(goniometer["rotation_axis"])
    return RefinedCrystal(
        ub_inverse_angstrom=tuple(float(value) for value in (TO_NEXUS @ setting @ fixed @ ub).ravel()),
        rotation_axis=_vector(axis),
        space_group=_symbol(str(model["space_group_hall_symbol"])),
        unit_cell=_unit_cell(real_space),
    )


def _unit_cell(real_space: Floats) -> UnitCell:
    a, b, c = (float(length) for length in np.linalg.norm(real_space, axis=1))
    cosines = (
        real_space[1] @ real_space[2] / (b * c),
        real_space[0] @ real_space[2] / (a * c),
        real_space[0] @ real_space[1] / (a * b),
    )
    alpha, beta, gamma = (float(angle) for angle in np.degrees(np.arccos(cosines)))
    return a, b, c, alpha, beta, gamma


def _symbol(hall: str) -> str:
    found = _space_group(gemmi.symops_from_hall(hall.strip()))
    return hall.strip() if found is None else str(found.xhm())


def _space_group(operations: gemmi.GroupOps) -> gemmi.SpaceGroup | None:
    return gemmi.find_spacegroup_by_ops(operations)


def _scan(model: Model) -> RefinedScan:
    """Return a scan; newer files list the angles of all images."""
    first, last = (int(number) for number in model["image_range"])
    start, width = model["oscillation"] if "oscillation" in model else _from_angles(model["properties"]["oscillation"])
    return RefinedScan(first_image=first, last_image=last, start_deg=float(start), width_deg=float(width))


def _from_angles(angles: Sequence[float]) -> tuple[float, float]:
    return angles[0], (angles[1] - angles[0] if len(angles) > 1 else 0.0)


def _matrix(values: Sequence[float]) -> Floats:
    return np.asarray(values, np.float64).reshape(3, 3)


def _unit(values: Sequence[float]) -> Floats:
    vector = np.asarray(values, np.float64)
    return np.asarray(vector / np.linalg.norm(vector))


def _vector(values: Floats) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z
