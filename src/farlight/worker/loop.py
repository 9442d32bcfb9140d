"""The worker's loop: drain the queues, then wait for news."""

import logging
import os
import signal
import socket
from collections.abc import Sequence
from contextlib import nullcontext
from types import FrameType
from typing import Any

from django.db import close_old_connections
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from farlight.audit.public import seal
from farlight.beamtime.public import follow_clock, forget_the_lost
from farlight.bus.public import deliver_overdue, wait_for_news
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.leases.public import forget_certificates, keep_channels
from farlight.mail.public import keep_mails_going
from farlight.notebooks.public import Keeper, kept_notebooks
from farlight.passports.public import Teller
from farlight.people.public import announce_ends, lapse_claimed_roles
from farlight.recordings.public import keep_recordings
from farlight.runs.services.analysis import warm_up
from farlight.shipping.public import keep_parcels
from farlight.transfer.public import settle_downloads
from farlight.worker.days import Day
from farlight.worker.lives import Life, is_alive
from farlight.worker.steadiness import Steadiness

log = logging.getLogger(__name__)

LONGEST_WAIT_S = 2.0
"""The clock moves without news: look at it so often."""


class WorkerStopped(BaseException):
    """The worker was told to stop: the job in hand lets go of what it holds and goes back into the queue."""


class QueueWorker(Worker):
    """The library's worker, which drains its queues and returns."""

    def __init__(self, queues: Sequence[str], worker_id: str) -> None:
        super().__init__(
            queue_names=list(queues),
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )

    def shutdown(self, signum: int, frame: FrameType | None) -> None:  # noqa: ARG002 - the library's signature
        """Stop: at once when idle, else by taking the job in hand back."""
        self.running = False
        if self.running_task:
            raise WorkerStopped

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run a job; when the worker was stopped meanwhile, the job did not fail but waits for another worker."""
        super().run_task(db_task_result)
        if db_task_result.exception_class_path.endswith(f".{WorkerStopped.__name__}"):
            back_into_queue([db_task_result])


def back_into_queue(jobs: Sequence[DBTaskResult[Any, Any]]) -> None:
    """Let jobs wait again for a worker."""
    ids = [job.pk for job in jobs]
    DBTaskResult.objects.filter(pk__in=ids).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, exception_class_path="", traceback=""
    )


def take_back_lost_jobs(queues: Sequence[str]) -> int:
    """Put the jobs of workers of this machine that died back into their queue; return how many."""
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING, queue_name__in=queues)
    lost = [job for job in running if job.worker_ids and not is_alive(job.worker_ids[-1])]
    back_into_queue(lost)
    for job in lost:
        log.warning("job %s was left by %s, which died; it is run again", job.task_path, job.worker_ids[-1])
    return len(lost)


def run_worker(queues: Sequence[str]) -> None:
    """Work for some queues until told to stop (SIGTERM or Ctrl-C)."""
    worker_id = f"{socket.gethostname()}/{os.getpid()}/{new_opaque_id(length=6)}"
    worker = QueueWorker(queues, worker_id)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.shutdown)
    with Life(worker_id):
        if "analysis" in queues:
            warm_up()
        take_back_lost_jobs(queues)
        with kept_notebooks() if "default" in queues else nullcontext() as keeper:
            _work(worker, queues, keeper)


def _work(worker: QueueWorker, queues: Sequence[str], keeper: Keeper | None) -> None:
    position, day, steadiness, teller = wait_for_news(None, 0), Day(), Steadiness(), Teller()
    while worker.running:
        worker.run()
        if keeper is not None:
            keeper.see_alive()
            keep_house()
            teller.follow(now=utc_now())
            if steadiness.holds(now=utc_now()):
                bury_the_dead()
                day.follow(now=utc_now())
        if worker.running:
            position = wait_for_news(position, LONGEST_WAIT_S)
        take_back_lost_jobs(queues)


def keep_house() -> None:
    """What no event brings: failed deliveries, the clock of sessions, parcels, mails."""
    close_old_connections()
    deliver_overdue()
    seal()
    now = utc_now()
    follow_clock(now=now)
    keep_parcels(now=now)
    announce_ends(now=now)
    lapse_claimed_roles(now=now)
    keep_mails_going(now=now)


def bury_the_dead() -> None:
    """Close what died with its process: streams, channels, recordings, downloads. Ask ``Steadiness`` first."""
    now = utc_now()
    forget_the_lost(now=now)
    keep_channels(now=now)
    keep_recordings(now=now)
    settle_downloads(now=now)
    forget_certificates(now=now)
