"""From spots to a lattice."""

import dataclasses
from collections.abc import Callable

from farlight.processing.adapters.dials_steps.bench import CONVENTIONAL, Bench
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.decisions import (
    FEWEST_SPOTS,
    POOREST_INDEXED_FRAC,
    IndexingAttempt,
    IndexingOutcome,
    best_outcome,
    indexing_attempts,
    indexing_is_settled,
    is_worth_trying,
)
from farlight.processing.domain.experiments import with_axis_inverted
from farlight.processing.domain.explanations import no_lattice, too_few_spots
from farlight.processing.domain.lattices import best_of_lattice, chosen_lattice, parse_lattices
from farlight.processing.domain.logs import beam_shift_px, image_reached, indexed_counts, last_rmsd_px, spots_saved
from farlight.processing.domain.symmetry import lattice_of
from farlight.processing.errors import StepFailed
from farlight.processing.types import Stage

_QUICKLY = ("refinement.reflections.reflections_per_degree=20", "basis_vector_combinations.max_refine=15")
"""Refine with fewer spots, and fewer of the candidate lattices: half the time, the same lattice in all sweeps tried."""


def find_spots(bench: Bench, state: ChainState) -> ChainState:
    """Find the strong spots.

    Raises
    ------
    StepFailed
        When it stops, or finds too few for any lattice.
    """
    arguments = [state.experiments, f"nproc={bench.processors}", "output.reflections=strong.refl"]
    outcome = bench.run(Stage.FIND_SPOTS, "find_spots", arguments, on_line=_image_counter(bench, state.images))
    spots = spots_saved(outcome.text)
    if not outcome.succeeded and "Found 0 strong pixels" not in outcome.text:
        bench.fail(Stage.FIND_SPOTS, outcome)
    if spots < FEWEST_SPOTS:
        failure = too_few_spots(spots, state.images)
        raise StepFailed(failure.step, failure.why, failure.try_next)
    return dataclasses.replace(state, spots=spots, reflections="strong.refl")


def _image_counter(bench: Bench, images: int) -> Callable[[str], None]:
    reached = 0

    def count(line: str) -> None:
        nonlocal reached
        if image_reached(line) is not None:
            reached += 1
            bench.on_progress(Stage.FIND_SPOTS, reached / max(images, 1))

    return count


def index(bench: Bench, state: ChainState) -> ChainState:
    """Index by the ways that are worth trying, until one is good; keep the best.

    Raises
    ------
    StepFailed
        When no way explains enough spots.
    """
    (bench.folder / "beam.expt").unlink(missing_ok=True)
    outcomes: list[IndexingOutcome] = []
    shift_px: float | None = None
    attempts = indexing_attempts(bench.options)
    for number, attempt in enumerate(attempts):
        bench.on_progress(Stage.INDEX, number / len(attempts))
        if not is_worth_trying(attempt, outcomes):
            continue
        if attempt.geometry == "beam" and not (bench.folder / "beam.expt").exists():
            shift_px = _search_beam(bench, state)
        if not _geometry_exists(bench, state, attempt.geometry):
            continue
        outcome = _attempt(bench, state, attempt)
        outcomes += [outcome] if outcome else []
        if indexing_is_settled(outcomes, bench.options, state.rotation_deg):
            break
    best = best_outcome(outcomes)
    if best is None or best.indexed_frac < POOREST_INDEXED_FRAC:
        failure = no_lattice(best.indexed_frac if best else 0.0, state.spots)
        raise StepFailed(failure.step, failure.why, failure.try_next)
    return dataclasses.replace(
        state,
        experiments=f"indexed_{best.attempt.name}.expt",
        reflections=f"indexed_{best.attempt.name}.refl",
        indexed=f"indexed_{best.attempt.name}",
        indexed_frac=round(best.indexed_frac, 4),
        rmsd_px=round(best.rmsd_px, 3),
        geometry=best.attempt.geometry,
        beam_shift_px=shift_px,
    )


def _search_beam(bench: Bench, state: ChainState) -> float | None:
    """Search the beam position; its geometry stays away when that fails."""
    arguments = [state.experiments, state.reflections, f"nproc={bench.processors}", "output.experiments=beam.expt"]
    outcome = bench.run(Stage.INDEX, "search_beam_position", arguments, variant="beam")
    return beam_shift_px(outcome.text) if outcome.succeeded else None


def _geometry_exists(bench: Bench, state: ChainState, geometry: str) -> bool:
    if geometry == "inverted":
        bench.write_experiments("inverted.expt", with_axis_inverted(bench.experiments(state.experiments)))
    return geometry == "header" or (bench.folder / f"{geometry}.expt").exists()


def _attempt(bench: Bench, state: ChainState, attempt: IndexingAttempt) -> IndexingOutcome | None:
    """Index in one way; None when it gave no lattice."""
    geometry = state.experiments if attempt.geometry == "header" else f"{attempt.geometry}.expt"
    arguments = [
        geometry,
        state.reflections,
        f"indexing.method={attempt.method}",
        f"indexing.nproc={bench.processors}",
        "parameterisation.auto_reduction.action=fix",
        f"output.experiments=indexed_{attempt.name}.expt",
        f"output.reflections=indexed_{attempt.name}.refl",
        *attempt.arguments,
        *bench.known_symmetry(),
    ]
    if bench.is_fast:
        arguments += _QUICKLY
    if bench.options.max_cell_angstrom is not None:
        arguments.append(f"max_cell={bench.options.max_cell_angstrom:g}")
    outcome = bench.run(Stage.INDEX, "index", arguments, variant=attempt.name)
    indexed, unindexed = indexed_counts(outcome.text)
    if not outcome.succeeded or indexed == 0 or not (bench.folder / f"indexed_{attempt.name}.expt").exists():
        return None
    rmsd_px = last_rmsd_px(outcome.text)
    return IndexingOutcome(
        attempt=attempt,
        indexed_frac=indexed / (indexed + unindexed),
        rmsd_px=rmsd_px if rmsd_px is not None else float("inf"),
    )


def choose_lattice(bench: Bench, state: ChainState) -> ChainState:
    """Compare the lattices that the cell allows and take the most symmetric that fits.

    Without one that fits, it goes on triclinic: the intensities may still tell the symmetry.
    """
    if bench.known_symmetry():
        return dataclasses.replace(state, lattice=lattice_of(bench.options.space_group))
    state = dataclasses.replace(state, experiments=f"{state.indexed}.expt", reflections=f"{state.indexed}.refl")
    arguments = [state.experiments, state.reflections, f"nproc={bench.processors}", CONVENTIONAL]
    if bench.is_fast:
        arguments.append("refinement.reflections.reflections_per_degree=20")
    outcome = bench.run(Stage.LATTICE, "refine_bravais_settings", arguments)
    summary = bench.folder / "bravais_summary.json"
    if not outcome.succeeded or not summary.is_file():
        return dataclasses.replace(state, lattice="aP").noting("The lattices could not be compared.")
    solutions = parse_lattices(summary.read_text())
    chosen = chosen_lattice(solutions, bench.options.space_group)
    if state.wanted_lattice:
        chosen = best_of_lattice(solutions, state.wanted_lattice) or chosen
    chosen = chosen or chosen_lattice(solutions)
    if chosen is None:
        return dataclasses.replace(state, lattice="aP")
    experiments = f"bravais_setting_{chosen.number}.expt"
    change = ["change_of_basis_op=" + chosen.change_of_basis, "output.reflections=lattice.refl"]
    reindexed = bench.run(Stage.LATTICE, "reindex", [state.reflections, *change], variant="reindex")
    if not reindexed.succeeded:
        return dataclasses.replace(state, lattice="aP").noting("The chosen lattice could not be applied.")
    return dataclasses.replace(state, lattice=chosen.lattice, experiments=experiments, reflections="lattice.refl")
