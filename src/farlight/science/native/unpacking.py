"""Chunks to pixels: all of them into an array that is there already, or some rows."""

from typing import Any, cast

import numpy as np
import numpy.typing as npt
from dectris.compression import decompress

from farlight.science.native.errors import ImageError
from farlight.science.native.library import address, address_of_bytes, has_worked, library

_HEADER_BYTES = 12
"""Length of the whole, 8 bytes, and of a block, 4 bytes, both big-endian."""
_PIXEL_BYTES = (1, 2, 4)


def decode_into(packed: bytes, out: npt.NDArray[Any], codec: str = "bslz4") -> None:
    """Unpack one image into an array, which may be used again and again: new memory costs more than unpacking.

    Parameters
    ----------
    packed : bytes
        The chunk as it stands in the file; anything at all is safe.
    out : ndarray, C-contiguous and writable
        Its shape and type say what has to come out. Holds anything after an error.
    codec : str
        ``raw``, ``lz4``, ``bslz4`` or ``bszstd``.

    Raises
    ------
    ImageError
        When something else comes out, or nothing.
    """
    if not out.flags.c_contiguous or not out.flags.writeable:
        raise ValueError("an image is unpacked into an array that is C-contiguous and can be written")
    if codec == "raw" or not _is_unpacked_by_library(packed, out, codec):
        _fill(out, _plain_bytes(packed, codec, out.nbytes, out.itemsize))


def rows_of(
    packed: bytes, dtype: np.dtype[Any], shape: tuple[int, int], rows: tuple[int, int], codec: str = "bslz4"
) -> npt.NDArray[Any]:
    """Unpack some rows of one image; of bitshuffle with LZ4, only the blocks that hold them.

    Parameters
    ----------
    packed, codec
        As in `decode_into`.
    dtype, shape
        Of the whole image.
    rows : tuple of int
        The first row, and the one after the last.

    Returns
    -------
    ndarray, shape (number of rows, columns)

    Raises
    ------
    ImageError
        When the image is damaged before the end of those rows, or has not those rows.
    """
    first, end = rows
    if not 0 <= first <= end <= shape[0]:
        raise ImageError(f"An image of {shape[0]} rows has no rows {first} to {end}.")
    out = np.empty((end - first, shape[1]), dtype)
    loaded = library()
    if codec == "bslz4" and loaded is not None and dtype.itemsize in _PIXEL_BYTES:
        at, held = address_of_bytes(packed)
        bounds = (shape[0] * shape[1], first * shape[1], end * shape[1])
        if has_worked(loaded.unpack_part(at, held.size, dtype.itemsize, *bounds, address(out))):
            return out
    whole = np.empty(shape, dtype)
    decode_into(packed, whole, codec)
    out[:] = whole[first:end]
    return out


def _is_unpacked_by_library(packed: bytes, out: npt.NDArray[Any], codec: str) -> bool:
    loaded = library()
    if loaded is None or codec not in {"bslz4", "lz4"}:
        return False
    at, held = address_of_bytes(packed)
    if codec == "lz4":
        return has_worked(loaded.unpack_lz4(at, held.size, address(out), out.nbytes))
    if out.itemsize not in _PIXEL_BYTES:
        return False
    return has_worked(loaded.unpack_bslz4(at, held.size, out.itemsize, address(out), out.nbytes))


def _plain_bytes(packed: bytes, codec: str, wanted_bytes: int, pixel_bytes: int) -> bytes:
    if codec == "raw":
        return packed
    promised_bytes = int.from_bytes(packed[:8], "big")
    if len(packed) < _HEADER_BYTES or promised_bytes != wanted_bytes:
        raise ImageError(f"A packed image promises {promised_bytes} bytes where {wanted_bytes} are expected.")
    try:
        return cast("bytes", decompress(packed, codec, elem_size=pixel_bytes))
    except (RuntimeError, ValueError) as broken:
        raise ImageError(f"A packed image ({codec}) is damaged: {broken}.") from broken


def _fill(out: npt.NDArray[Any], plain: bytes) -> None:
    if len(plain) != out.nbytes:
        raise ImageError(f"An image of {len(plain)} bytes was found where {out.nbytes} are expected.")
    out[...] = np.frombuffer(plain, out.dtype).reshape(out.shape)
