"""What a NeXus master says besides the images: geometry, mask, sweep. NXmx first, then what DECTRIS EIGER writes.

NXmx: https://manual.nexusformat.org/classes/applications/NXmx.html; Bernstein et al., IUCrJ (2020) 7, 784-792.
"""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import h5py
import numpy as np
import numpy.typing as npt

from farlight.kernel import units
from farlight.science.geometry import DetectorGeometry, Panel, Sensor, Vector, flat_detector
from farlight.science.images.source import Sweep
from farlight.science.sensors import sensor_of

_MM = {"m": 1e3, "cm": 10.0, "mm": 1.0, "um": 1e-3, "micron": 1e-3, "nm": 1e-6}
_ANGSTROM = {"angstrom": 1.0, "a": 1.0, "nm": 10.0, "m": 1e10, "pm": 0.01}
_EV = {"ev": 1.0, "kev": 1e3, "j": 1 / 1.602176634e-19}
_CHAIN_MAX = 32
Floats = npt.NDArray[np.float64]


def first_group(parent: h5py.Group, nexus_class: str) -> h5py.Group | None:
    """Return the first group of a NeXus class in a group, looking through no broken links."""
    for name in parent:
        if parent.get(name, getclass=True, getlink=True) is h5py.ExternalLink:
            continue
        item = parent.get(name)
        if isinstance(item, h5py.Group) and text_attribute(item, "NX_class") == nexus_class:
            return item
    return None


def text_attribute(item: Any, name: str) -> str:
    """Return an attribute as text, or the empty string."""
    value = item.attrs.get(name, "")
    value = value.item() if isinstance(value, np.ndarray) and value.size == 1 else value
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def number_at(group: h5py.Group | None, *names: str, factors: dict[str, float] | None = None) -> float | None:
    """Return the first of some numbers that is there, in the unit that the factors lead to."""
    for name in names:
        item = _reachable(group, name)
        if isinstance(item, h5py.Dataset) and item.size and item.dtype.kind in "iuf":
            value = float(np.ravel(item[()])[0])
            return value * (factors or {}).get(text_attribute(item, "units").lower(), 1.0)
    return None


def _reachable(group: h5py.Group | None, name: str) -> Any:
    """Return what a path leads to, or None, also when it leads to a file that is missing."""
    if group is None:
        return None
    try:
        return group.get(name)
    except (OSError, RuntimeError):
        return None


def promised_images(entry: h5py.Group) -> int | None:
    """Return the number of images that an EIGER master announces: images per trigger times triggers."""
    detector = _detector(entry)
    images = number_at(detector, "detectorSpecific/nimages")
    if images is None:
        return None
    return int(images * (number_at(detector, "detectorSpecific/ntrigger") or 1))


def _detector(entry: h5py.Group) -> h5py.Group | None:
    instrument = first_group(entry, "NXinstrument") or _reachable(entry, "instrument")
    if not isinstance(instrument, h5py.Group):
        return None
    detector = first_group(instrument, "NXdetector") or _reachable(instrument, "detector")
    return detector if isinstance(detector, h5py.Group) else None


def mask_of(entry: h5py.Group, path: Path) -> tuple[npt.NDArray[np.uint8] | None, tuple[str, ...]]:
    """Return the pixel mask (0 = good), or None with a note when it is kept in a file that is missing."""
    detector = _detector(entry)
    if detector is None:
        return None, ()
    for name in ("pixel_mask", "detectorSpecific/pixel_mask", "pixel_mask_1"):
        item = _reachable(detector, name)
        if isinstance(item, h5py.Dataset):
            values = np.asarray(item[()])
            flat = values[0] if values.ndim == 3 else values  # noqa: PLR2004 - one mask in a stack
            return (flat != 0).astype(np.uint8), ()
        link = detector.get(name, getlink=True, default=None)
        if isinstance(link, h5py.ExternalLink):
            return None, (
                f"The mask of {path.name} is in {link.filename}, which is missing; gaps are taken from the images.",
            )
    return None, ()


def geometry_of(entry: h5py.Group, shape: tuple[int, int] | None) -> DetectorGeometry | None:
    """Return the geometry by NXmx modules where there are any, else by beam centre and distance."""
    wavelength = _wavelength_angstrom(entry)
    detector = _detector(entry)
    if wavelength is None or detector is None:
        return None
    modules = [item for item in detector.values() if _is_module(item)]
    sensor = _sensor(detector, wavelength)
    panels = [
        replace(panel, sensor=sensor)
        for panel in (_panel(entry.file, module, shape, alone=len(modules) == 1) for module in modules)
        if panel
    ]
    if panels:
        return DetectorGeometry(panels=tuple(panels), wavelength_angstrom=wavelength)
    flat = _flat_geometry(detector, shape, wavelength)
    return flat and replace(flat, panels=tuple(replace(panel, sensor=sensor) for panel in flat.panels))


def _sensor(detector: h5py.Group, wavelength_angstrom: float) -> Sensor | None:
    item = _reachable(detector, "sensor_material")
    material = item[()] if isinstance(item, h5py.Dataset) and item.shape in {(), (1,)} else b""
    material = material.item() if isinstance(material, np.ndarray) else material
    name = material.decode("utf-8", "replace") if isinstance(material, bytes) else str(material)
    return sensor_of(name, number_at(detector, "sensor_thickness", factors=_MM), wavelength_angstrom)


def _wavelength_angstrom(entry: h5py.Group) -> float | None:
    for beam in ("instrument/beam", "sample/beam", "instrument/monochromator"):
        group = _reachable(entry, beam)
        if isinstance(group, h5py.Group):
            wavelength = number_at(group, "incident_wavelength", "wavelength", factors=_ANGSTROM)
            energy = number_at(group, "incident_energy", "energy", factors=_EV)
            if wavelength or energy:
                return wavelength or units.wavelength_angstrom(cast("float", energy))
    energy = number_at(_detector(entry), "detectorSpecific/photon_energy")
    return units.wavelength_angstrom(energy) if energy else None


def _is_module(item: Any) -> bool:
    return isinstance(item, h5py.Group) and text_attribute(item, "NX_class") == "NXdetector_module"


def _flat_geometry(
    detector: h5py.Group, shape: tuple[int, int] | None, wavelength_angstrom: float
) -> DetectorGeometry | None:
    pixel_mm = [number_at(detector, name, factors=_MM) for name in ("y_pixel_size", "x_pixel_size")]
    pixel_mm = [size * 1e3 if size is not None and size < 1e-3 else size for size in pixel_mm]  # noqa: PLR2004 - m, unit unsaid
    center = [number_at(detector, name) for name in ("beam_center_y", "beam_center_x")]
    distance = number_at(detector, "detector_distance", "distance", factors=_MM)
    values = [*pixel_mm, *center, distance]
    if shape is None or any(value is None or not math.isfinite(value) for value in values) or not distance:
        return None
    return flat_detector(
        shape=shape,
        pixel_size_mm=(cast("float", pixel_mm[0]), cast("float", pixel_mm[1])),
        distance_mm=distance,
        beam_center_px=(cast("float", center[0]), cast("float", center[1])),
        wavelength_angstrom=wavelength_angstrom,
    )


def _panel(file: h5py.File, module: h5py.Group, shape: tuple[int, int] | None, *, alone: bool) -> Panel | None:
    """Return a detector module as a panel, following its chain of transformations to the laboratory."""
    fast, slow = _reachable(module, "fast_pixel_direction"), _reachable(module, "slow_pixel_direction")
    if not isinstance(fast, h5py.Dataset) or not isinstance(slow, h5py.Dataset):
        return None
    to_laboratory = _chain(file, text_attribute(fast, "depends_on"), module)
    turned_slow = _chain(file, text_attribute(slow, "depends_on"), module)[:3, :3]
    origin = to_laboratory @ np.append(_offset_mm(fast), 1.0)
    size = tuple(int(value) for value in np.ravel(module["data_size"][()])[-2:]) if "data_size" in module else shape
    if alone and shape is not None:
        size = shape
    if size is None:
        return None
    at = tuple(int(value) for value in np.ravel(module["data_origin"][()])[-2:]) if "data_origin" in module else (0, 0)
    return Panel(
        origin_mm=_vector(origin[:3]),
        fast_axis=_vector(to_laboratory[:3, :3] @ _unit(fast)),
        slow_axis=_vector(turned_slow @ _unit(slow)),
        pixel_size_mm=(_value(slow, _MM), _value(fast, _MM)),
        shape=cast("tuple[int, int]", size),
        at_px=cast("tuple[int, int]", at),
    )


def _vector(values: Floats) -> Vector:
    x, y, z = (float(value) for value in values)
    return x, y, z


def _unit(item: h5py.Dataset) -> Floats:
    vector = np.asarray(item.attrs["vector"], np.float64)
    return np.asarray(vector / (np.linalg.norm(vector) or 1.0))


def _value(item: h5py.Dataset, factors: dict[str, float]) -> float:
    return float(np.ravel(item[()])[0]) * factors.get(text_attribute(item, "units").lower(), 1.0)


def _offset_mm(item: h5py.Dataset) -> Floats:
    offset = np.asarray(item.attrs.get("offset", (0.0, 0.0, 0.0)), np.float64)
    unit = text_attribute(item, "offset_units") or text_attribute(item, "units")
    return np.asarray(offset * _MM.get(unit.lower(), 1.0))


def _chain(file: h5py.File, name: str, near: h5py.Group) -> Floats:
    """Return the 4 x 4 matrix of a transformation and of all that it depends on, in mm."""
    matrix = np.eye(4)
    for _ in range(_CHAIN_MAX):
        if name in {"", "."}:
            break
        item = _reachable(near, name) if not name.startswith("/") else _reachable(file, name)
        if not isinstance(item, h5py.Dataset):
            break
        matrix = _transformation(item) @ matrix
        name, near = text_attribute(item, "depends_on"), item.parent
    return matrix


def _transformation(item: h5py.Dataset) -> Floats:
    """Return one step: first rotate or move, then add the offset."""
    matrix = np.eye(4)
    axis = _unit(item)
    if text_attribute(item, "transformation_type") == "rotation":
        angle = _value(item, {"rad": 180 / math.pi}) * math.pi / 180
        cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
        matrix[:3, :3] += math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross
        matrix[:3, 3] = _offset_mm(item)
    else:
        matrix[:3, 3] = axis * _value(item, _MM) + _offset_mm(item)
    return matrix


def sweep_of(entry: h5py.Group) -> Sweep | None:
    """Return the rotation: the first axis of the goniometer that moves by the same angle from image to image."""
    for place in ("sample/transformations", "sample/sample_omega", "sample/sample_phi", "sample/goniometer", "data"):
        group = _reachable(entry, place)
        for name in ("omega", "phi", "chi", "kappa") if isinstance(group, h5py.Group) else ():
            sweep = _axis_sweep(group, name)
            if sweep is not None:
                return sweep
    return None


def _axis_sweep(group: h5py.Group, name: str) -> Sweep | None:
    item = _reachable(group, name)
    if not isinstance(item, h5py.Dataset) or item.size == 0 or item.dtype.kind not in "iuf":
        return None
    angles = np.ravel(item[()])
    width = float(angles[1] - angles[0]) if angles.size > 1 else 0.0
    if not width:
        end = number_at(group, f"{name}_end")
        announced = number_at(group, f"{name}_increment_set", f"{name}_increment", f"{name}_range_average")
        width = announced or (end - float(angles[0]) if end is not None else 0.0)
    if not width or not math.isfinite(width):
        return None
    axis = _vector(_unit(item)) if "vector" in item.attrs else None
    return Sweep(start_deg=float(angles[0]), width_deg=width, axis=axis)
