"""What a scan of an axis says: where most came, and how wide that is."""

import numpy as np
import numpy.typing as npt

from farlight.science.findings import ScanFindings

Floats = npt.NDArray[np.float64]

FEWEST_POINTS = 3
RISE_SIGMAS = 5.0
"""A scan whose largest value exceeds its lowest by less than so many deviations of counting shows nothing."""


def scan_findings(positions: Floats, signal: Floats) -> ScanFindings | None:
    """Find the peak of a scan; None when there is none.

    Parameters
    ----------
    positions : ndarray, shape (n,)
        Growing or falling.
    signal : ndarray, shape (n,)
        Counts.
    """
    if len(positions) < FEWEST_POINTS:
        return None
    order = np.argsort(positions, kind="stable")
    x, y = positions[order], signal[order]
    lowest, highest = float(y.min()), float(y.max())
    if highest - lowest < RISE_SIGMAS * np.sqrt(max(highest, 1.0)):
        return None
    half = (lowest + highest) / 2.0
    above = y >= half
    weights = np.where(above, y - half, 0.0)
    return ScanFindings(
        top=round(float(x[np.argmax(y)]), 4),
        centre=round(float((x * weights).sum() / weights.sum()) if weights.sum() else float(x[np.argmax(y)]), 4),
        fwhm=_fwhm(x, y, half),
        contrast_frac=round((highest - lowest) / max(lowest, 1.0), 3),
    )


def _fwhm(x: Floats, y: Floats, half: float) -> float | None:
    """Return the way between the crossings of half the height about the top."""
    top = int(np.argmax(y))
    left = next((i for i in range(top, 0, -1) if y[i - 1] < half <= y[i]), None)
    right = next((i for i in range(top, len(y) - 1) if y[i + 1] < half <= y[i]), None)
    if left is None or right is None:
        return None
    return round(_crossing(x, y, right, right + 1, half) - _crossing(x, y, left, left - 1, half), 4)


def _crossing(x: Floats, y: Floats, inside: int, outside: int, half: float) -> float:
    way_frac = (y[inside] - half) / (y[inside] - y[outside])
    return float(x[inside] + way_frac * (x[outside] - x[inside]))
