"""What came out of an experiment."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from farlight.config.experiment.errors import ExperimentFailed
from farlight.config.experiment.following import Progress
from farlight.config.experiment.plan import ExperimentPlan
from farlight.kernel.ids import run_code
from farlight.people.types import Actor
from farlight.processing.public import result_of
from farlight.processing.types import ProcessingResult
from farlight.runs.public import run_for, series_of
from farlight.science.diffraction.crystals import Crystal
from farlight.science.images.sequence import sweeps_in
from farlight.transfer.access import session_files

CELL_TOLERANCE_FRAC = 0.005
ANGLE_TOLERANCE_DEG = 0.5


def report_of(person: Actor, session: str, progress: Progress, plan: ExperimentPlan) -> dict[str, Any]:
    """Gather what the experiment found, as it stands in the facility: the object of ``--json`` but for its times.

    Raises
    ------
    ExperimentFailed
        When a result is missing, or is not what was simulated.
    """
    number, processing = progress.run or 0, progress.processing or 0
    run = run_for(person, run_code(session, number))
    result = result_of(person, session, number, processing)
    if result is None:
        raise ExperimentFailed("processing", "It finished without a result.")
    if plan.crystal is not None:
        _refuse_other_crystal(result, plan.crystal)
    series = series_of(run)
    overall = result.overall
    return {
        "session": session,
        "run": run.code,
        "images": run.frames,
        "images_analysed": run.analysed,
        "spots_per_image_median": median(series.spots) if series.spots else None,
        "unit_cell": list(result.unit_cell),
        "space_group": result.space_group,
        "lattice": result.lattice,
        "resolution_angstrom": result.resolution_angstrom,
        "cc_half_overall": overall.cc_half if overall else None,
        "completeness_frac": overall.completeness_frac if overall else None,
        "multiplicity": overall.multiplicity if overall else None,
        "i_over_sigma": overall.i_over_sigma if overall else None,
        "r_merge": overall.r_merge if overall else None,
        "indexed_frac": result.indexed_frac,
        "mosaicity_deg": result.mosaicity_deg,
        "simulated": _simulated(plan.crystal),
        "files": _files(person, session),
        "dials_seconds": {time.stage.value: round(time.duration_s, 1) for time in result.times},
        "notes": [note for note in (*result.notes, run.analysis_note, left_out_note(plan.source)) if note],
    }


def seconds_of(moments: Mapping[str, datetime], began: datetime, ended: datetime) -> dict[str, float]:
    """Return how long each stage took. Image analysis runs beside the acquisition, so the stages overlap."""
    spans = {
        "facility": (began, moments.get("request-queued")),
        "acquisition": (moments.get("request-queued"), moments.get("run-ended")),
        "image_analysis": (moments.get("run-started"), moments.get("run-analysis-ended")),
        "processing": (moments.get("processing-queued"), moments.get("processing-finished")),
        "total": (began, ended),
    }
    return {
        name: round((end - start).total_seconds(), 1)
        for name, (start, end) in spans.items()
        if start is not None and end is not None
    }


def in_words(report: Mapping[str, Any]) -> str:
    """Say what happened, for people."""
    rows = [
        ("run", f"{report['run']}, {report['images']} images, {report['spots_per_image_median']:g} spots an image"),
        ("cell", " ".join(f"{value:.2f}" for value in report["unit_cell"])),
        ("space group", f"{report['space_group']} ({100 * report['indexed_frac']:.1f} % of the spots indexed)"),
        ("resolution", _measured(report["resolution_angstrom"], "{:.2f} Å")),
        ("CC1/2", _measured(report["cc_half_overall"], "{:.3f}")),
        ("completeness", _measured(report["completeness_frac"], "{:.1%}")),
        ("files", f"{len(report['files'])} with {sum(f['size_bytes'] for f in report['files']) / 1e6:.0f} MB"),
        ("seconds", ", ".join(f"{name} {value:g}" for name, value in report["seconds"].items())),
        *(("note", note) for note in report["notes"]),
    ]
    return "\n".join(f"  {name:13} {value}" for name, value in rows)


def _measured(value: float | None, form: str) -> str:
    return "not to be had from these data" if value is None else form.format(value)


def _simulated(crystal: Crystal | None) -> dict[str, Any] | None:
    return {"unit_cell": list(crystal.cell), "space_group": crystal.space_group} if crystal else None


def _refuse_other_crystal(result: ProcessingResult, crystal: Crystal) -> None:
    found, true = result.unit_cell, crystal.cell
    lengths = all(math.isclose(a, b, rel_tol=CELL_TOLERANCE_FRAC) for a, b in zip(found[:3], true[:3], strict=True))
    angles = all(math.isclose(a, b, abs_tol=ANGLE_TOLERANCE_DEG) for a, b in zip(found[3:], true[3:], strict=True))
    if not (lengths and angles):
        raise ExperimentFailed(
            "processing",
            f"The cell found, {_cell(found)} ({result.space_group}), is not the simulated {_cell(true)} "
            f"({crystal.space_group}).",
            ["Take more images: --images 180."],
        )


def _cell(cell: Sequence[float]) -> str:
    return " ".join(f"{value:.2f}" for value in cell)


def left_out_note(source: Path | None) -> str:
    """Say that a folder of images holds other sweeps than the one that was replayed; empty when it does not."""
    sweeps = sweeps_in(source) if source is not None and source.is_dir() else {}
    if len(sweeps) < 2:  # noqa: PLR2004 - the one that was replayed, and another
        return ""
    (name, images), *others = sweeps.items()
    left = ", ".join(f"{other} with {count} image(s)" for other, count in others)
    return f"The folder holds {len(sweeps)} sweeps; the longest, {name} with {images} images, was taken, not {left}."


def _files(person: Actor, session: str) -> list[dict[str, Any]]:
    """Every file of the session, relative to its folder: the same as the session's archive holds."""
    found = sorted(session_files(person, session).files(), key=lambda file: file.name)
    return [{"path": file.name, "size_bytes": file.size_bytes} for file in found]
