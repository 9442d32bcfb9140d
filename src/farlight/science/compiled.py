"""How numerical kernels are compiled: cached on disk, without the Python lock, without hidden checks."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel with numba at its first call.

    The kernel runs without the interpreter's lock, so that threads can share the cores; indices are not checked, so the
    caller checks shapes; ``fastmath`` lets sums be reordered, so kernels must not rely on infinities or NaN.
    """
    return cast(
        "Callable[_Arguments, _Result]",
        numba.njit(cache=True, nogil=True, fastmath=True, boundscheck=False, error_model="numpy")(function),
    )
