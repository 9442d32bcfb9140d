"""Runs follow what acquisition tells, once, however often it is told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from farlight.acquisition.events import CollectionEnded, CollectionStarted, FramesCollected, SnapshotTaken
from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import entries_after, publish
from farlight.kernel.time import utc_now
from farlight.runs import handlers
from farlight.runs.errors import RunUnknown
from farlight.runs.models import Run
from farlight.runs.queries import run_summary
from farlight.runs.services.queueing import wake_analysis
from farlight.runs.services.recording import end_run, record_frames
from farlight.runs.tests.factories import make_run
from farlight.runs.types import AnalysisState, RunState, SnapshotSummary
from farlight.samples.tests.factories import make_sample

pytestmark = pytest.mark.django_db


def started(session: str, folder: Path, sample: str = "") -> CollectionStarted:
    return CollectionStarted(
        session=session,
        request="r-abc",
        run_number=1,
        run_kind="rotation",
        sample=sample,
        sample_name="crystal 1",
        directory=str(folder / "raw" / "r1"),
        master=str(folder / "raw" / "r1" / "r1_master.h5"),
        images=20,
        start_deg=10.0,
        width_deg=0.5,
        exposure_time_s=0.02,
        energy_ev=12658.0,
        transmission_frac=0.5,
        detector_distance_mm=130.0,
        detector="EIGER2 1M",
        started_at=utc_now().isoformat(),
    )


def kinds(session: str) -> list[str]:
    names = {"run-started", "run-progressed", "snapshot-added", "run-ended"}
    return [entry.kind for entry in entries_after(session, 0) if entry.kind in names]


def test_collection_becomes_a_run_with_progress_pictures_and_an_end() -> None:
    session = make_session()
    sample = make_sample()
    folder = session_folder(session.code)
    picture = folder / "raw" / "r1" / "crystal 0°.jpg"
    for _ in range(2):  # all is told twice
        handlers.begin_run(started(session.code, folder, sample.code))
        handlers.count_frames(FramesCollected(session=session.code, run_number=1, frames=5))
        handlers.add_snapshot(SnapshotTaken(session=session.code, run_number=1, path=str(picture), omega_deg=90.0))
    for _ in range(2):
        handlers.close_run(
            CollectionEnded(
                session=session.code,
                request="r-abc",
                run_number=1,
                frames=20,
                outcome="finished",
                reason="",
                ended_at="2026-03-01T12:00:00+01:00",
            )
        )
    run = run_summary(Run.objects.get().pk)
    assert (run.code, run.state, run.frames, run.images) == (f"{session.code}/1", RunState.FINISHED, 20, 20)
    assert (run.sample, run.sample_name) == (sample.code, "crystal 1")
    assert run.snapshots == (SnapshotSummary(name="crystal 0°.jpg", omega_deg=90.0),)
    assert (run.directory, run.master) == ("raw/r1", "raw/r1/r1_master.h5")
    assert run.ended == datetime(2026, 3, 1, 11, tzinfo=UTC)
    assert kinds(session.code) == ["run-started", "run-progressed", "snapshot-added", "run-ended"]


def test_start_is_delivered_by_the_bus_and_queues_one_analysis(
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    from django_tasks_db.models import DBTaskResult

    session = make_session()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[operator]
        publish(started(session.code, session_folder(session.code)))
    assert Run.objects.count() == 1
    assert [job.task_path for job in DBTaskResult.objects.all()] == ["farlight.runs.services.queueing.analyse_run"]
    assert DBTaskResult.objects.get().queue_name == "analysis"


def test_what_is_told_of_an_unknown_run_waits_for_its_start() -> None:
    session = make_session()
    with pytest.raises(RunUnknown, match=f"{session.code}/3"):
        record_frames(session=session.code, number=3, frames=1)


def test_older_counts_and_late_ends_change_nothing() -> None:
    session = make_session()
    make_run(session)
    assert record_frames(session=session.code, number=1, frames=4) is not None
    assert record_frames(session=session.code, number=1, frames=3) is None
    ended = end_run(session=session.code, number=1, frames=3, outcome=RunState.FAILED, reason="shutter stuck")
    assert ended is not None
    assert (ended.frames, ended.reason) == (4, "shutter stuck")
    assert end_run(session=session.code, number=1, frames=9, outcome=RunState.FINISHED, reason="") is None
    assert record_frames(session=session.code, number=1, frames=9) is None
    assert Run.objects.get().state == "failed"


def test_analysis_that_was_laid_down_is_woken_by_the_next_image() -> None:
    from django_tasks_db.models import DBTaskResult

    session = make_session()
    make_run(session)
    run = Run.objects.get()
    wake_analysis(run)
    assert DBTaskResult.objects.count() == 0
    Run.objects.update(analysis=AnalysisState.IDLE.value)
    handlers.count_frames(FramesCollected(session=session.code, run_number=1, frames=2))
    handlers.count_frames(FramesCollected(session=session.code, run_number=1, frames=3))
    assert DBTaskResult.objects.count() == 1
    assert Run.objects.get().analysis == "waiting"


def test_files_outside_the_sessions_folder_are_told_by_name_only() -> None:
    session = make_session()
    make_run(session)
    Run.objects.update(master="/elsewhere/secret/x_master.h5")
    assert run_summary(Run.objects.get().pk).master == "x_master.h5"


def test_rows_say_what_they_are_and_the_job_has_a_home() -> None:
    from farlight.runs.jobs import analyse_run
    from farlight.runs.models import SeriesChunk, Snapshot

    session = make_session()
    make_run(session)
    run = Run.objects.get()
    assert str(run) == f"{session.pk}/1"
    assert str(Snapshot(name="a.jpg")) == "a.jpg"
    assert str(SeriesChunk(run=run, first=7)) == f"{run.pk} from image 7"
    Run.objects.update(analysis=AnalysisState.DONE.value)
    assert analyse_run.call(run.pk) == "done"
