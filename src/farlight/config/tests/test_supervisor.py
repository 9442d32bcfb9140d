import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from farlight.config.supervisor import ProcessSpec, Supervisor

SLEEPER = (
    "import subprocess, sys, time; p = subprocess.Popen(['sleep', '60']); print(p.pid, flush=True); time.sleep(60)"
)
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


def python(name, code):
    return ProcessSpec(name=name, command=(sys.executable, "-c", code))


def wait_until(condition, timeout_s=10.0):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def told():
    return []


@pytest.fixture
def supervisor(tmp_path, told):
    with Supervisor(environment=os.environ, logs=tmp_path / "logs", tell=told.append) as made:
        watching = threading.Thread(target=made.watch)
        watching.start()
        yield made
        made.request_stop()
        watching.join(timeout=10)


def written_by(supervisor, name):
    path = supervisor.log_of(name)
    return path.read_text().split() if path.exists() else []


def test_killed_process_starts_again_and_what_it_started_is_gone(supervisor, told):
    supervisor.start(python("sleeper", SLEEPER))
    wait_until(lambda: len(written_by(supervisor, "sleeper")) == 1)
    first, grandchild = supervisor.pid_of("sleeper"), int(written_by(supervisor, "sleeper")[0])
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: len(written_by(supervisor, "sleeper")) == 2)
    assert supervisor.pid_of("sleeper") not in {first, None}
    wait_until(lambda: not is_running(grandchild))
    assert supervisor.deaths == {"sleeper": 1}
    assert told[0].startswith("sleeper ended with status -9; it starts again in 0.5 s.")


def test_pauses_grow_while_a_process_dies_at_once(supervisor, told):
    supervisor.start(python("broken", "raise SystemExit(3)"))
    wait_until(lambda: supervisor.deaths["broken"] >= 3)
    assert [line.split(" in ")[1].split(" s.")[0] for line in told[:3]] == ["0.5", "1", "2"]


def test_stop_leaves_nothing_behind(tmp_path, told):
    with Supervisor(environment=os.environ, logs=tmp_path, tell=told.append) as supervisor:
        supervisor.start(python("a", SLEEPER), python("b", SLEEPER))
        wait_until(lambda: all(written_by(supervisor, name) for name in "ab"))
        pids = [supervisor.pid_of(n) for n in "ab"] + [int(written_by(supervisor, n)[0]) for n in "ab"]
        began = time.monotonic()
    assert time.monotonic() - began < 5
    wait_until(lambda: not any(is_running(pid) for pid in pids))
    assert told == []


def test_process_that_will_not_end_is_killed(tmp_path, told, monkeypatch):
    monkeypatch.setattr("farlight.config.supervisor.GRACE_S", 0.3)
    with Supervisor(environment=os.environ, logs=tmp_path, tell=told.append) as supervisor:
        supervisor.start(python("stubborn", STUBBORN))
        wait_until(lambda: written_by(supervisor, "stubborn"))
        pid = supervisor.pid_of("stubborn")
    assert not is_running(pid)


def test_processes_end_when_the_supervisor_is_killed(tmp_path):
    code = (
        "import os, pathlib, sys\n"
        "from farlight.config.supervisor import ProcessSpec, Supervisor\n"
        "s = Supervisor(environment=os.environ, logs=pathlib.Path(sys.argv[1]), tell=print)\n"
        "s.start(ProcessSpec(name='x', command=('sleep', '60')))\n"
        "print(s.pid_of('x'), flush=True)\n"
        "s.watch()\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        pid = int(process.stdout.readline())
        wait_until(lambda: is_running(pid))
        process.kill()
    wait_until(lambda: not is_running(pid))


def test_long_log_is_put_aside(supervisor, monkeypatch):
    monkeypatch.setattr("farlight.config.supervisor.LONGEST_LOG_BYTES", 3)
    supervisor.log_of("short").parent.mkdir(parents=True)
    supervisor.log_of("short").write_text("long")
    supervisor.start(python("short", "print('new', flush=True); import time; time.sleep(60)"))
    wait_until(lambda: written_by(supervisor, "short") == ["new"])
    assert supervisor.log_of("short").with_suffix(".log.1").read_text() == "long"
