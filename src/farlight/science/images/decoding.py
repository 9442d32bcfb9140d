"""Unpacking of compressed detector images, trusting nothing that stands in a file."""

from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.science.images.errors import ImageError
from farlight.science.native import decode_into

BITSHUFFLE = 32008
"""HDF5 filter number of bitshuffle; its fifth parameter says which compression follows."""
LZ4 = 32004
"""HDF5 filter number of plain LZ4, as the first EIGER wrote it."""
_BITSHUFFLE_CODECS = {2: "bslz4", 3: "bszstd"}
_CODEC_PARAMETER = 4


def codec_of(filters: list[tuple[int, tuple[int, ...]]]) -> str | None:
    """Name the codec of a chunked HDF5 dataset from its filters (number and parameters); None when HDF5 has to read it.

    ``raw`` stands for no filter at all.
    """
    if not filters:
        return "raw"
    if len(filters) > 1:
        return None
    number, parameters = filters[0]
    if number == LZ4:
        return "lz4"
    if number == BITSHUFFLE and len(parameters) > _CODEC_PARAMETER:
        return _BITSHUFFLE_CODECS.get(parameters[_CODEC_PARAMETER])
    return None


def decode(packed: bytes, codec: str, dtype: np.dtype[Any], shape: tuple[int, int]) -> npt.NDArray[Any]:
    """Unpack one image.

    Parameters
    ----------
    packed : bytes
        The chunk as it stands in the file; anything at all is safe.
    codec : str
        ``raw``, ``lz4``, ``bslz4`` or ``bszstd``.
    dtype, shape
        What has to come out; the result is read-only.

    Raises
    ------
    ImageError
        When anything else comes out, or nothing.
    """
    if codec == "raw":
        wanted_bytes = shape[0] * shape[1] * dtype.itemsize
        if len(packed) != wanted_bytes:
            raise ImageError(f"An image of {len(packed)} bytes was found where {wanted_bytes} are expected.")
        return np.frombuffer(packed, dtype).reshape(shape)
    image = np.empty(shape, dtype)
    decode_into(packed, image, codec)
    image.flags.writeable = False
    return image
