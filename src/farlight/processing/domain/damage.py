"""Whether the crystal suffered while it was measured.

Two signs are read. R_d compares equivalent reflections by how many images lie between them; it stays level in a sound
crystal and rises with damage (Diederichs (2006), Acta Cryst. D62, 96-101). The relative B factor of scaling rises as
spots fade at high resolution, by about 1 Å² a MGy at 100 K (Kmetko et al. (2006), Acta Cryst. D62, 1030-1038).

Fading is the surer sign: R_d also rises when equivalent reflections far apart pass through more, or less, of a crystal
that is no ball. A rise without fading is therefore told, but not called damage unless it is large.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from farlight.processing.types import DamageLevel, DamageVerdict
from farlight.science.trends import Trend, linear_trend

_FEWEST_DIFFERENCES: Final = 10
_USED_FRAC: Final = 0.9
"""Of the longest differences there are too few pairs."""
_SLIGHT_RISE_FRAC, _MARKED_RISE_FRAC = 0.3, 1.0
_LARGE_RISE_FRAC: Final = 0.5
_HUGE_RISE_FRAC: Final = 3.0
"""A rise that the shape of a crystal does not explain: in simulated cubes and rods it doubles R_d."""
_SLIGHT_DRIFT_ANGSTROM2, _MARKED_DRIFT_ANGSTROM2 = 1.5, 5.0
_CERTAIN_ERRORS: Final = 3.0
_END_FRAC: Final = 0.1

_SHAPE = "No radiation damage is seen: R_d rises, but spots do not fade, which points to the crystal's shape"
_CONCLUSIONS = {
    DamageLevel.NONE: "No radiation damage is seen",
    DamageLevel.SLIGHT: "Slight radiation damage: mind it for anomalous signal and sites that suffer first",
    DamageLevel.MARKED: "Marked radiation damage: try again with fewer images, or expose the next crystal less",
    DamageLevel.UNKNOWN: "Radiation damage cannot be told: too little was measured twice",
}


def rd_trend(differences: Sequence[float], r_d: Sequence[float | None], images: int) -> Trend | None:
    """Return the straight line through R_d; None when too few differences have pairs.

    A difference of k images counts as much as there are pairs so far apart: images less k.
    """
    pairs = [
        (x, y) for x, y in zip(differences, r_d, strict=True) if y is not None and y > 0 and x <= _USED_FRAC * images
    ]
    if len(pairs) < _FEWEST_DIFFERENCES:
        return None
    x, y = np.array(pairs, dtype=np.float64).T
    return linear_trend(x, y, images - x)


def b_drift_angstrom2(b_angstrom2: Sequence[float | None]) -> float | None:
    """Return by how much spots faded from the first to the last tenth of the images; None without any numbers.

    DIALS divides intensities by exp(B/2d²), so that its B falls when spots fade: the sign is turned round here.
    """
    known = [value for value in b_angstrom2 if value is not None]
    if not known:
        return None
    part = max(int(len(known) * _END_FRAC), 1)
    return float(np.mean(known[:part]) - np.mean(known[-part:]))


def damage_verdict(trend: Trend | None, drift_angstrom2: float | None, images: int) -> DamageVerdict:
    """Return what both signs say, in words.

    Parameters
    ----------
    trend : Trend or None
        From `rd_trend`.
    drift_angstrom2 : float or None
        From `b_drift_angstrom2`.
    images : int
        Images of the sweep.
    """
    is_told = trend is not None and trend.intercept > 0
    rise = trend.slope * images / trend.intercept if trend is not None and is_told else None
    is_certain = trend is not None and trend.slope > _CERTAIN_ERRORS * trend.slope_error
    certain_rise = rise if is_certain or rise is None else min(rise, 0.0)
    level = _level(certain_rise, drift_angstrom2)
    is_shape = level is DamageLevel.NONE and (certain_rise or 0.0) >= _SLIGHT_RISE_FRAC
    conclusion = _SHAPE if is_shape else _CONCLUSIONS[level]
    said = []
    if rise is not None:
        doubt = "" if is_certain or abs(rise) < _SLIGHT_RISE_FRAC / 2 else ", within its scatter"
        said.append(f"R_d changes by {rise:+.0%} over the sweep{doubt}")
    if drift_angstrom2 is not None:
        said.append(f"the B factor by {drift_angstrom2:+.1f} Å²")
    numbers = f" ({'; '.join(said)})" if said else ""
    return DamageVerdict(
        level=level,
        words=f"{conclusion}{numbers}.",
        rd_rise_frac=None if rise is None else round(rise, 4),
        b_drift_angstrom2=None if drift_angstrom2 is None else round(drift_angstrom2, 3),
    )


def _level(rise_frac: float | None, drift_angstrom2: float | None) -> DamageLevel:
    if rise_frac is None and drift_angstrom2 is None:
        return DamageLevel.UNKNOWN
    rise = rise_frac or 0.0
    if drift_angstrom2 is None:
        return _level_by_rise(rise)
    is_marked = drift_angstrom2 >= _MARKED_DRIFT_ANGSTROM2
    fades = drift_angstrom2 >= _SLIGHT_DRIFT_ANGSTROM2
    if is_marked or (fades and rise >= _LARGE_RISE_FRAC):
        return DamageLevel.MARKED
    if fades or rise >= _HUGE_RISE_FRAC:
        return DamageLevel.SLIGHT
    return DamageLevel.NONE if rise_frac is not None else DamageLevel.UNKNOWN


def _level_by_rise(rise_frac: float) -> DamageLevel:
    """R_d alone, where scaling had no B factor."""
    if rise_frac >= _MARKED_RISE_FRAC:
        return DamageLevel.MARKED
    return DamageLevel.SLIGHT if rise_frac >= _SLIGHT_RISE_FRAC else DamageLevel.NONE
