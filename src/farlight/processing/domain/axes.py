"""Which rotation axes are worth trying when the headers tell none, or one that does not index, and which one holds.

All vectors are in DIALS' laboratory frame (imgCIF): x along the usual horizontal axis, y up, z towards the source.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from farlight.processing.domain.decisions import (
    GOOD_INDEXED_FRAC,
    POOREST_INDEXED_FRAC,
    IndexingOutcome,
    best_outcome,
    is_narrow,
)

Vector = tuple[float, float, float]
Matrix = tuple[Vector, Vector, Vector]

USUAL_AXES: Mapping[str, Vector] = {
    "x": (1.0, 0.0, 0.0),
    "minus_x": (-1.0, 0.0, 0.0),
    "y": (0.0, 1.0, 0.0),
    "minus_y": (0.0, -1.0, 0.0),
}
"""Axes that goniometers at beamlines have: horizontal or vertical, turning either way. The names are for files."""
_SAME_AXIS_COSINE = math.cos(math.radians(5.0))
_DOUBTFUL_ROTATION_DEG = 0.25
_DOUBTFUL_IMAGES = 1.5
"""A lattice that predicts its spots to this angle, and this many images, has a wrong axis; good ones: 0.02 to 0.15°."""
_CONVINCING_SWEEP_FRAC = 0.15
"""Spots predicted to this part of the sweep are so by the right axis; angles taken by chance are off by 0.29 of it."""
_HOPELESS_FRAC = 0.5
"""With a wrong axis, the lattice of a wide sweep explains less than this."""
_AS_MANY_FRAC = 0.05
_MANY_MORE_FRAC = 0.2
_CLEARLY = 2.0
_NO_TURN: Matrix = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def axis_of(experiments: Mapping[str, Any]) -> Vector:
    """Return the axis about which the crystal turns during the sweep, in the laboratory.

    Of a goniometer with several axes it is the scan axis, carried by those that lie between it and the ground.
    """
    goniometer = experiments["goniometer"][0]
    if "axes" not in goniometer:
        return _turned(_matrix(goniometer.get("setting_rotation")), _vector(goniometer["rotation_axis"]))
    scanned = int(goniometer["scan_axis"])
    axis = _vector(goniometer["axes"][scanned])
    carriers = zip(goniometer["axes"][scanned + 1 :], goniometer["angles"][scanned + 1 :], strict=True)
    for carrier, angle_deg in carriers:
        axis = _turned(_turn_about(_vector(carrier), angle_deg), axis)
    return axis


def with_axis(experiments: Mapping[str, Any], axis: Vector) -> dict[str, Any]:
    """Return the experiments with every goniometer replaced by one that turns about an axis only."""
    unit = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]
    plain = {"rotation_axis": list(axis), "fixed_rotation": unit, "setting_rotation": unit}
    return {**experiments, "goniometer": [plain for _ in experiments["goniometer"]]}


def axes_to_try(told: Vector) -> dict[str, Vector]:
    """Return the axes to try beside the one that was told or guessed, by name: first the same turning the other way."""
    inverted = (0.0 - told[0], 0.0 - told[1], 0.0 - told[2])
    others = {
        name: axis
        for name, axis in USUAL_AXES.items()
        if max(_dot(axis, told), _dot(axis, inverted)) < _SAME_AXIS_COSINE
    }
    return {"inverted": inverted, **others}


def axis_is_doubtful(
    outcomes: Sequence[IndexingOutcome], *, is_told: bool, rotation_deg: float, width_deg: float
) -> bool:
    """Whether other axes deserve a trial.

    A narrow sweep indexes well, and in a wrong lattice, with an axis that is wrong: where nobody told the axis, others
    are tried unless the angles of the spots are predicted far better than by chance. Else they are when few spots are
    indexed, or are predicted at a wrong angle.

    Parameters
    ----------
    outcomes : sequence
        What indexing with the axis as told, or guessed, gave.
    is_told : bool
        Whether headers or ``import.phil`` say the axis.
    rotation_deg, width_deg : float
        Of the sweep, and of an image.
    """
    best = best_outcome(outcomes)
    if best is None:
        return True
    if best.rmsd_images > _DOUBTFUL_IMAGES and best.rmsd_images * abs(width_deg) > _DOUBTFUL_ROTATION_DEG:
        return True
    if is_narrow(rotation_deg):
        by_chance = best.rmsd_images * abs(width_deg) > _CONVINCING_SWEEP_FRAC * rotation_deg
        return best.indexed_frac < GOOD_INDEXED_FRAC or (by_chance and not is_told)
    return best.indexed_frac < _HOPELESS_FRAC


def best_axis(outcomes: Sequence[IndexingOutcome]) -> str:
    """Return the name of the axis that explains the spots best; the one that was told (empty) in doubt.

    Another one must be clearly better: as many spots, predicted with half the error (distance on the detector times
    distance in rotation); or many more spots.
    """
    chosen, holder = "", _of_axis(outcomes, "")
    for axis in dict.fromkeys(outcome.attempt.axis for outcome in outcomes):
        rival = _of_axis(outcomes, axis)
        if axis and rival is not None and _is_clearly_better(rival, holder):
            chosen, holder = axis, rival
    return chosen


def _of_axis(outcomes: Sequence[IndexingOutcome], axis: str) -> IndexingOutcome | None:
    return best_outcome([outcome for outcome in outcomes if outcome.attempt.axis == axis])


def _is_clearly_better(rival: IndexingOutcome, holder: IndexingOutcome | None) -> bool:
    if holder is None:
        return rival.indexed_frac >= POOREST_INDEXED_FRAC
    gain = rival.indexed_frac - holder.indexed_frac
    return gain > _MANY_MORE_FRAC or (gain > -_AS_MANY_FRAC and _error(rival) * _CLEARLY < _error(holder))


def _error(outcome: IndexingOutcome) -> float:
    return outcome.rmsd_px * outcome.rmsd_images


def axis_remark(
    outcomes: Sequence[IndexingOutcome], axes: Mapping[str, Vector], *, is_told: bool, was_cut_short: bool, images: int
) -> str:
    """Say which axis was taken and why, when several were tried; empty when they were not.

    Parameters
    ----------
    axes : mapping
        The vector of each axis that was to be tried by its name; under the empty name the one told or guessed.
    was_cut_short : bool
        Whether time was up before all of them were tried.
    images : int
        Number of images of the sweep: angles predicted no better than by chance tell no axis.
    """
    name = best_axis(outcomes)
    taken, usual = _of_axis(outcomes, name), _of_axis(outcomes, "")
    if taken is None or len(axes) < 2:  # noqa: PLR2004 - the one that was told, and another
        return ""
    short = " There was no time to try them all." if was_cut_short else ""
    written = ",".join(f"{part:.4g}" for part in axes[name])
    if not is_told and taken.rmsd_images > _CONVINCING_SWEEP_FRAC * images:
        return (
            f"The rotation axis cannot be told from these images: {len(axes)} were tried, and none predicts the angles "
            f"of the spots better than by chance. {_words(axes[name])} was taken ({_fit(taken)}); the lattice may be "
            f"a wrong one. Write the true axis, like geometry.goniometer.axis={written}, into a file import.phil "
            f"beside the images, or collect more of them.{short}"
        )
    if not name:
        which = "that of the headers" if is_told else "the one that is usual for the format"
        return f"{len(axes)} rotation axes were tried; {which}, {_words(axes[''])}, fits best ({_fit(taken)}).{short}"
    origin = "The rotation axis that was told is doubtful" if is_told else "The headers tell no rotation axis"
    otherwise = _fit(usual) if usual else "nothing indexed"
    return (
        f"{origin}: {len(axes)} were tried, and {_words(axes[name])} was taken, as it explains the spots best "
        f"({_fit(taken)}; with {_words(axes[''])} {otherwise}). To settle it, write geometry.goniometer.axis={written} "
        f"into a file import.phil beside the images.{short}"
    )


def _words(axis: Vector) -> str:
    return "(" + ", ".join(f"{part:.3g}" for part in axis) + ")"


def _fit(outcome: IndexingOutcome) -> str:
    turns = f", {outcome.rmsd_images:.1f} images" if math.isfinite(outcome.rmsd_images) else ""
    return f"{outcome.indexed_frac:.0%} of the spots, off by {outcome.rmsd_px:.1f} px{turns}"


def _dot(one: Vector, other: Vector) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _vector(parts: Sequence[float]) -> Vector:
    x, y, z = parts
    return x, y, z


def _matrix(rows: Sequence[float] | None) -> Matrix:
    if rows is None:
        return _NO_TURN
    a, b, c, d, e, f, g, h, i = rows
    return ((a, b, c), (d, e, f), (g, h, i))


def _turned(matrix: Matrix, vector: Vector) -> Vector:
    x, y, z = (_dot(row, vector) for row in matrix)
    return x, y, z


def _turn_about(axis: Vector, angle_deg: float) -> Matrix:
    """Return the matrix of a right-handed turn (Rodrigues' formula)."""
    x, y, z = axis
    sine, cosine = math.sin(math.radians(angle_deg)), math.cos(math.radians(angle_deg))
    rest = 1 - cosine
    return (
        (cosine + x * x * rest, x * y * rest - z * sine, x * z * rest + y * sine),
        (y * x * rest + z * sine, cosine + y * y * rest, y * z * rest - x * sine),
        (z * x * rest - y * sine, z * y * rest + x * sine, cosine + z * z * rest),
    )
