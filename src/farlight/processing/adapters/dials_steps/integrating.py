"""From a lattice to intensities and their symmetry."""

import dataclasses
from collections.abc import Callable

from farlight.processing.adapters.dials_steps.bench import CONVENTIONAL, Bench
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.decisions import is_narrow
from farlight.processing.domain.experiments import space_group_of
from farlight.processing.domain.explanations import explained
from farlight.processing.domain.lattices import best_of_lattice, parse_lattices
from farlight.processing.domain.logs import equally_likely_group, integrated_count, last_rmsd_px
from farlight.processing.domain.symmetry import lattice_of, plain_symbol
from farlight.processing.errors import StepFailed
from farlight.processing.types import Stage

_INTEGRATION_PARTS = {
    "Processing reference reflections": 0.1,
    "Beginning modelling job": 0.1,
    "Processing reflections in the following blocks": 0.4,
    "Beginning integration job": 0.6,
}
"""Lines of the log of dials.integrate, and how far it is when they appear."""

_FEW = ("gaussian_rs.min_spots.overall=5", "gaussian_rs.min_spots.per_degree=1")
_INTEGRATION_WAYS = (
    ((), ""),
    (_FEW, "Few strong spots: the profiles were learnt from fewer than usual."),
    (
        (*_FEW, "integration.profile.fitting=False"),
        "Few strong spots: intensities were summed, not fitted by profiles.",
    ),
)
"""What to tell dials.integrate, and what to say of the result: the usual first, then for ever fewer strong spots."""


def refine(bench: Bench, state: ChainState) -> ChainState:
    """Refine geometry and cell; go on with the unrefined when that fails, saying so."""
    base = [
        state.experiments,
        state.reflections,
        "refinement.parameterisation.auto_reduction.action=fix",
        "output.experiments=refined.expt",
        "output.reflections=refined.refl",
    ]
    static = ["scan_varying=False"]
    quick = [*static, "refinement.reflections.reflections_per_degree=30"]
    fixed = [*static, "refinement.parameterisation.detector.fix=all", "refinement.parameterisation.beam.fix=all"]
    narrow = is_narrow(state.rotation_deg)
    ways = (quick if not narrow else static, fixed) if bench.is_fast or narrow else ([], static, fixed)
    for number, way in enumerate(ways):
        outcome = bench.run(Stage.REFINE, "refine", [*base, *way], variant=f"again{number}" if number else "")
        if outcome.succeeded:
            rmsd_px = last_rmsd_px(outcome.text)
            return dataclasses.replace(
                state,
                experiments="refined.expt",
                reflections="refined.refl",
                rmsd_px=round(rmsd_px, 3) if rmsd_px is not None else state.rmsd_px,
            )
    return state.noting("The geometry could not be refined further; that of indexing was used.")


def integrate(bench: Bench, state: ChainState) -> ChainState:
    """Integrate; when there are few strong spots, learn the profiles from fewer, then sum only.

    Raises
    ------
    StepFailed
        When nothing could be integrated in any way.
    """
    base = [state.experiments, state.reflections, f"nproc={bench.processors}"]
    base += ["background.algorithm=simple"] if bench.is_fast else []
    if bench.options.d_min_angstrom is not None:
        base.append(f"prediction.d_min={bench.options.d_min_angstrom:g}")
    for number, (way, remark) in enumerate(_INTEGRATION_WAYS):
        outcome = bench.run(
            Stage.INTEGRATE,
            "integrate",
            [*base, *way],
            variant=f"again{number}" if number else "",
            on_line=_progress_watcher(bench),
        )
        if outcome.succeeded and integrated_count(outcome.text):
            after = dataclasses.replace(state, experiments="integrated.expt", reflections="integrated.refl")
            return after.noting(remark)
        failure = explained(Stage.INTEGRATE, outcome.text)
    raise StepFailed(failure.step, failure.why, failure.try_next)


def _progress_watcher(bench: Bench) -> Callable[[str], None]:
    def watch(line: str) -> None:
        for words, part in _INTEGRATION_PARTS.items():
            if words in line:
                bench.on_progress(Stage.INTEGRATE, part)

    return watch


def find_symmetry(bench: Bench, state: ChainState) -> ChainState:
    """Find the space group from the intensities, or apply the one that was asked for where the lattice allows it.

    When the intensities show less symmetry than the lattice was given, the chain goes back once and integrates with
    the less symmetric lattice.

    Raises
    ------
    StepFailed
        When a space group that was asked for does not fit the lattice.
    """
    if bench.options.space_group:
        if lattice_of(bench.options.space_group) == state.lattice:
            return _given_symmetry(bench, state)
        state = state.noting(f"The lattice does not allow {bench.options.space_group}; the intensities decided.")
    arguments = [
        state.experiments,
        state.reflections,
        "output.experiments=symmetrized.expt",
        "output.reflections=symmetrized.refl",
        "output.html=None",
        CONVENTIONAL,
    ]
    outcome = bench.run(Stage.SYMMETRY, "symmetry", arguments)
    if not outcome.succeeded and is_narrow(state.rotation_deg):
        outcome = bench.run(Stage.SYMMETRY, "symmetry", [*arguments, "partiality_threshold=0.1"], variant="partial")
    if not outcome.succeeded:
        return dataclasses.replace(state, space_group_source="lattice")
    lattice = lattice_of(space_group_of(bench.experiments("symmetrized.expt")))
    if _deserves_another_lattice(bench, state, lattice):
        return dataclasses.replace(state.back_to(Stage.LATTICE), wanted_lattice=lattice)
    return dataclasses.replace(
        state,
        experiments="symmetrized.expt",
        reflections="symmetrized.refl",
        lattice=lattice or state.lattice,
        space_group_source="intensities",
        equally_likely_group=equally_likely_group(outcome.text),
    )


def _given_symmetry(bench: Bench, state: ChainState) -> ChainState:
    arguments = [
        state.experiments,
        state.reflections,
        f"space_group={plain_symbol(bench.options.space_group)}",
        "output.experiments=symmetrized.expt",
        "output.reflections=symmetrized.refl",
    ]
    outcome = bench.run(Stage.SYMMETRY, "reindex", arguments, variant="given")
    if not outcome.succeeded:
        raise StepFailed(
            Stage.SYMMETRY,
            f"The space group {bench.options.space_group} does not fit the lattice {state.lattice} that was found.",
            ["Run again without a space group: the intensities then decide."],
        )
    return dataclasses.replace(
        state,
        experiments="symmetrized.expt",
        reflections="symmetrized.refl",
        lattice=lattice_of(bench.options.space_group) or state.lattice,
        space_group_source="user",
    )


def _deserves_another_lattice(bench: Bench, state: ChainState, lattice: str) -> bool:
    """Whether the intensities showed another, possible lattice than the one integrated in, for the first time."""
    summary = bench.folder / "bravais_summary.json"
    if state.wanted_lattice or not lattice or lattice in {state.lattice, "aP"} or is_narrow(state.rotation_deg):
        return False
    if not summary.is_file():
        return False
    solutions = parse_lattices(summary.read_text())
    order = {solution.lattice: solution.number for solution in reversed(solutions)}
    fits = best_of_lattice(solutions, lattice) is not None
    return fits and order[lattice] < order.get(state.lattice, 0)
