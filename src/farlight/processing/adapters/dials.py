"""The DIALS chain: from images to a result, able to go on where a killed worker left it."""

import dataclasses
import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from farlight.processing.adapters.charts import kept_charts
from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.adapters.dials_steps.completing import FOLDER as COMPLETED
from farlight.processing.adapters.dials_steps.importing import import_images
from farlight.processing.adapters.dials_steps.indexing import choose_lattice, find_spots, index
from farlight.processing.adapters.dials_steps.integrating import find_symmetry, integrate, refine
from farlight.processing.adapters.dials_steps.scaling import merge, report, scale
from farlight.processing.adapters.processes import end_processes_of, sole_owner
from farlight.processing.adapters.programs import Programs, environment
from farlight.processing.domain.chain import ChainState, state_from
from farlight.processing.domain.experiments import mosaicity_deg, space_group_of, unit_cell_of
from farlight.processing.domain.explanations import explained, program_missing
from farlight.processing.domain.files import known_files
from farlight.processing.domain.messages import messages_of
from farlight.processing.domain.notes import NotableFacts, mere_notes_on, notes_on
from farlight.processing.domain.stages import overall_progress_frac
from farlight.processing.domain.symmetry import lattice_of
from farlight.processing.errors import ChainCancelled, StepFailed
from farlight.processing.types import ProcessingOptions, ProcessingResult, Stage

OnStage = Callable[[Stage, float], None]
"""Told the stage and how much of the whole chain is done, 0 to 1."""

_STATE_NAME = "chain.json"
_STEPS: dict[Stage, Callable[[Bench, ChainState], ChainState]] = {
    Stage.IMPORT: import_images,
    Stage.FIND_SPOTS: find_spots,
    Stage.INDEX: index,
    Stage.LATTICE: choose_lattice,
    Stage.REFINE: refine,
    Stage.INTEGRATE: integrate,
    Stage.SYMMETRY: find_symmetry,
    Stage.SCALE: scale,
    Stage.MERGE: merge,
    Stage.REPORT: report,
}


def process_images(
    source: Path,
    folder: Path,
    options: ProcessingOptions,
    *,
    on_stage: OnStage = lambda _stage, _progress_frac: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> ProcessingResult:
    """Run DIALS on a rotation sweep, in a folder of its own.

    Started again in the same folder it goes on behind the last finished step; programs that a killed predecessor left
    running are ended first.

    Parameters
    ----------
    source : Path
        The images: an HDF5/NeXus master, a folder, one image of a sweep, or a template with ``#``.
        ``import.phil`` beside them tells what their headers lack.
    folder : Path
        Where everything is written; made when it is not there.
    options : ProcessingOptions
        What was asked for.
    on_stage : callable
        Told about progress.
    is_cancelled : callable
        Asked several times a second.

    Raises
    ------
    StepFailed
        With the step, the reason and what to try.
    ChainCancelled
        When it was cancelled; nothing is left running.
    ChainOccupied
        When another process works in the folder.
    """
    with sole_owner(folder):
        end_processes_of(folder)
        bench = Bench(
            folder=folder,
            source=source.absolute(),
            options=options,
            programs=Programs(folder=folder, is_cancelled=is_cancelled, environment=environment(folder)),
            processors=options.processors or len(os.sched_getaffinity(0)),
            on_progress=lambda stage, frac: on_stage(stage, overall_progress_frac(stage, frac)),
        )
        state = _run_steps(bench, _saved_state(folder), is_cancelled)
        _tidy(folder)
        return _result(bench, state)


def _run_steps(bench: Bench, state: ChainState, is_cancelled: Callable[[], bool]) -> ChainState:
    while (stage := state.next_stage()) is not None:
        if is_cancelled():
            raise ChainCancelled
        bench.on_progress(stage, 0.0)
        state = _step(bench, stage, state)
    return state


def _step(bench: Bench, stage: Stage, state: ChainState) -> ChainState:
    """Run a step and keep what it found; what the system refuses is a failure of the step like any other."""
    try:
        started = time.monotonic()
        after = _STEPS[stage](bench, state)
        went_back = len(after.done) < len(state.done)
        state = after if went_back else after.finished(stage, time.monotonic() - started)
        _save_state(bench.folder, state)
    except (OSError, ValueError, KeyError) as error:
        is_program = isinstance(error, FileNotFoundError) and str(error).startswith("dials.")
        words = f"{type(error).__name__}: {error}"
        failure = program_missing(str(error)) if is_program else explained(stage, words)
        raise StepFailed(failure.step, failure.why, failure.try_next) from error
    return state


def _saved_state(folder: Path) -> ChainState:
    path = folder / _STATE_NAME
    return state_from(json.loads(path.read_text())) if path.is_file() else ChainState()


def _save_state(folder: Path, state: ChainState) -> None:
    """Write the state so that it is there whole or not at all."""
    draft = folder / f"{_STATE_NAME}.new"
    draft.write_text(json.dumps(dataclasses.asdict(state)))
    draft.replace(folder / _STATE_NAME)


def _tidy(folder: Path) -> None:
    """Take away what only the steps between needed: most of the files, a third of the bytes."""
    patterns = ("bravais_setting_*.expt", "dials.*.log", "lattice.refl", "beam.expt", "*_beam.expt", "axis_*.expt")
    for pattern in patterns:
        for path in folder.glob(pattern):
            path.unlink()
    shutil.rmtree(folder / COMPLETED, ignore_errors=True)


def _notable(state: ChainState, space_group: str) -> NotableFacts:
    return NotableFacts(
        rotation_deg=state.rotation_deg,
        images=state.images,
        indexed_frac=state.indexed_frac,
        rmsd_px=state.rmsd_px,
        overall=state.overall,
        space_group=space_group,
        space_group_source=state.space_group_source,
        equally_likely_group=state.equally_likely_group,
        beam_shift_px=state.beam_shift_px,
        geometry=state.geometry,
        edge_angstrom=state.edge_angstrom,
    )


def _result(bench: Bench, state: ChainState) -> ProcessingResult:
    experiments = bench.experiments(state.experiments)
    space_group = space_group_of(experiments)
    sigma_m = mosaicity_deg(experiments)
    charts, notable = kept_charts(bench.folder), _notable(state, space_group)
    return ProcessingResult(
        unit_cell=unit_cell_of(experiments),
        space_group=space_group,
        space_group_source=state.space_group_source,
        lattice=lattice_of(space_group) or state.lattice,
        resolution_angstrom=state.resolution_angstrom,
        overall=state.overall,
        inner=state.inner,
        outer=state.outer,
        images=state.images,
        rotation_deg=state.rotation_deg,
        spots=state.spots,
        indexed_frac=state.indexed_frac,
        rmsd_px=state.rmsd_px,
        mosaicity_deg=round(sigma_m, 4) if sigma_m is not None else None,
        beam_shift_px=round(state.beam_shift_px, 2) if state.beam_shift_px is not None else None,
        notes=(*notes_on(notable), *state.remarks),
        files=known_files((entry.name, entry.stat().st_size) for entry in bench.folder.iterdir() if entry.is_file()),
        times=state.times,
        messages=messages_of(notes_on(notable), (*mere_notes_on(notable), *state.remarks), charts),
        beam=charts.beam,
        damage=charts.damage,
    )
