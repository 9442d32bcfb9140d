"""How numerical kernels are compiled: cached on disk, without the Python lock, without hidden checks.

The compiler takes longer to import than the rest of the system, and many processes that import kernels never call one
(a web server until its first picture, a command that loads a facility). So it is imported with a kernel's first call.
"""

from collections.abc import Callable
from functools import cached_property, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Kernel(Generic[_Arguments, _Result]):
    """A function that numba compiles at its first call, or when a kernel that calls it is compiled."""

    def __init__(self, function: Callable[_Arguments, _Result]) -> None:
        self.py_func = function
        """As it is written, for the interpreter; numba calls it so too."""
        update_wrapper(self, function)

    def __call__(self, *args: _Arguments.args, **kwargs: _Arguments.kwargs) -> _Result:
        """Run the compiled function."""
        result: _Result = self._compiled(*args, **kwargs)
        return result

    @cached_property
    def _compiled(self) -> Any:
        import numba  # takes half a second

        compiler = numba.njit(cache=True, nogil=True, fastmath=True, boundscheck=False, error_model="numpy")
        return compiler(self.py_func)

    @property
    def signatures(self) -> list[tuple[Any, ...]]:
        """The types of arguments that it is compiled for."""
        found: list[tuple[Any, ...]] = self._compiled.signatures
        return found

    @property
    def _numba_type_(self) -> Any:
        """What numba asks an object for that a kernel names: so kernels call each other without a detour."""
        return self._compiled._numba_type_


def compiled(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """Compile a kernel with numba at its first call.

    The kernel runs without the interpreter's lock, so that threads can share the cores; indices are not checked, so the
    caller checks shapes; ``fastmath`` lets sums be reordered, so kernels must not rely on infinities or NaN.
    """
    return Kernel(function)
