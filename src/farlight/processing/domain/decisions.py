"""What to do next: the judgement that a crystallographer would bring to a terminal."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from farlight.processing.domain.logs import ResolutionBin
from farlight.processing.types import BeamSearch, ProcessingOptions, ShellStatistics, Speed

NARROW_DEG = 10.0
"""A sweep narrower than this cannot tell cell, distance and beam position apart well."""
FEWEST_SPOTS = 20
"""Fewer spots than these carry no lattice."""
GOOD_INDEXED_FRAC = 0.8
"""Below this the geometry that the headers tell is doubted."""
POOREST_INDEXED_FRAC = 0.15
"""Below this a lattice is an accident."""
_EQUALLY_GOOD_FRAC = 0.03
_SCALABLE_DEG = 5.0
_LEAST_I_OVER_SIGMA = 2.0
_LEAST_BELIEVABLE_I_OVER_SIGMA = 0.1
_DETECTOR_EDGE_FRAC = 0.5
_HALF = 0.5
_SPARSE_MULTIPLICITY = 1.5


@dataclass(frozen=True, kw_only=True)
class IndexingAttempt:
    """A way to index: with which geometry, and by which search."""

    geometry: str
    """``header``, ``beam`` (after a search for the beam) or ``far_beam`` (after a search far about)."""
    method: str
    """A method of ``dials.index``: fft1d, fft3d or real_space_grid_search."""
    arguments: tuple[str, ...] = ()
    axis: str = ""
    """Name of the rotation axis; empty for the one that was told, or is usual for the format."""

    @property
    def name(self) -> str:
        """A name for its files."""
        axis = f"{self.axis}_" if self.axis else ""
        return f"{axis}{self.geometry}_{self.method}" + ("_more" if self.arguments else "")


@dataclass(frozen=True, kw_only=True)
class IndexingOutcome:
    """What an attempt gave."""

    attempt: IndexingAttempt
    indexed_frac: float
    rmsd_px: float
    rmsd_images: float = float("inf")
    """How far off the spots are predicted in rotation."""


def is_narrow(rotation_deg: float) -> bool:
    """Whether a sweep is too narrow for its statistics, or its geometry, to stand on their own."""
    return rotation_deg < NARROW_DEG


def first_attempts(options: ProcessingOptions, axis: str = "") -> list[IndexingAttempt]:
    """Return the quick ways to index about an axis, in the order in which they are worth trying.

    One-dimensional Fourier indexing is three to five times quicker than the three-dimensional one and agrees with it
    on all sweeps tried; the latter goes first when there is time. A search over orientations needs a known cell.
    """
    methods = ["real_space_grid_search"] if options.unit_cell is not None and options.space_group else []
    methods.append(_methods(options)[0])
    attempts = [
        IndexingAttempt(geometry=geometry, method=method, axis=axis)
        for method in methods
        for geometry in _geometries(options)
    ]
    if options.beam_search is not BeamSearch.NEVER:
        attempts.append(IndexingAttempt(geometry="far_beam", method=methods[-1], axis=axis))
    return attempts


def trials_of_axis(
    options: ProcessingOptions, axis: str, *, like: IndexingOutcome | None = None
) -> list[IndexingAttempt]:
    """Return the one attempt that an axis is judged by: after a search for the beam, where that is allowed.

    Parameters
    ----------
    like : IndexingOutcome or None
        The best so far: when only a search far about found a beam, it is searched for there again.
    """
    geometry = "far_beam" if like and like.attempt.geometry == "far_beam" else "beam"
    if options.beam_search is BeamSearch.NEVER:
        geometry = "header"
    return [attempt for attempt in first_attempts(options, axis) if attempt.geometry == geometry][:1]


def last_attempts(options: ProcessingOptions, axis: str = "") -> list[IndexingAttempt]:
    """Return the slow and the desperate ways to index about an axis."""
    second = _methods(options)[1]
    geometries = _geometries(options)
    attempts = [IndexingAttempt(geometry=one, method=second, axis=axis) for one in geometries]
    if options.max_cell_angstrom is None:
        more = ("max_cell_estimation.multiplier=2.5",)
        attempts.append(IndexingAttempt(geometry=geometries[0], method="fft3d", arguments=more, axis=axis))
    return attempts


def _methods(options: ProcessingOptions) -> tuple[str, str]:
    return ("fft3d", "fft1d") if options.speed is Speed.THOROUGH else ("fft1d", "fft3d")


def _geometries(options: ProcessingOptions) -> tuple[str, ...]:
    return {
        BeamSearch.AUTO: ("header", "beam"),
        BeamSearch.ALWAYS: ("beam", "header"),
        BeamSearch.NEVER: ("header",),
    }[options.beam_search]


def best_outcome(outcomes: Sequence[IndexingOutcome]) -> IndexingOutcome | None:
    """Return the outcome that explains most spots; among equally good ones the one that predicts them best."""
    if not outcomes:
        return None
    most = max(outcome.indexed_frac for outcome in outcomes)
    near = [outcome for outcome in outcomes if outcome.indexed_frac >= most - _EQUALLY_GOOD_FRAC]
    return min(near, key=lambda outcome: outcome.rmsd_px)


def indexing_is_settled(outcomes: Sequence[IndexingOutcome], options: ProcessingOptions, rotation_deg: float) -> bool:
    """Whether no other way to index needs to be tried.

    A wide sweep settles it with `GOOD_INDEXED_FRAC`. A narrow one may index well with every index off by one when the
    beam is off by a spot's distance, therefore both geometries are tried before it counts.
    """
    best = best_outcome(outcomes)
    if best is None or best.indexed_frac < GOOD_INDEXED_FRAC:
        return False
    if options.beam_search is BeamSearch.NEVER or not is_narrow(rotation_deg):
        return True
    return any(outcome.attempt.geometry != "header" for outcome in outcomes)


def sparse_data(rotation_deg: float) -> bool:
    """Whether so few reflections repeat that scaling can only be a constant."""
    return rotation_deg < _SCALABLE_DEG


def resolution_limit_angstrom(bins: Sequence[ResolutionBin]) -> float | None:
    """Return the limit of data that hardly repeat, where CC1/2 cannot be had; None for an empty table.

    The limit is the last of the shells, counted from low resolution, that still have a mean I/sigma of two and half
    the completeness of the innermost ones: beyond it is noise, or the corner of the detector.
    """
    if not bins:
        return None
    inner = max(one.completeness_frac for one in bins[:3])
    good = 0
    for one in bins:
        if one.i_over_sigma < _LEAST_I_OVER_SIGMA or one.completeness_frac < _DETECTOR_EDGE_FRAC * inner:
            break
        good += 1
    return bins[max(good, 1) - 1].d_min_angstrom


def hardly_repeats(multiplicity: float | None) -> bool:
    """Whether a multiplicity is too low for agreement factors and CC1/2 to mean anything."""
    return multiplicity is None or multiplicity < _SPARSE_MULTIPLICITY


def is_believable(overall: ShellStatistics) -> bool:
    """Whether scaling kept the signal: with too few repeats its own uncertainty can drown every intensity."""
    return overall.i_over_sigma is not None and overall.i_over_sigma >= _LEAST_BELIEVABLE_I_OVER_SIGMA


def edge_of_completeness_angstrom(bins: Sequence[ResolutionBin]) -> float | None:
    """Return the resolution where completeness falls below half of the inner shells', when that happens within."""
    for before, after in pairwise(bins):
        if before.completeness_frac >= _DETECTOR_EDGE_FRAC > after.completeness_frac:
            return before.d_min_angstrom
    return None


def is_worth_trying(attempt: IndexingAttempt, outcomes: Sequence[IndexingOutcome]) -> bool:
    """Whether a way to index may still help: the desperate ones only when the others explain less than half."""
    desperate = attempt.geometry == "far_beam" or bool(attempt.arguments)
    best = best_outcome(outcomes)
    return not desperate or best is None or best.indexed_frac < _HALF
