"""Packed detector images to pixels, overviews and rows, as fast as the processor does it.

Made by the C source in ``native/`` where that has been built for this machine (``make setup`` does); else by
dectris-compression and numba, which take two to three times as long. Which of them, is decided in `library` alone.
The interpreter's lock is not held meanwhile. Whatever the bytes are, nothing but an ``ImageError`` comes of it.
"""

from farlight.science.native.errors import ImageError
from farlight.science.native.library import is_built
from farlight.science.native.overviews import pooled
from farlight.science.native.unpacking import decode_into, rows_of

__all__ = ["ImageError", "decode_into", "is_built", "pooled", "rows_of"]
