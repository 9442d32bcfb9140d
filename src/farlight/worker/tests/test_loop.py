import socket

import pytest
from django_tasks_db.models import DBTaskResult

from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.bus.public import watch
from farlight.kernel.time import utc_now
from farlight.worker import loop
from farlight.worker.lives import Life
from farlight.worker.loop import QueueWorker, WorkerStopped, keep_house, take_back_lost_jobs
from farlight.worker.tests.chores import add, fail

pytestmark = pytest.mark.django_db(transaction=True)
"""Jobs and the house close connections."""

ME = f"{socket.gethostname()}/1/me"


@pytest.fixture(autouse=True)
def _watch_ends():
    yield
    watch.stop()


@pytest.fixture
def worker():
    return QueueWorker(["default"], ME)


def state_of(job):
    row = DBTaskResult.objects.get(pk=job.id)
    return row.status, row.exception_class_path.rpartition(".")[2], row.started_at is None, row.finished_at is None


def test_jobs_are_done_and_failures_are_kept(worker):
    good, bad = add.enqueue(2, 3), fail.enqueue()
    worker.run()
    good.refresh()
    assert (good.return_value, state_of(good)) == (5, ("SUCCESSFUL", "", False, False))
    assert state_of(bad) == ("FAILED", "RuntimeError", False, False)


def test_jobs_of_other_queues_are_left_to_others():
    job = add.enqueue(1, 1)
    QueueWorker(["analysis"], ME).run()
    assert state_of(job) == ("READY", "", True, True)


def test_an_idle_worker_stops_at_once(worker):
    worker.shutdown(15, None)
    assert not worker.running


def test_a_worker_that_is_stopped_takes_its_job_back(worker, monkeypatch):
    """The signal arrives while the job runs."""
    job = add.enqueue(1, 1)
    monkeypatch.setattr(type(add), "call", lambda *_, **__: worker.shutdown(15, None))
    worker.run()
    assert (worker.running, state_of(job)) == (False, ("READY", "", True, True))
    monkeypatch.undo()
    QueueWorker(["default"], ME).run()
    assert state_of(job)[0] == "SUCCESSFUL"


def test_stopping_is_no_error_that_jobs_catch():
    assert not issubclass(WorkerStopped, Exception)


def make_running(job, *workers):
    DBTaskResult.objects.filter(pk=job.id).update(status="RUNNING", started_at=utc_now(), worker_ids=list(workers))


def test_jobs_of_the_dead_are_taken_back_and_those_of_the_living_are_not():
    of_dead, of_living, of_stranger, of_nobody = (add.enqueue(1, n) for n in range(4))
    dead, living = f"{socket.gethostname()}/2/dead", f"{socket.gethostname()}/3/living"
    make_running(of_dead, living, dead)
    make_running(of_living, dead, living)
    make_running(of_stranger, "elsewhere/1/x")
    make_running(of_nobody)
    with Life(living):
        assert take_back_lost_jobs(["analysis"]) == 0
        assert take_back_lost_jobs(["default"]) == 1
    found = [state_of(job)[0] for job in (of_dead, of_living, of_stranger, of_nobody)]
    assert found == ["READY", "RUNNING", "RUNNING", "RUNNING"]


def test_the_house_is_kept():
    session = make_session(starts_in=-2 * HOUR, lasts=HOUR)
    keep_house()
    session.refresh_from_db()
    assert session.state == "ended"


@pytest.mark.parametrize(("queues", "keeps_house"), [(["default"], True), (["processing"], False)])
def test_the_loop_drains_keeps_house_and_waits_until_it_is_stopped(monkeypatch, queues, keeps_house):
    done = []
    monkeypatch.setattr(loop.signal, "signal", lambda *_: None)
    monkeypatch.setattr(loop, "keep_house", lambda: done.append("house"))

    def wait(position, _timeout_s):
        done.append(position)
        if len([entry for entry in done if entry != "house"]) == 3:
            workers[0].running = False
        return len(done)

    workers = []

    def drain(worker):
        workers.append(worker)

    monkeypatch.setattr(loop, "wait_for_news", wait)
    monkeypatch.setattr(QueueWorker, "run", drain)
    loop.run_worker(queues)
    assert ("house" in done, next(entry for entry in done if entry != "house")) == (keeps_house, None)


def test_a_worker_of_analyses_is_warm_before_its_first_job(monkeypatch):
    warmed = []
    monkeypatch.setattr(loop.signal, "signal", lambda *_: None)
    monkeypatch.setattr(loop, "warm_up", lambda: warmed.append(1))
    monkeypatch.setattr(QueueWorker, "run", lambda self: self.shutdown(15, None))
    loop.run_worker(["analysis"])
    assert warmed == [1]
