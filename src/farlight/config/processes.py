"""Which processes make a facility on one machine, and how to see that they are there."""

import errno
import fcntl
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

from farlight.config.supervisor import ProcessSpec, Supervisor, farlight_command
from farlight.kernel.errors import Conflict, Unavailable

LOG_TAIL_LINES = 15
DEATHS_THAT_ARE_ENOUGH = 3
LOOK_S = 0.05
LAST_RESERVED_PORT = 1023
KEEPS_MEMORY = {
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 32),
    "MALLOC_TOP_PAD_": str(1 << 28),
}
"""Images come and go by megabytes: glibc keeps their memory instead of fetching it page by page for each."""
NICENESS = {"default": 0, "analysis": 2, "processing": 5}


def web_process(port: int) -> ProcessSpec:
    """Return the process of pages and REST, on the loopback address."""
    return ProcessSpec(name="web", command=farlight_command("web", "--host", "127.0.0.1", "--port", str(port)))


def gateway_process(port: int) -> ProcessSpec:
    """Return the process of SFTP, on the loopback address."""
    return ProcessSpec(name="gateway", command=farlight_command("gateway", "--host", "127.0.0.1", "--port", str(port)))


def desktops_process() -> ProcessSpec:
    """Return the process that starts and ends remote desktops; they end with it."""
    return ProcessSpec(name="desktops", command=farlight_command("desktops", "--end-with-me"))


def gateway_port_beside(web_port: int) -> int:
    """Return the port of SFTP that goes with one of the pages: 2222 with 8000, and so on."""
    return web_port - 5778 if web_port - 5778 > LAST_RESERVED_PORT else web_port + 5778


def background_processes(beamlines: Sequence[str]) -> tuple[ProcessSpec, ...]:
    """Return everything but the web: an engine a beamline, a worker a queue, and a follower of images a beamline.

    So no job waits for another's, and two beamlines at work are both followed.
    """
    engines = [ProcessSpec(name=f"engine-{code}", command=farlight_command("engine", code)) for code in beamlines]
    followers = [f"analysis-{number}" for number in range(2, len(beamlines) + 1)]
    workers = [
        ProcessSpec(
            name=f"worker-{name}",
            command=farlight_command("worker", "--queue", name.partition("-")[0]),
            niceness=NICENESS[name.partition("-")[0]],
            environment=KEEPS_MEMORY if name.startswith("analysis") else {},
        )
        for name in ("default", "analysis", *followers, "processing")
    ]
    return (*engines, *workers)


def refuse_taken_port(port: int) -> None:
    """See that nobody listens on a port of the loopback address.

    Raises
    ------
    Conflict
        When somebody does, or the port may not be used.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Conflict(f"Port {port} is for administrators only. Choose one above 1023 with --port.") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            hint = f"Choose another one: --port {port + 1} (with make: make demo PORT={port + 1})."
            raise Conflict(f"Port {port} is taken by another program. {hint}") from None


@contextmanager
def sole_use_of(state: Path) -> Iterator[None]:
    """Hold a state folder for one supervisor.

    Raises
    ------
    Conflict
        When another one holds it.
    """
    state.mkdir(parents=True, exist_ok=True)
    file = os.open(state / "supervisor.lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        message = f"A facility runs in {state} already. Stop it, or give another folder with --state-dir."
        raise Conflict(message) from None
    try:
        yield
    finally:
        os.close(file)


def wait_for_web(supervisor: Supervisor, port: int, *, timeout_s: float) -> None:
    """Wait until pages come.

    Raises
    ------
    Unavailable
        When the process dies again and again, or time is up; with the end of its log.
    """
    deadline_s = time.monotonic() + timeout_s
    while not answers(f"http://127.0.0.1:{port}/healthz"):
        if supervisor.deaths["web"] >= DEATHS_THAT_ARE_ENOUGH or time.monotonic() > deadline_s:
            raise Unavailable(f"The web process does not come up. The end of its log:\n{tail_of(supervisor, 'web')}")
        time.sleep(LOOK_S)


def answers(address: str) -> bool:
    """Whether an address answers well."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == HTTPStatus.OK)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def tail_of(supervisor: Supervisor, name: str) -> str:
    """Return the end of what a process wrote."""
    log = supervisor.log_of(name)
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-LOG_TAIL_LINES:])
