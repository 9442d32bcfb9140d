"""Counts in one byte, for overviews: exact where there are few, in steps of 3.5 % where there are many.

Code 0 is a pixel without a value. Codes 1 to 32 are 0 to 31 counts. From there on each code begins 3.5 % above the one
before, rounded up to whole counts; code 255 is everything from 66,361 counts on. What a browser has to know of this
stands in ``frontend/generated/companding.json``, which this module writes when it is run as a program.
"""

import json
import math
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

GAP_CODE = 0
"""Code of a pixel without a value."""
CODES = 256
EXACT_COUNTS = 32
"""Below so many counts every number has a code of its own."""
STEP_FRAC = 0.035
"""How much more each further code stands for."""

Codes = npt.NDArray[np.uint8]


@lru_cache(maxsize=1)
def first_counts() -> npt.NDArray[np.uint32]:
    """Return the least counts of each code, shape (256,); what stands for code 0 means nothing."""
    exact = [0, *range(EXACT_COUNTS)]
    steps = [math.ceil(EXACT_COUNTS * (1 + STEP_FRAC) ** step) for step in range(CODES - len(exact))]
    table = np.array([*exact, *steps], np.uint32)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=1)
def code_table() -> Codes:
    """Return the code of *one more than* the counts, so that entry 0 is a gap: the form that pooling yields.

    Shape (66363,); larger numbers have the last code.
    """
    table = np.zeros(int(first_counts()[-1]) + 2, np.uint8)
    table[1:] = np.searchsorted(first_counts()[1:], np.arange(table.size - 1), side="right")
    table.flags.writeable = False
    return table


def codes_of(pooled: npt.NDArray[np.uint32]) -> Codes:
    """Return the codes of a pooled image.

    Parameters
    ----------
    pooled : ndarray of uint32
        One more than the counts; 0 where there is no value (as ``farlight.science.rendering.pool`` gives it).
    """
    table = code_table()
    return table[np.minimum(pooled, table.size - 1)]


def as_text() -> str:
    """Return what the browser has to know, as JSON."""
    return json.dumps({"first_counts": first_counts().tolist()})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(f"{as_text()}\n")
