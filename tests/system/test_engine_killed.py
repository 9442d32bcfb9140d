"""The engine is killed in the middle of things and started again: nothing is lost, nothing is measured twice."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager

import h5py
import hdf5plugin  # noqa: F401 - registers the filter that the files are written with
import pytest
from django.db import connection

from farlight.acquisition.public import requests_of
from farlight.acquisition.tests.experiments import make_experiment, wait_for
from farlight.acquisition.types import RequestState
from farlight.bus.public import entries_after, watch

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(300)]

ENDS = {RequestState.DONE, RequestState.INTERRUPTED}


def database_url():
    parts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{parts['NAME']}"
    return f"postgresql://{parts['USER']}:{parts['PASSWORD']}@{parts['HOST']}:{parts['PORT']}/{parts['NAME']}"


@contextmanager
def engine_process(settings):
    environment = {
        **os.environ,
        "FARLIGHT_DATABASE_URL": database_url(),
        "FARLIGHT_STATE_DIR": str(settings.FARLIGHT_STATE_DIR),
        "FARLIGHT_DATA_DIR": str(settings.FARLIGHT_DATA_DIR),
    }
    command = [sys.executable, "-c", "from farlight.config.cli import main; main(['engine', 'sim1'])"]
    process = subprocess.Popen(command, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def events(session, *kinds):
    return [entry.body for entry in entries_after(session, 0) if entry.kind in kinds]


@pytest.fixture
def live(transactional_db):
    yield make_experiment()
    watch.stop()


def assert_nothing_is_lost_or_doubled(experiment):
    started = events(experiment.session, "collection-started")
    ended = {end["run_number"]: end for end in events(experiment.session, "collection-ended")}
    assert len(events(experiment.session, "collection-ended")) == len(ended)
    assert [start["run_number"] for start in started] == sorted(ended)
    assert max(Counter(start["request"] for start in started).values(), default=0) <= 1
    for start in started:
        with h5py.File(start["master"]) as file:
            assert len(file["entry/data/data"]) == ended[start["run_number"]]["frames"]
            if len(file["entry/data/data"]):
                assert file["entry/data/data"][-1].min() == 0


@pytest.mark.parametrize("moment_s", [0.1, 1.6])
def test_an_engine_killed_at_any_moment_loses_and_repeats_nothing(live, settings, moment_s):
    queued = [live.queue(images=150, exposure_time_s=0.01) for _ in range(2)]
    with engine_process(settings) as engine:
        wait_for(lambda: live.state_of(queued[0]) != "queued", patience_s=60)
        time.sleep(moment_s)
        engine.send_signal(signal.SIGKILL)
        engine.wait()
    with engine_process(settings) as engine:
        wait_for(lambda: {r.state for r in requests_of(live.ada, live.session)} <= ENDS, patience_s=90)
        engine.terminate()
        assert engine.wait(timeout=30) == 0
    assert_nothing_is_lost_or_doubled(live)
    assert [r.state for r in requests_of(live.ada, live.session)].count(RequestState.DONE) >= 1
    assert all(r.reason for r in requests_of(live.ada, live.session) if r.state is RequestState.INTERRUPTED)


def test_an_engine_told_to_stop_closes_its_files(live, settings):
    request = live.queue(images=3000, exposure_time_s=0.01, width_deg=0.02)
    with engine_process(settings) as engine:
        wait_for(lambda: requests_of(live.ada, live.session)[0].frames > 0, patience_s=60)
        engine.terminate()
        assert engine.wait(timeout=30) == 0
    assert live.state_of(request) == "interrupted"
    assert_nothing_is_lost_or_doubled(live)
