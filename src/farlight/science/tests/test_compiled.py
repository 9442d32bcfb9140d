"""Kernels are compiled when they are called, also by each other."""

import subprocess
import sys

from farlight.science.compiled import compiled


@compiled
def doubled(value: float) -> float:
    """Twice a value."""
    return 2.0 * value


@compiled
def sum_of_doubled(count: int) -> float:
    """Twice the sum of the numbers below a count."""
    total = 0.0
    for value in range(count):
        total += doubled(value)
    return total


def test_kernels_call_each_other_and_do_what_is_written() -> None:
    assert (sum_of_doubled(10), sum_of_doubled.py_func(10)) == (90.0, 90.0)  # type: ignore[attr-defined]
    assert [len(kernel.signatures) for kernel in (sum_of_doubled, doubled)] == [1, 1]  # type: ignore[attr-defined]
    assert (doubled.__name__, doubled.__doc__) == ("doubled", "Twice a value.")


def test_the_compiler_is_imported_with_the_first_call_only() -> None:
    program = """
import sys
from farlight.science import indicators, rendering, spots
assert "numba" not in sys.modules
from farlight.science.tests.test_compiled import doubled
doubled(1.0)
assert "numba" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
