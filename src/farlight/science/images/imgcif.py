"""Geometry and rotation from full CBF headers, whose axes carry each other (imgCIF).

Source: International Tables for Crystallography G (2005), chapters 3.7 and 4.6. The imgCIF frame has x along the
goniometer's axis and z towards the source; NeXus' x and z point the other way.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import gemmi
import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry, Panel, Vector
from farlight.science.images.source import Sweep

Floats = npt.NDArray[np.float64]

_DATA_BEGIN = "_array_data.data"
_TO_NEXUS = np.diag([-1.0, 1.0, -1.0])
_GROUND = "."
_FAST, _SLOW = "1", "2"


@dataclass(frozen=True)
class _Axis:
    """An axis, and how far it is turned or moved in the image."""

    is_rotation: bool
    carrier: str
    vector: Floats
    offset_mm: Floats
    setting: float
    """Degrees or millimetres."""

    def placement(self) -> Floats:
        """Return the matrix, shape (4, 4), from what the axis carries to what carries the axis."""
        matrix = np.eye(4)
        matrix[:3, 3] = self.offset_mm
        if self.is_rotation:
            matrix[:3, :3] = rotation(self.vector, self.setting)
        else:
            matrix[:3, 3] += self.setting * self.vector
        return matrix


def rotation(axis: npt.ArrayLike, angle_deg: float) -> Floats:
    """Return the matrix, shape (3, 3), of a right-handed turn about an axis of any length (Rodrigues' formula)."""
    x, y, z = np.asarray(axis, np.float64) / np.linalg.norm(axis)
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    angle = np.radians(angle_deg)
    turned: Floats = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    return turned


class ImgCif:
    """What a full CBF header says.

    Parameters
    ----------
    text : str
        The header, up to the pixels.

    Raises
    ------
    ValueError
        When it is no full header, or one that contradicts itself.
    """

    def __init__(self, text: str) -> None:
        document = gemmi.cif.read_string(text.partition(_DATA_BEGIN)[0])
        if len(document) != 1:
            raise ValueError("The header is not one block.")
        self._block = document[0]
        self._axes = self._read_axes()
        if not self._axes:
            raise ValueError("The header tells of no axes.")

    def geometry(self, shape: tuple[int, int]) -> DetectorGeometry | None:
        """Return the detector, of one panel; None when the header lacks something, or means another shape."""
        rows = {row["precedence"]: row for row in self._rows("_array_structure_list.")}
        wavelength = next((row["wavelength"] for row in self._rows("_diffrn_radiation_wavelength.")), "")
        if not {_FAST, _SLOW} <= set(rows) or not wavelength:
            return None
        dimensions = (int(rows[_SLOW]["dimension"]), int(rows[_FAST]["dimension"]))
        names = [rows[precedence]["axis_set_id"] for precedence in (_SLOW, _FAST)]
        steps = {row["axis_id"]: row for row in self._rows("_array_structure_list_axis.")}
        if dimensions != shape or not set(names) <= set(steps) & set(self._axes):
            return None
        slow, fast = names
        leaf = fast if self._axes[fast].carrier == slow else slow
        corner = self._placement(leaf)[:3, 3]
        pixel_size_mm = tuple(_number(steps[name]["displacement_increment"]) for name in names)
        panel = Panel(
            origin_mm=_vector(_TO_NEXUS @ corner),
            fast_axis=self._direction(fast),
            slow_axis=self._direction(slow),
            pixel_size_mm=(pixel_size_mm[0], pixel_size_mm[1]),
            shape=shape,
        )
        return DetectorGeometry(panels=(panel,), wavelength_angstrom=_number(wavelength))

    def sweep(self) -> Sweep | None:
        """Return the rotation about the axis that turns during the image; None for a still."""
        for row in self._rows("_diffrn_scan_axis."):
            width_deg = _number(row.get("angle_increment", "")) or _number(row.get("angle_range", ""))
            axis = self._axes.get(row["axis_id"])
            if width_deg and axis is not None and axis.is_rotation:
                return Sweep(start_deg=axis.setting, width_deg=width_deg, axis=self._direction(row["axis_id"]))
        return None

    def _rows(self, category: str) -> list[Mapping[str, str]]:
        table = self._block.find_mmcif_category(category)
        names = [tag.removeprefix(category) for tag in table.tags]
        return [dict(zip(names, (gemmi.cif.as_string(value) for value in row), strict=True)) for row in table]

    def _read_axes(self) -> dict[str, _Axis]:
        settings = {row["axis_id"]: row for row in self._rows("_diffrn_scan_axis.")}
        steps = {row["axis_id"]: row for row in self._rows("_array_structure_list_axis.")}
        frames = {row["axis_id"]: row for row in self._rows("_diffrn_scan_frame_axis.")}
        axes = {}
        for row in self._rows("_axis."):
            name, is_rotation = row["id"], row["type"] == "rotation"
            angle = frames.get(name, {}).get("angle") or settings.get(name, {}).get("angle_start", "")
            shift = (
                steps.get(name, {}).get("displacement")
                or frames.get(name, {}).get("displacement")
                or settings.get(name, {}).get("displacement_start", "")
            )
            axes[name] = _Axis(
                is_rotation=is_rotation,
                carrier=row.get("depends_on", _GROUND) or _GROUND,
                vector=np.array([_number(row[f"vector[{number}]"]) for number in (1, 2, 3)]),
                offset_mm=np.array([_number(row.get(f"offset[{number}]", "")) for number in (1, 2, 3)]),
                setting=_number(angle if is_rotation else shift),
            )
        return axes

    def _placement(self, name: str) -> Floats:
        """Return the matrix, shape (4, 4), from what an axis carries to the laboratory."""
        matrix, seen = np.eye(4), set()
        while name in self._axes:
            if name in seen:
                raise ValueError(f"The axis {name} carries itself.")
            seen.add(name)
            matrix = self._axes[name].placement() @ matrix
            name = self._axes[name].carrier
        return matrix

    def _direction(self, name: str) -> Vector:
        """Return where an axis points, in the NeXus frame."""
        axis = self._axes[name]
        pointing = _TO_NEXUS @ self._placement(axis.carrier)[:3, :3] @ axis.vector
        return _vector(pointing / np.linalg.norm(pointing))


def _number(text: str) -> float:
    """Return a number of a CIF; 0 where nothing is said."""
    return float(text) if text not in {"", _GROUND, "?"} else 0.0


def _vector(values: Floats) -> Vector:
    x, y, z = (float(value) + 0.0 for value in values)
    return x, y, z
