import os
import socket
import sys

import pytest

from farlight.config.processes import (
    answers,
    background_processes,
    refuse_taken_port,
    sole_use_of,
    tail_of,
    wait_for_web,
    web_process,
)
from farlight.config.supervisor import ProcessSpec, Supervisor
from farlight.kernel.errors import Conflict, Unavailable


def test_every_queue_has_a_worker_and_every_beamline_an_engine():
    assert [spec.name for spec in background_processes(["i03", "i04"])] == [
        "engine-i03",
        "engine-i04",
        "worker-default",
        "worker-analysis",
        "worker-analysis-2",
        "worker-processing",
    ]


def test_web_listens_on_loopback_only():
    assert web_process(8123).command[-5:] == ("web", "--host", "127.0.0.1", "--port", "8123")


def test_taken_port_is_told_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Conflict, match=rf"Port {port} is taken .* --port {port + 1} "):
            refuse_taken_port(port)
    refuse_taken_port(port)


def test_state_folder_has_one_supervisor(tmp_path):
    with (
        sole_use_of(tmp_path / "state"),
        pytest.raises(Conflict, match=r"runs in .* already"),
        sole_use_of(tmp_path / "state"),
    ):
        pass
    with sole_use_of(tmp_path / "state"):
        pass


def test_web_that_does_not_come_up_shows_its_log(tmp_path):
    with Supervisor(environment=os.environ, logs=tmp_path, tell=print) as supervisor:
        code = "print('no such database', flush=True); import time; time.sleep(60)"
        supervisor.start(ProcessSpec(name="web", command=(sys.executable, "-c", code)))
        with pytest.raises(Unavailable, match=r"(?s)does not come up.*no such database"):
            wait_for_web(supervisor, 9, timeout_s=3)
        assert tail_of(supervisor, "web") == "no such database"


def test_silence_is_no_answer():
    assert not answers("http://127.0.0.1:9/healthz")
