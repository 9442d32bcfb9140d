"""Runs follow acquisition: images are looked at while they come, points of a scan when all are there."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from farlight.acquisition.events import CollectionEnded, CollectionStarted, FramesCollected, SnapshotTaken
from farlight.bus.public import subscribe
from farlight.runs.domain.layouts import layout_from
from farlight.runs.models import Run
from farlight.runs.services.queueing import queue_analysis, queue_examination, wake_analysis
from farlight.runs.services.recording import NewRun, end_run, record_frames, record_snapshot, start_run
from farlight.runs.types import PictureScale, RunState
from farlight.science.scans import has_images


@subscribe(CollectionStarted)
def begin_run(event: CollectionStarted) -> None:
    """Enter the run and look at its images from the first on."""
    known = asdict(event)
    number, started = known.pop("run_number"), datetime.fromisoformat(known.pop("started_at"))
    run = start_run(new=NewRun(number=number, kind=known.pop("run_kind"), started=started, **known))
    if run is not None and has_images(event.layout):
        queue_analysis(run)


@subscribe(FramesCollected)
def count_frames(event: FramesCollected) -> None:
    """Note how many images there are."""
    run = record_frames(session=event.session, number=event.run_number, frames=event.frames)
    if run is not None:
        wake_analysis(run)


@subscribe(SnapshotTaken)
def add_snapshot(event: SnapshotTaken) -> None:
    """Note a picture of the crystal."""
    record_snapshot(
        session=event.session,
        number=event.run_number,
        path=Path(event.path),
        omega_deg=event.omega_deg,
        scale=_scale_of(event),
    )


def _scale_of(event: SnapshotTaken) -> PictureScale | None:
    if event.size_px is None or event.beam_px is None or event.microns_per_px is None:
        return None
    return PictureScale(size_px=event.size_px, beam_px=event.beam_px, microns_per_px=event.microns_per_px)


@subscribe(CollectionEnded)
def close_run(event: CollectionEnded) -> None:
    """Note that the run is over."""
    run = _ended_run(event)
    if run is not None and has_images(layout_from(run.layout)):
        wake_analysis(run)
    elif run is not None:
        queue_examination(run)


def _ended_run(event: CollectionEnded) -> Run | None:
    return end_run(
        session=event.session,
        number=event.run_number,
        frames=event.frames,
        outcome=RunState(event.outcome),
        reason=event.reason,
        ended=datetime.fromisoformat(event.ended_at) if event.ended_at else None,
    )
