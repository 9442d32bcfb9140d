"""How frames are served: which types of counts go over the line, what marks a gap, how much an overview pools."""

from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.spots import as_counts

_SERVED = frozenset({"uint8", "uint16", "uint32", "int16", "int32", "float32"})
_UNPACKED = frozenset({"raw", "lz4", "bslz4"})


def served_dtype(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return the type in which counts of a type are served: the same where a browser's worker reads it."""
    if dtype.name in _SERVED:
        return dtype.newbyteorder("=")
    if dtype.kind == "f":
        return np.dtype(np.float32)
    return np.dtype(np.int16 if dtype.itemsize == 1 else np.int32)


def is_served_as_stored(dtype: np.dtype[Any]) -> bool:
    """Whether packed bytes of this type can go over the line as they lie in the file."""
    return dtype.name in _SERVED and dtype.isnative


def is_unpacked_by_browsers(codec: str | None) -> bool:
    """Whether the viewer's worker unpacks what is packed so; what is packed otherwise is packed anew."""
    return codec in _UNPACKED


def as_served(image: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return an image in the type in which it is served; counts beyond it are saturated, what is no number is NaN."""
    wanted = served_dtype(image.dtype)
    if image.dtype.name == wanted.name or wanted.kind == "f":
        return np.ascontiguousarray(image, wanted)
    counts = np.array(as_counts(image), wanted)
    if image.dtype.kind == "u":
        counts[counts == np.iinfo(wanted).max] = -1
    return counts


def gap_from(dtype: np.dtype[Any]) -> int:
    """Return the count from which on pixels have no value, as below 0; 0 for floats, which say so themselves."""
    return int(np.iinfo(dtype).max) if dtype.kind in "ui" else 0
