"""From intensities to statistics, merged data and a report."""

import dataclasses
from collections.abc import Sequence

from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.adapters.dials_steps.plotting import REPORT_NUMBERS, draw_charts
from farlight.processing.adapters.programs import Outcome
from farlight.processing.domain.chain import ChainState
from farlight.processing.domain.decisions import (
    edge_of_completeness_angstrom,
    hardly_repeats,
    is_believable,
    resolution_limit_angstrom,
    sparse_data,
)
from farlight.processing.domain.files import MERGED_NAME, REPORT_NAME
from farlight.processing.domain.logs import MergingSummary, merging_summary, resolution_bins
from farlight.processing.types import Stage

_NO_SURFACE = ("physical.absorption_correction=False", "scaling_options.full_matrix=False")
_SCALE_ONLY = ("physical.absorption_correction=False", "physical.decay_correction=False", "error_model=None")
_CONSTANT = ("model=KB", "KB.decay_correction=False", "error_model=None")
_PARTIALS = "partiality_cutoff=0.2"


def scaling_ways(*, is_fast: bool, rotation_deg: float) -> list[tuple[str, ...]]:
    """Return the ways to scale, best first: a model as rich as the data can carry, then poorer ones.

    Parameters
    ----------
    is_fast : bool
        Leave out the absorption surface, which takes most of the time.
    rotation_deg : float
        Below some degrees hardly anything repeats: only a scale along the sweep can be had (a constant is not
        determined by anything, and its error swallows the data), and partial reflections are needed.
    """
    poor: list[tuple[str, ...]] = [
        (*_SCALE_ONLY, _PARTIALS, "intensity_choice=profile"),
        (*_SCALE_ONLY, _PARTIALS, "intensity_choice=sum"),
        (*_CONSTANT, _PARTIALS, "intensity_choice=profile"),
        (*_CONSTANT, _PARTIALS, "intensity_choice=sum"),
    ]
    if sparse_data(rotation_deg):
        return poor
    rich: list[tuple[str, ...]] = [_NO_SURFACE] if is_fast else [(), _NO_SURFACE]
    return [*rich, (*_NO_SURFACE, "error_model=None"), *poor]


def scale(bench: Bench, state: ChainState) -> ChainState:
    """Scale, and read the statistics; without any the result says so."""
    ways = scaling_ways(is_fast=bench.is_fast, rotation_deg=state.rotation_deg)
    limit = [f"d_min={bench.options.d_min_angstrom:g}"] if bench.options.d_min_angstrom is not None else []
    for number, way in enumerate(ways):
        bench.on_progress(Stage.SCALE, number / len(ways))
        outcome = _scale(bench, state, [*way, *limit], variant=f"again{number}" if number else "")
        summary = merging_summary(outcome.text)
        if outcome.succeeded and summary is not None and is_believable(summary.overall):
            scaled = dataclasses.replace(state, experiments="scaled.expt", reflections="scaled.refl")
            return _with_statistics(bench, scaled, outcome, summary, way)
    return state


def _scale(bench: Bench, state: ChainState, way: Sequence[str], *, variant: str) -> Outcome:
    arguments = [
        state.experiments,
        state.reflections,
        f"nproc={bench.processors}",
        "output.html=None",
        "output.experiments=scaled.expt",
        "output.reflections=scaled.refl",
        *way,
    ]
    return bench.run(Stage.SCALE, "scale", arguments, variant=variant)


def _with_statistics(
    bench: Bench, state: ChainState, outcome: Outcome, summary: MergingSummary, way: Sequence[str]
) -> ChainState:
    """Add the statistics; data that hardly repeat are cut by I/sigma, as CC1/2 cannot tell where they end."""
    bins = resolution_bins(outcome.text)
    limit_angstrom = summary.overall.d_min_angstrom
    if hardly_repeats(summary.overall.multiplicity) and bench.options.d_min_angstrom is None:
        limit_angstrom = resolution_limit_angstrom(bins) or limit_angstrom
        before = dataclasses.replace(state, experiments="symmetrized.expt", reflections="symmetrized.refl")
        if limit_angstrom is not None and (bench.folder / before.reflections).exists():
            cut = _scale(bench, before, [*way, f"d_min={limit_angstrom:g}"], variant="cut")
            summary = (merging_summary(cut.text) if cut.succeeded else None) or summary
    return dataclasses.replace(
        state,
        resolution_angstrom=limit_angstrom,
        overall=summary.overall,
        inner=summary.inner,
        outer=summary.outer,
        edge_angstrom=edge_of_completeness_angstrom(
            [one for one in bins if limit_angstrom is None or one.d_min_angstrom >= limit_angstrom]
        ),
    )


def merge(bench: Bench, state: ChainState) -> ChainState:
    """Merge symmetry-equivalent reflections into an MTZ file, to the resolution found."""
    if state.overall is None:
        return state
    arguments = [state.experiments, state.reflections, f"output.mtz={MERGED_NAME}", "output.html=None"]
    if state.resolution_angstrom is not None:
        arguments.append(f"d_min={state.resolution_angstrom:g}")
    if bench.run(Stage.MERGE, "merge", arguments).succeeded:
        return state
    plain = [*arguments, "truncate=False", "assess_space_group=False"]
    if bench.run(Stage.MERGE, "merge", plain, variant="plain").succeeded:
        return state.noting("There are too few reflections to estimate amplitudes: the MTZ file holds intensities.")
    return state.noting("The intensities could not be merged into an MTZ file; the log says why.")


def report(bench: Bench, state: ChainState) -> ChainState:
    """Write DIALS' report, and keep the numbers of the plots; the result stands without them."""
    arguments = [state.experiments, state.reflections, f"output.html={REPORT_NAME}", f"output.json={REPORT_NUMBERS}"]
    outcome = bench.run(Stage.REPORT, "report", arguments)
    draw_charts(bench, state)
    if outcome.succeeded:
        return state
    return state.noting("DIALS' report could not be written; the log says why.")
