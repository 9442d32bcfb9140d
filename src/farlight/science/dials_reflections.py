"""Where reflections were predicted and found, from a reflection file of DIALS (``.refl``, MessagePack).

Such a file is ``[name, version, {identifiers, nrows, data: {column: [type, [rows, bytes]]}}]``, numbers little-endian
and without gaps. Only the four columns that are wanted are read into memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import numpy as np
import numpy.typing as npt

from farlight.science.images import ImageError

Floats = npt.NDArray[np.float32]

INDEXED = 1 << 2
"""Flag of a reflection that was indexed from a spot that was found (dxtbx's ``flags``)."""
_KIND = "dials::af::reflection_table"
_COLUMNS = {"xyzcal.px": ("<f8", 3), "miller_index": ("<i4", 3), "flags": ("<u8", 1), "panel": ("<u8", 1)}
_LONGEST_BYTES = (1 << 31) - 1


@dataclass(frozen=True, eq=False)
class Reflections:
    """Reflections in the order in which the crystal turns through them."""

    z: npt.NDArray[np.float64]
    """Shape (n,), ascending: images from the beginning of the scan; the first image is 0 to 1."""
    rows: Floats
    """Shape (n, 6): slow, fast (px, in the image), h, k, l, 1 where it was indexed from a found spot."""

    def on_image(self, index0: int) -> Floats:
        """Return the rows of the reflections whose middle is on an image, counted from 0 within the scan."""
        first, end = np.searchsorted(self.z, (index0, index0 + 1))
        return self.rows[first:end]


def read_reflections(path: Path, panels_px: list[tuple[int, int]], first_image: int) -> Reflections:
    """Read a reflection file.

    Parameters
    ----------
    panels_px : list of tuple of int
        Where in the image (slow, fast) each panel begins.
    first_image : int
        Number, as DIALS counts, of the first image of the scan.

    Raises
    ------
    ImageError
        When it is damaged, or lacks a column.
    """
    try:
        columns = _columns(path)
        fast, slow, z = columns["xyzcal.px"].T
        places = np.asarray(panels_px, np.float64)[columns["panel"][:, 0].astype(np.int64)]
        indexed = (columns["flags"][:, 0] & INDEXED) != 0
        rows = np.column_stack((slow + places[:, 0], fast + places[:, 1], columns["miller_index"], indexed))
    except (KeyError, IndexError, TypeError, ValueError, msgpack.UnpackException) as error:
        raise ImageError(f"The reflections in {path.name} cannot be read: {error}.") from error
    order = np.argsort(z, kind="stable")
    return Reflections(z=z[order] - (first_image - 1), rows=rows[order].astype(np.float32))


def _columns(path: Path) -> dict[str, npt.NDArray[Any]]:
    with path.open("rb") as file:
        unpacker = msgpack.Unpacker(file, strict_map_key=False, max_buffer_size=_LONGEST_BYTES)
        if unpacker.read_array_header() < 3 or unpacker.unpack() != _KIND:  # noqa: PLR2004 - name, version, content
            raise ValueError("it is no table of reflections")
        unpacker.skip()
        for _ in range(unpacker.read_map_header()):
            if unpacker.unpack() == "data":
                return {name: _column(name, stored) for name, stored in _wanted(unpacker).items()}
            unpacker.skip()
    raise ValueError("it holds no data")


def _wanted(unpacker: msgpack.Unpacker) -> Mapping[str, Any]:
    found = {}
    for _ in range(unpacker.read_map_header()):
        name = unpacker.unpack()
        if name in _COLUMNS:
            found[name] = unpacker.unpack()
        else:
            unpacker.skip()
    return found


def _column(name: str, stored: Any) -> npt.NDArray[Any]:
    """Return a column, shape (rows, numbers of a row)."""
    _, (rows, plain) = stored
    dtype, width = _COLUMNS[name]
    return np.frombuffer(plain, dtype).reshape(int(rows), width)
