import dataclasses
import json
import shutil
from pathlib import Path

import pytest
from django_tasks_db.models import DBTaskResult

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import entries_after
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.people.tests.factories import make_person
from farlight.processing.adapters.processes import sole_owner
from farlight.processing.domain.chain import ChainState
from farlight.processing.jobs import run_processing
from farlight.processing.models import Processing
from farlight.processing.public import processings_of, result_of
from farlight.processing.queries import folder_of
from farlight.processing.services.cancelling import cancel_processing
from farlight.processing.services.recording import MOST_ATTEMPTS, cancel, claim, fail, finish, record_stage
from farlight.processing.services.running import FailureKept, Follower, _process, carry_out
from farlight.processing.services.starting import _queued, start_by_itself, start_processing
from farlight.processing.tests.factories import FAILURE, RESULT, make_processing
from farlight.processing.types import ProcessingOptions, ProcessingState, Speed, Stage
from farlight.runs.public import run_numbered
from farlight.runs.tests.factories import make_ended_run, make_run

pytestmark = pytest.mark.django_db

ANY = ProcessingOptions()
RECORDED = Path(__file__).parent / "recorded"


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


def events(session, *kinds):
    return [entry for entry in entries_after(session.code, 0) if entry.kind in kinds]


def test_processing_is_queued_once_with_its_job_and_its_event(session, ada):
    make_ended_run(session)
    first = start_processing(session=session.code, run=1, options=ProcessingOptions(speed=Speed.THOROUGH), by=ada)
    second = start_processing(session=session.code, run=1, options=ANY, by=ada)
    assert first == second
    assert (first.number, first.state, first.options.speed, first.started_by) == (
        1,
        ProcessingState.QUEUED,
        Speed.THOROUGH,
        ada.full_name,
    )
    assert Processing.objects.count() == 1
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.filter(queue_name="processing")] == [
        [Processing.objects.get().pk]
    ]
    (event,) = events(session, "processing-queued")
    assert (event.body, event.by) == ({"session": session.code, "run": 1, "processing": 1}, "ada")


def test_a_run_is_processed_again_with_other_parameters(session, ada):
    make_ended_run(session)
    make_processing(session, ada, state="finished")
    again = make_processing(session, ada, options=ProcessingOptions(d_min_angstrom=2.0))
    assert (again.number, again.state) == (2, "queued")
    assert [one.number for one in processings_of(ada, f"{session.code}/1")] == [2, 1]


def test_a_run_without_images_or_still_being_collected_is_refused(session, ada):
    make_run(session, 1)
    make_ended_run(session, 2, frames=0)
    for run in (1, 2):
        with pytest.raises(Conflict):
            start_processing(session=session.code, run=run, options=ANY, by=ada)


def test_wrong_options_are_refused_all_at_once(session, ada):
    make_ended_run(session)
    with pytest.raises(Invalid) as refused:
        start_processing(
            session=session.code, run=1, options=ProcessingOptions(d_min_angstrom=99, last_image=11), by=ada
        )
    assert [objection.field for objection in refused.value.objections] == ["d_min_angstrom", "last_image"]


def test_only_images_that_were_collected_are_processed(session, ada):
    make_ended_run(session, frames=7, outcome="aborted")
    started = start_processing(session=session.code, run=1, options=ANY, by=ada)
    assert started.options.last_image == 7


def test_a_run_that_ends_is_processed_by_itself_once(session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_ended_run(session)
    row = Processing.objects.get()
    assert (row.started_by, row.number, row.state) == (None, 1, "queued")
    assert start_by_itself(session=session.code, run=1) == ()


def test_a_run_without_images_is_not_processed_by_itself(session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_ended_run(session, frames=0, outcome="failed")
    assert not Processing.objects.exists()


def test_a_beamline_without_the_pipeline_processes_nothing_by_itself(session):
    define_beamline(definition=dataclasses.replace(a_definition("sim1"), pipelines=()))
    make_ended_run(session)
    assert start_by_itself(session=session.code, run=1) == ()


def test_a_waiting_processing_is_cancelled_at_once(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada)
    cancelled = cancel_processing(session=session.code, run=1, number=1, by=ada)
    assert (cancelled.state, cancelled.is_being_cancelled) == (ProcessingState.CANCELLED, False)
    (event,) = events(session, "processing-cancelled")
    assert event.by == "ada"
    assert carry_out(row.pk) is ProcessingState.CANCELLED
    with pytest.raises(Conflict):
        cancel_processing(session=session.code, run=1, number=1, by=ada)


def test_a_running_processing_is_cancelled_by_its_worker(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    follower = Follower(row.pk)
    assert not follower.is_cancelled()
    asked = cancel_processing(session=session.code, run=1, number=1, by=ada)
    assert (asked.state, asked.is_being_cancelled) == (ProcessingState.RUNNING, True)
    assert not follower.is_cancelled(), "it does not ask the database all the time"
    assert Follower(row.pk).is_cancelled()
    cancel(row.pk)
    assert [event.by for event in events(session, "processing-cancelled")] == ["ada"]


def test_a_cancelled_processing_whose_worker_died_ends_when_it_is_taken_up(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    cancel_processing(session=session.code, run=1, number=1, by=ada)
    assert carry_out(row.pk) is ProcessingState.CANCELLED


def test_who_may_not_process_is_told_why_and_strangers_nothing(session):
    make_ended_run(session)
    stranger = make_person("eve")
    with pytest.raises(NotFound):
        start_processing(session=session.code, run=1, options=ANY, by=stranger)
    observer = make_person("otto")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    with pytest.raises(NotAllowed) as refused:
        start_processing(session=session.code, run=1, options=ANY, by=observer)
    assert refused.value.reasons


def test_a_result_is_kept_and_told(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="finished")
    assert result_of(ada, session.code, 1, 1) == RESULT
    assert (row.progress_frac, row.ended_at is None) == (1.0, False)
    (event,) = events(session, "processing-finished")
    assert event.body == {
        "session": session.code,
        "run": 1,
        "processing": 1,
        "unit_cell": [79.1, 79.1, 37.0, 90.0, 90.0, 90.0],
        "space_group": "P 43 21 2",
        "resolution_angstrom": 1.8,
        "cc_half_overall": 0.999,
        "indexed_frac": 0.97,
        "completeness_frac": 0.99,
    }


def test_a_result_without_statistics_is_told_too(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    finish(row.pk, dataclasses.replace(RESULT, overall=None, resolution_angstrom=None))
    (event,) = events(session, "processing-finished")
    assert (event.body["cc_half_overall"], event.body["completeness_frac"]) == (None, None)


def test_a_failure_is_kept_and_told(session, ada):
    make_ended_run(session)
    make_processing(session, ada, state="failed")
    (summary,) = processings_of(ada, f"{session.code}/1")
    assert (summary.state, summary.failure) == (ProcessingState.FAILED, FAILURE)
    (event,) = events(session, "processing-failed")
    assert (event.body["step"], event.body["why"]) == ("index", "No lattice explains the spots.")


def test_what_is_over_is_not_changed_again(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="finished")
    fail(row.pk, FAILURE)
    cancel(row.pk)
    finish(row.pk, RESULT)
    record_stage(processing_id=row.pk, stage=Stage.SCALE, progress_frac=0.5)
    assert claim(row.pk) is None
    assert carry_out(row.pk) is ProcessingState.FINISHED
    assert len(events(session, "processing-finished", "processing-failed", "processing-cancelled")) == 1
    assert len(events(session, "processing-stage-reached")) == 1


def test_a_processing_is_given_up_when_worker_after_worker_dies(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada)
    for _ in range(MOST_ATTEMPTS):
        assert claim(row.pk) is not None
    assert claim(row.pk) is None
    row.refresh_from_db()
    assert (row.state, row.failure["why"]) == ("failed", f"The worker died {MOST_ATTEMPTS} times at this step.")


def test_reaching_a_stage_forgets_the_workers_that_died_before(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada)
    for _ in range(3):
        claim(row.pk)
    record_stage(processing_id=row.pk, stage=Stage.INDEX, progress_frac=0.2)
    record_stage(processing_id=row.pk, stage=Stage.INDEX, progress_frac=0.3)
    row.refresh_from_db()
    assert (row.attempts, row.stage, row.progress_frac) == (1, "index", 0.3)


def test_progress_is_told_now_and_then(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    follower = Follower(row.pk)
    for frac in (0.1, 0.11, 0.12):
        follower.on_stage(Stage.FIND_SPOTS, frac)
    follower.on_stage(Stage.SCALE, 0.8)
    told = [(event.body["stage"], event.body["progress_frac"]) for event in events(session, "processing-stage-reached")]
    assert told == [("index", 0.2), ("find_spots", 0.1), ("scale", 0.8)]


def test_what_farlight_does_wrong_is_a_failure_of_the_processing(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    with pytest.raises(ZeroDivisionError), FailureKept(Follower(row.pk)):
        raise ZeroDivisionError("by nothing")
    row.refresh_from_db()
    assert row.state == "failed"
    assert "Farlight itself failed: ZeroDivisionError: by nothing" in row.failure["why"]


def test_a_worker_that_is_told_to_stop_has_not_failed(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    with pytest.raises(KeyboardInterrupt), FailureKept(Follower(row.pk)):
        raise KeyboardInterrupt
    row.refresh_from_db()
    assert row.state == "running"


def test_a_run_whose_images_are_gone_fails_honestly(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada)
    assert carry_out(row.pk) is ProcessingState.FAILED
    row.refresh_from_db()
    assert (row.failure["step"], row.failure["why"]) == ("import", "lyso_master.h5 does not exist.")


def test_a_processing_that_another_process_works_at_is_left_to_it(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    with sole_owner(folder_of(row)):
        assert carry_out(row.pk) is ProcessingState.RUNNING


def test_a_processing_that_is_cancelled_while_it_runs_ends_cancelled(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="running")
    cancel_processing(session=session.code, run=1, number=1, by=ada)
    _process(row, Follower(row.pk))
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_a_chain_that_a_dead_worker_had_finished_needs_no_step_again(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada)
    folder = folder_of(row)
    folder.mkdir(parents=True)
    shutil.copy(RECORDED / "scaled_insulin.expt", folder / "scaled.expt")
    done = ChainState(experiments="scaled.expt", images=10, rotation_deg=1.0, spots=690, indexed_frac=0.96)
    for stage in Stage:
        done = done.finished(stage, 1.0)
    (folder / "chain.json").write_text(json.dumps(dataclasses.asdict(done)))
    assert run_processing.func(row.pk) == "finished"
    result = result_of(ada, session.code, 1, 1)
    assert result is not None
    assert (result.space_group, result.lattice, result.spots) == ("I 2 3", "cI", 690)
    assert result.notes[0].startswith("Only 1° of rotation")


def test_of_two_clicks_at_the_same_moment_the_first_counts(session, ada):
    make_ended_run(session)
    run = run_numbered(session.code, 1)
    assert _queued(run, "dials", ANY, by=ada) == _queued(run, "dials", ProcessingOptions(d_min_angstrom=2.0), by=ada)
    assert (Processing.objects.count(), DBTaskResult.objects.count()) == (1, 1)
    assert len(events(session, "processing-queued")) == 1
