"""The demo as people start it: pages come, what dies starts again, and nothing stays behind."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from farlight.config.supervisor import farlight_command

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(300)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, timeout_s=120.0):
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return found


def page(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.read().decode()
    except (urllib.error.URLError, ConnectionError):
        return ""


def parent_of(pid):
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children_of(pid):
    """Command lines of the children, without the beginning that all of them share."""
    pids = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and parent_of(int(p.name)) == pid]
    return {child: command_of(child).rpartition("farlight ")[2] for child in pids if command_of(child)}


def pid_of(demo, command):
    return next((pid for pid, line in children_of(demo.pid).items() if line.startswith(command)), None)


@pytest.fixture
def demo(tmp_path):
    """A demo that shows pages; killed at the end with everything of it, should it not have ended."""
    port = free_port()
    environment = {k: v for k, v in os.environ.items() if k != "FARLIGHT_DATABASE_URL"}
    command = farlight_command("demo", "--port", str(port), "--state-dir", str(tmp_path / "state"), "--no-life")
    with (
        (tmp_path / "out").open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process,
    ):
        process.port, process.out = port, tmp_path / "out"
        try:
            wait_until(lambda: 'name="login"' in page(port, "/accounts/login/") or process.poll() is not None)
            wait_until(lambda: len(children_of(process.pid)) == 9 or process.poll() is not None)
            yield process
        finally:
            process.kill()


def test_demo_opens_heals_and_ends_without_a_trace(demo):
    assert sorted(command.partition(" --host")[0] for command in children_of(demo.pid).values()) == [
        "desktops --end-with-me",
        "engine replay1",
        "engine sim1",
        "gateway",
        "web",
        "worker --queue analysis",
        "worker --queue analysis",
        "worker --queue default",
        "worker --queue processing",
    ]
    killed = pid_of(demo, "engine sim1")
    os.kill(killed, signal.SIGKILL)
    again = wait_until(lambda: pid_of(demo, "engine sim1") not in {killed, None} and pid_of(demo, "engine sim1"))
    assert "engine-sim1 ended with status -9" in demo.out.read_text()
    everybody = [*children_of(demo.pid), again]
    demo.send_signal(signal.SIGINT)
    assert demo.wait(timeout=30) == 0
    assert [pid for pid in everybody if command_of(pid)] == []
    assert "Everybody's password is light-from-afar" in demo.out.read_text()


def test_processes_end_with_a_demo_that_is_killed(demo):
    everybody = list(children_of(demo.pid))
    demo.kill()
    wait_until(lambda: not any(command_of(pid) for pid in everybody), timeout_s=30)
