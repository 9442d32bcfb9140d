"""The shared library: found, loaded, and its functions called."""

import ctypes
import platform
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from farlight.science.native.errors import ImageError

Pixels = npt.NDArray[Any]

_ADDRESS, _SIZE, _INT, _WORD, _LONG = (
    ctypes.c_void_p,
    ctypes.c_size_t,
    ctypes.c_int,
    ctypes.c_uint32,
    ctypes.c_uint64,
)
_ARGUMENTS: dict[str, list[Any]] = {
    "processor": [],
    "unpack_bslz4": [_ADDRESS, _SIZE, _WORD, _ADDRESS, _SIZE],
    "unpack_lz4": [_ADDRESS, _SIZE, _ADDRESS, _SIZE],
    "unpack_part": [_ADDRESS, _SIZE, _WORD, _LONG, _LONG, _LONG, _ADDRESS],
    "pool": [_ADDRESS, _SIZE, _INT, _INT, *[_WORD] * 4, _ADDRESS, _ADDRESS, _WORD, _ADDRESS],
}
_ENDS = ("", "-avx2", "-gfni")
"""Names of the builds for ever newer processors."""
_NOT_SUPPORTED = -4
_REASONS = {
    -1: "A packed image ends too early; it is damaged.",
    -2: "A packed image promises another length than is expected.",
    -3: "A packed image is damaged.",
}
KINDS = {"uint8": 0x01, "uint16": 0x02, "uint32": 0x04, "int8": 0x11, "int16": 0x12, "int32": 0x14, "float32": 0x24}
"""How the library names the types of pixels."""


class Library(Protocol):
    """The functions of ``native/source``, which says what they take."""

    def unpack_bslz4(self, *arguments: Any) -> int:
        """Unpack a whole chunk."""

    def unpack_lz4(self, *arguments: Any) -> int:
        """Unpack a whole chunk."""

    def unpack_part(self, *arguments: Any) -> int:
        """Unpack a range of pixels."""

    def pool(self, *arguments: Any) -> int:
        """Make an overview."""


def load(path: Path) -> Any:
    """Load a build of the library and declare its functions.

    Raises
    ------
    OSError
        When it is not there, or is for another machine.
    """
    loaded = ctypes.CDLL(str(path))
    for name, arguments in _ARGUMENTS.items():
        function = getattr(loaded, name)
        function.argtypes = arguments
        function.restype = _INT
    return loaded


@lru_cache(maxsize=1)
def library() -> Library | None:
    """Return the build that suits this processor best; None where there is none: then one does without."""
    name = f"images-{sys.platform}-{platform.machine()}"
    here = Path(__file__).resolve().parent
    try:
        loaded = load(here / f"{name}.so")
        best = here / f"{name}{_ENDS[loaded.processor()]}.so"
        return load(best)  # type: ignore[no-any-return] # functions come by name
    except OSError:
        return None


def is_built() -> bool:
    """Tell whether the library is there."""
    return library() is not None


def has_worked(state: int) -> bool:
    """Tell whether a function did what it was asked to; False when it cannot do it for images like this.

    Raises
    ------
    ImageError
        When the image is damaged.
    """
    if state in _REASONS:
        raise ImageError(_REASONS[state])
    return state != _NOT_SUPPORTED


def address(pixels: Pixels | None) -> int | None:
    """Return where an array lies; it has to be kept alive meanwhile."""
    return None if pixels is None else int(pixels.ctypes.data)


def address_of_bytes(packed: bytes) -> tuple[int, npt.NDArray[np.uint8]]:
    """Return where the bytes lie, and what keeps them there."""
    held = np.frombuffer(packed, np.uint8)
    return int(held.ctypes.data), held
