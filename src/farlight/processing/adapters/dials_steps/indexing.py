"""From spots to a lattice."""

import dataclasses
from collections.abc import Callable

from farlight.processing.adapters.dials_steps.bench import CONVENTIONAL, Bench
from farlight.processing.adapters.dials_steps.index_search import IndexSearch
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.decisions import (
    FEWEST_SPOTS,
    POOREST_INDEXED_FRAC,
    first_attempts,
    last_attempts,
)
from farlight.processing.domain.explanations import no_lattice, too_few_spots
from farlight.processing.domain.lattices import best_of_lattice, chosen_lattice, parse_lattices
from farlight.processing.domain.logs import image_reached, spots_saved
from farlight.processing.domain.symmetry import lattice_of
from farlight.processing.errors import StepFailed
from farlight.processing.types import Stage


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

    Where the rotation axis is not told, or the lattice found with it is doubtful, other axes are tried too.

    Raises
    ------
    StepFailed
        When no way explains enough spots.
    """
    search = IndexSearch(bench, state)
    search.by(first_attempts(bench.options))
    search.about_other_axes()
    search.by(last_attempts(bench.options, search.axis))
    best = search.best
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
        beam_shift_px=search.beam_shift_px(best.attempt),
    ).noting(search.axis_remark())


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
