"""Trying ways to index: methods, beam positions and rotation axes, each with its own files."""

import math
import time
from collections.abc import Sequence
from pathlib import Path

from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.domain.axes import (
    Vector,
    axes_to_try,
    axis_is_doubtful,
    axis_of,
    axis_remark,
    best_axis,
    with_axis,
)
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.decisions import (
    IndexingAttempt,
    IndexingOutcome,
    best_outcome,
    first_attempts,
    indexing_is_settled,
    is_worth_trying,
    trials_of_axis,
)
from farlight.processing.domain.experiments import beam_centre_px, with_beam_at
from farlight.processing.domain.logs import indexed_counts, last_rmsd_images, last_rmsd_px
from farlight.processing.types import Stage
from farlight.science.beam_centre import beam_center_from_background
from farlight.science.images import ImageError, open_images

MOST_AXIS_TRIALS_S = 600.0
"""Indexing that took so long tries no further axis."""
_USUAL_ATTEMPTS = 6
_IMAGES_FOR_BACKGROUND = 10
_QUICKLY = ("refinement.reflections.reflections_per_degree=20", "basis_vector_combinations.max_refine=15")
"""Refine with fewer spots, and fewer of the candidate lattices: half the time, the same lattice in all sweeps tried."""


class IndexSearch:
    """The attempts of one sweep so far, and what they gave."""

    def __init__(self, bench: Bench, state: ChainState) -> None:
        self._bench = bench
        self._state = state
        self._imported = bench.experiments(state.experiments)
        self._axes: dict[str, Vector] = {"": axis_of(self._imported)}
        self._shifts_px: dict[tuple[str, str], float | None] = {}
        self._outcomes: list[IndexingOutcome] = []
        self._tried = 0
        self._was_cut_short = False
        self._began_s = time.monotonic()

    @property
    def axis(self) -> str:
        """Name of the axis that explains the spots best so far; empty for the one told or guessed."""
        return best_axis(self._outcomes)

    @property
    def best(self) -> IndexingOutcome | None:
        """The best attempt about that axis."""
        return best_outcome(self._about(self.axis))

    def beam_shift_px(self, attempt: IndexingAttempt) -> float | None:
        """How far the beam was moved for an attempt; None when it was not searched for."""
        return self._shifts_px.get((attempt.axis, attempt.geometry))

    def axis_remark(self) -> str:
        """Say which axis was taken and why; empty when no other one was tried."""
        return axis_remark(
            self._outcomes,
            self._axes,
            is_told=self._state.axis_is_told,
            was_cut_short=self._was_cut_short,
            images=self._state.images,
        )

    def by(self, attempts: Sequence[IndexingAttempt]) -> None:
        """Try ways about one axis until one is good."""
        for attempt in attempts:
            outcomes = self._about(attempt.axis)
            if indexing_is_settled(outcomes, self._bench.options, self._state.rotation_deg):
                return
            if not is_worth_trying(attempt, outcomes) or attempt in [outcome.attempt for outcome in outcomes]:
                continue
            outcome = self._attempt(attempt)
            self._outcomes += [outcome] if outcome else []

    def about_other_axes(self) -> None:
        """Try other rotation axes where the one in use is doubtful, as long as there is time."""
        state = self._state
        width_deg = state.rotation_deg / max(state.images, 1)
        if not axis_is_doubtful(
            self._outcomes, is_told=state.axis_is_told, rotation_deg=state.rotation_deg, width_deg=width_deg
        ):
            return
        for name, axis in axes_to_try(self._axes[""]).items():
            if time.monotonic() - self._began_s > MOST_AXIS_TRIALS_S:
                self._was_cut_short = True
                break
            self._axes[name] = axis
            self.by(trials_of_axis(self._bench.options, name, like=self.best))
        self.by(first_attempts(self._bench.options, self.axis))

    def _about(self, axis: str) -> list[IndexingOutcome]:
        return [outcome for outcome in self._outcomes if outcome.attempt.axis == axis]

    def _attempt(self, attempt: IndexingAttempt) -> IndexingOutcome | None:
        """Index in one way; None when it gave no lattice."""
        self._bench.on_progress(Stage.INDEX, self._tried / max(_USUAL_ATTEMPTS, self._tried + 1))
        self._tried += 1
        geometry = self._geometry(attempt.axis, attempt.geometry)
        if geometry is None:
            return None
        arguments = [
            geometry,
            self._state.reflections,
            f"indexing.method={attempt.method}",
            f"indexing.nproc={self._bench.processors}",
            "parameterisation.auto_reduction.action=fix",
            f"output.experiments=indexed_{attempt.name}.expt",
            f"output.reflections=indexed_{attempt.name}.refl",
            *attempt.arguments,
            *self._bench.known_symmetry(),
            *(_QUICKLY if self._bench.is_fast else ()),
        ]
        if self._bench.options.max_cell_angstrom is not None:
            arguments.append(f"max_cell={self._bench.options.max_cell_angstrom:g}")
        log = self._bench.run(Stage.INDEX, "index", arguments, variant=attempt.name)
        indexed, unindexed = indexed_counts(log.text)
        made = (self._bench.folder / f"indexed_{attempt.name}.expt").exists()
        if not log.succeeded or indexed == 0 or not made:
            return None
        rmsd_px, rmsd_images = last_rmsd_px(log.text), last_rmsd_images(log.text)
        return IndexingOutcome(
            attempt=attempt,
            indexed_frac=indexed / (indexed + unindexed),
            rmsd_px=float("inf") if rmsd_px is None else rmsd_px,
            rmsd_images=float("inf") if rmsd_images is None else rmsd_images,
        )

    def _geometry(self, axis: str, geometry: str) -> str | None:
        """Return the experiments with an axis and a beam position, made when they are needed; None when that fails."""
        name = self._state.experiments
        if axis:
            name = f"axis_{axis}.expt"
            self._bench.write_experiments(name, with_axis(self._imported, self._axes[axis]))
        return name if geometry == "header" else self._with_beam_searched(axis, geometry, name)

    def _with_beam_searched(self, axis: str, geometry: str, name: str) -> str | None:
        found = f"{axis}_{geometry}.expt".lstrip("_")
        if (axis, geometry) not in self._shifts_px:
            (self._bench.folder / found).unlink(missing_ok=True)
            self._shifts_px[axis, geometry] = None
            begin = name if geometry == "beam" else self._with_beam_of_background(axis, name)
            if begin is not None:
                self._shifts_px[axis, geometry] = self._search_beam(begin, found)
        return found if (self._bench.folder / found).exists() else None

    def _with_beam_of_background(self, axis: str, name: str) -> str | None:
        """Put the beam where the background of the images is round about it; None when that cannot be seen."""
        centre_px = beam_in_images(self._bench.source)
        moved = with_beam_at(self._bench.experiments(name), centre_px[::-1]) if centre_px else None
        if moved is None:
            return None
        begin = f"{axis}_background_beam.expt".lstrip("_")
        self._bench.write_experiments(begin, moved)
        return begin

    def _search_beam(self, begin: str, found: str) -> float | None:
        """Search the beam position; return how far it was moved. Its geometry stays away when that fails."""
        arguments = [begin, self._state.reflections, f"nproc={self._bench.processors}", f"output.experiments={found}"]
        self._bench.run(Stage.INDEX, "search_beam_position", arguments, variant=found.removesuffix(".expt"))
        if not (self._bench.folder / found).exists():
            return None
        before, after = beam_centre_px(self._imported), beam_centre_px(self._bench.experiments(found))
        return math.dist(before, after) if before and after else None


def beam_in_images(source: Path) -> tuple[float, float] | None:
    """Return the slow and fast position (px) of the beam, told by the background; None when it cannot be told."""
    try:
        with open_images(source) as images:
            step = max(images.ready // _IMAGES_FOR_BACKGROUND, 1)
            looked_at = range(0, images.ready, step)[:_IMAGES_FOR_BACKGROUND]
            return beam_center_from_background((images.frame(index) for index in looked_at), images.mask)
    except ImageError:
        return None
