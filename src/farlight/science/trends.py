"""Curves through measured points: how a correlation falls with resolution, and whether something rises."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_FEWEST_POINTS: Final = 4
_FEWEST_SHELLS: Final = 8
_STEPS: Final = 41
_ROUNDS: Final = 14
_SHRINK: Final = 0.5


@dataclass(frozen=True, kw_only=True)
class Trend:
    """A straight line y = intercept + slope·x."""

    intercept: float
    slope: float
    slope_error: float
    """Standard error of the slope, from how far the points scatter about the line."""


def linear_trend(x: Floats, y: Floats, weights: Floats) -> Trend | None:
    """Return the weighted least-squares line through points; None for fewer than four, or all at one x.

    Parameters
    ----------
    x, y, weights : ndarray, shape (n,)
        Finite; a weight is proportional to the inverse variance of its point.
    """
    if len(x) < _FEWEST_POINTS or weights.sum() <= 0:
        return None
    mean_x, mean_y = float(np.average(x, weights=weights)), float(np.average(y, weights=weights))
    spread = float((weights * (x - mean_x) ** 2).sum())
    if spread <= 0:
        return None
    slope = float((weights * (x - mean_x) * (y - mean_y)).sum()) / spread
    residuals = y - mean_y - slope * (x - mean_x)
    variance = float((weights * residuals**2).sum()) / (len(x) - 2)
    return Trend(intercept=mean_y - slope * mean_x, slope=slope, slope_error=math.sqrt(variance / spread))


@dataclass(frozen=True, kw_only=True)
class FallingCurve:
    """CC1/2 against s = 1/d²: (1 - tanh((s - middle)/span)) / 2."""

    middle_per_angstrom2: float
    """Where it is one half."""
    span_per_angstrom2: float
    """How slowly it falls."""

    def at(self, inverse_d_squared: Floats) -> Floats:
        """Return the curve's values."""
        return np.asarray(
            (1.0 - np.tanh((inverse_d_squared - self.middle_per_angstrom2) / self.span_per_angstrom2)) / 2.0
        )

    def d_angstrom_where(self, value: float) -> float | None:
        """Return the resolution where the curve has a value between 0 and 1; None beyond all resolution."""
        s = self.middle_per_angstrom2 + self.span_per_angstrom2 * math.atanh(1.0 - 2.0 * value)
        return None if s <= 0 else 1.0 / math.sqrt(s)


def falling_curve(inverse_d_squared: Floats, correlation: Floats, weights: Floats) -> FallingCurve | None:
    """Return the curve through CC1/2 of resolution shells; None for fewer than eight.

    The form is that of Evans & Murshudov (2013), Acta Cryst. D69, 1204-1214, as DIALS takes it. The least squares are
    sought on a grid of middle and span that tightens around its best point, which cannot run away.

    Parameters
    ----------
    inverse_d_squared, correlation, weights : ndarray, shape (n,)
        1/Å², no unit, no unit; all finite.
    """
    if len(correlation) < _FEWEST_SHELLS or weights.sum() <= 0:
        return None
    far = float(inverse_d_squared.max())
    middle, middle_reach = far, far
    log_span, log_reach = math.log(far / 5), math.log(50.0)
    for _ in range(_ROUNDS):
        middles = np.linspace(middle - middle_reach, middle + middle_reach, _STEPS)
        log_spans = np.linspace(log_span - log_reach, log_span + log_reach, _STEPS)
        arguments = (inverse_d_squared - middles[:, None, None]) / np.exp(log_spans)[None, :, None]
        misfit = (weights * ((1.0 - np.tanh(arguments)) / 2.0 - correlation) ** 2).sum(axis=2)
        row, column = np.unravel_index(int(misfit.argmin()), misfit.shape)
        middle, log_span = float(middles[row]), float(log_spans[column])
        middle_reach, log_reach = middle_reach * _SHRINK, log_reach * _SHRINK
    return FallingCurve(middle_per_angstrom2=middle, span_per_angstrom2=math.exp(log_span))
