"""A worker that is killed, or told to stop, in the middle of a job: another one does it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from farlight.worker.tests.chores import tell_and_wait

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


def database_url():
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


@contextmanager
def worker_process(settings):
    environment = {
        **os.environ,
        "FARLIGHT_DATABASE_URL": database_url(),
        "FARLIGHT_STATE_DIR": str(settings.FARLIGHT_STATE_DIR),
        "FARLIGHT_DATA_DIR": str(settings.FARLIGHT_DATA_DIR),
    }
    command = [sys.executable, "-c", "from farlight.config.cli import main; main(['worker', '--queue', 'default'])"]
    with subprocess.Popen(command, env=environment) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(condition, timeout_s=60):
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.05)


def said(path):
    return path.read_text().splitlines() if path.exists() else []


@pytest.mark.parametrize(
    ("with_signal", "lets_go"), [(signal.SIGKILL, False), (signal.SIGTERM, True)], ids=["killed", "told to stop"]
)
def test_another_worker_does_the_job(settings, tmp_path, with_signal, lets_go):
    log = tmp_path / "log"
    job = tell_and_wait.enqueue(str(log), 600.0)
    with worker_process(settings) as first:
        wait_until(lambda: said(log))
        first.send_signal(with_signal)
        first.wait(10)
    assert ("let go" in said(log)) is lets_go
    with worker_process(settings):
        wait_until(lambda: DBTaskResult.objects.get(pk=job.id).status == "SUCCESSFUL")
    began = [line for line in said(log) if line.startswith("began")]
    assert len(began) == len(set(began)) == 2
