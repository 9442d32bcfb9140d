"""Packing images as detectors do: bitshuffle and LZ4, in blocks of 8 KiB, so that whoever reads chunks can read them.

The packer is that of the HDF5 plug-in that this house reads with; it is called directly, without HDF5's lock and
without Python's.
"""

import ctypes
from functools import lru_cache
from pathlib import Path
from typing import Any

import hdf5plugin
import numpy as np
import numpy.typing as npt

from farlight.kernel.errors import Unavailable

CODEC = "bslz4"
_BLOCK_BYTES = 8192
_LEAST_ELEMENTS = 8
"""Bits are shuffled among so many elements; what is left over at the end stands as it is."""


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    path = Path(hdf5plugin.PLUGIN_PATH) / "libh5bshuf.so"
    try:
        library = ctypes.CDLL(str(path))
        library.bshuf_compress_lz4_bound.restype = ctypes.c_size_t
        library.bshuf_compress_lz4_bound.argtypes = [ctypes.c_size_t] * 3
        library.bshuf_compress_lz4.restype = ctypes.c_int64
        library.bshuf_compress_lz4.argtypes = [ctypes.c_void_p, ctypes.c_void_p, *[ctypes.c_size_t] * 3]
    except (OSError, AttributeError) as error:
        raise Unavailable(f"The packer of the HDF5 plug-ins cannot be used: {error}.") from error
    return library


def packed(image: npt.NDArray[Any]) -> bytes:
    """Pack an image as a chunk of a detector's file: 8 bytes of length, 4 of block size, big-endian, then blocks.

    Raises
    ------
    Unavailable
        When the packer is missing or fails.
    """
    library = _library()
    plain = np.ascontiguousarray(image, image.dtype.newbyteorder("="))
    elements, width = plain.size, plain.itemsize
    block = max(_BLOCK_BYTES // width // _LEAST_ELEMENTS * _LEAST_ELEMENTS, _LEAST_ELEMENTS)
    head = plain.nbytes.to_bytes(8, "big") + (block * width).to_bytes(4, "big")
    room = np.empty(len(head) + library.bshuf_compress_lz4_bound(elements, width, block), np.uint8)
    room[: len(head)] = np.frombuffer(head, np.uint8)
    start = room.ctypes.data + len(head)
    written = int(library.bshuf_compress_lz4(plain.ctypes.data, start, elements, width, block))
    if written < 0:
        raise Unavailable(f"An image could not be packed (bitshuffle error {written}).")
    return room[: len(head) + written].tobytes()
