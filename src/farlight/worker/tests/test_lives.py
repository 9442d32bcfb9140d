import os
import signal
import socket
import subprocess
import sys

import pytest

from farlight.worker.lives import Life, is_alive

HERE = f"{socket.gethostname()}/1/abc"


def test_a_worker_is_alive_as_long_as_it_holds_its_life():
    assert not is_alive(HERE)
    with Life(HERE):
        assert is_alive(HERE)
    assert not is_alive(HERE)


def test_workers_of_other_machines_count_as_alive():
    assert is_alive("another-machine/1/abc")


def test_whoever_was_killed_is_dead(settings):
    program = f"""
import sys
from django.conf import settings
from pathlib import Path
settings.configure(FARLIGHT_STATE_DIR=Path({str(settings.FARLIGHT_STATE_DIR)!r}))
from farlight.worker.lives import Life
with Life({HERE!r}):
    print("alive", flush=True)
    sys.stdin.read()
"""
    worker = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with worker:
        assert worker.stdout.readline() == b"alive\n"
        assert is_alive(HERE)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
        assert not is_alive(HERE)
    assert list((settings.FARLIGHT_STATE_DIR / "workers").iterdir()) == []


def test_a_life_ends_with_an_error_too():
    with pytest.raises(KeyboardInterrupt), Life(HERE):
        raise KeyboardInterrupt
    assert not is_alive(HERE)
