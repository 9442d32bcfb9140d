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
"""Below this the beam position of the header is doubted."""
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
    """``header``, ``beam`` (after a search for the beam) or ``inverted`` (the axis turning the other way)."""
    method: str
    """A method of ``dials.index``: fft1d, fft3d or real_space_grid_search."""
    arguments: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """A name for its files."""
        return f"{self.geometry}_{self.method}" + ("_more" if self.arguments else "")


@dataclass(frozen=True, kw_only=True)
class IndexingOutcome:
    """What an attempt gave."""

    attempt: IndexingAttempt
    indexed_frac: float
    rmsd_px: float


def is_narrow(rotation_deg: float) -> bool:
    """Whether a sweep is too narrow for its statistics, or its geometry, to stand on their own."""
    return rotation_deg < NARROW_DEG


def indexing_attempts(options: ProcessingOptions) -> list[IndexingAttempt]:
    """Return the ways to index in the order in which they are worth trying.

    One-dimensional Fourier indexing is three to five times quicker than the three-dimensional one and agrees with it
    on all sweeps tried; the latter goes first when there is time. A search over orientations needs a known cell.
    """
    first, second = ("fft3d", "fft1d") if options.speed is Speed.THOROUGH else ("fft1d", "fft3d")
    geometries = {
        BeamSearch.AUTO: ("header", "beam"),
        BeamSearch.ALWAYS: ("beam", "header"),
        BeamSearch.NEVER: ("header",),
    }[options.beam_search]
    attempts = [IndexingAttempt(geometry=one, method=first) for one in geometries]
    if options.unit_cell is not None and options.space_group:
        known = [IndexingAttempt(geometry=one, method="real_space_grid_search") for one in geometries]
        attempts = known + attempts
    attempts += [IndexingAttempt(geometry=one, method=second) for one in geometries]
    if options.max_cell_angstrom is None:
        attempts.append(
            IndexingAttempt(geometry=geometries[0], method="fft3d", arguments=("max_cell_estimation.multiplier=2.5",))
        )
    attempts.append(IndexingAttempt(geometry="inverted", method=first))
    return attempts


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
    return "beam" in {outcome.attempt.geometry for outcome in outcomes}


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
    desperate = attempt.geometry == "inverted" or bool(attempt.arguments)
    best = best_outcome(outcomes)
    return not desperate or best is None or best.indexed_frac < _HALF
