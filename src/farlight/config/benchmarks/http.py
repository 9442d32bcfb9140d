"""A large file downloaded from Farlight beside nginx, by curl on the loopback: bytes a second, processor time a GiB.

Both send the same file from memory, by turns; nginx with one worker, ``sendfile`` and ``tcp_nopush``, as its
documentation proposes. Ours asks who it is, may they, and writes down who took what, once for each download.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from getpass import getuser
from pathlib import Path
from statistics import median
from typing import Any

from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, temporary_state
from farlight.config.benchmarks.viewer_servers import Server, wait_for, web
from farlight.config.supervisor import ProcessSpec, Supervisor
from farlight.kernel.errors import Unavailable

SIZE_BYTES = 1 << 30
ROUNDS = 5
PARALLEL = 4
NAME = "raw/large.h5"
NGINX = """
{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; default_type application/octet-stream;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


@dataclass
class Side:
    """One of the two servers, and what was measured of it."""

    address: str
    headers: tuple[str, ...]
    processes: tuple[int, ...]
    speeds_bytes_per_s: list[float]
    processor_s: float = 0.0
    taken_bytes: int = 0

    def used_s(self) -> float:
        """Processor time of its processes up to now."""
        return sum(Server(one, 0, {}, ()).processor_s() for one in self.processes)

    def take(self, streams: int) -> float:
        """Download with so many clients at once; return bytes a second of all together."""
        before_s = self.used_s()
        headers = [part for header in self.headers for part in ("-H", header)]
        command = ["curl", "-sS", "--fail", "-o", "/dev/null", "-w", "%{speed_download} %{size_download}", *headers]
        clients = [
            subprocess.Popen([*command, self.address], stdout=subprocess.PIPE, text=True) for _ in range(streams)
        ]
        answers = [client.communicate()[0].split() for client in clients]
        if any(client.returncode for client in clients):
            raise Unavailable(f"{self.address} could not be downloaded.")
        self.processor_s += self.used_s() - before_s
        self.taken_bytes += sum(int(size) for _, size in answers)
        return sum(float(speed) for speed, _ in answers)


def run() -> dict[str, Any]:
    """Measure with real processes; takes about half a minute."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        raise Unavailable("nginx is not installed (Debian package nginx-light).")
    with temporary_state() as state, _sides(state, nginx) as (ours, theirs):
        for side in (ours, theirs):
            side.take(1)
            side.processor_s, side.taken_bytes = 0.0, 0
        for _ in range(ROUNDS):
            for side in (ours, theirs):
                side.speeds_bytes_per_s.append(side.take(1))
        together = [side.take(PARALLEL) for side in (ours, theirs)]
    return _result(ours, theirs, together)


@contextmanager
def _sides(state: Path, nginx: str) -> Iterator[tuple[Side, Side]]:
    key, port, their_port = make_facility(), free_port(), free_port()
    from farlight.beamtime.public import session_folder  # needs Django to be set up

    folder = session_folder(NAMES.session)
    _write_large(folder / NAME)
    settings = state / "nginx.conf"
    user = f"user {getuser()};" if os.geteuid() == 0 else ""  # else its workers may not enter the folder
    settings.write_text(NGINX.format(user=user, folder=state, port=their_port, root=folder))
    with Supervisor(environment=os.environ, logs=state / "logs", tell=print) as supervisor:
        web(supervisor, port)
        supervisor.start(ProcessSpec(name="nginx", command=(nginx, "-c", str(settings), "-p", str(state))))
        wait_for(f"http://127.0.0.1:{port}/healthz")
        _wait_for_listener(their_port)
        path = f"http://127.0.0.1:{port}/api/v1/sessions/{NAMES.session}/files/{NAME}"
        ours = Side(path, (f"Authorization: Bearer {key}",), (supervisor.pid_of("web") or 0,), [])
        master = supervisor.pid_of("nginx") or 0
        yield ours, Side(f"http://127.0.0.1:{their_port}/{NAME}", (), _children_of(master), [])


def _write_large(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    block = os.urandom(1 << 20)
    with path.open("wb") as file:
        for _ in range(SIZE_BYTES >> 20):
            file.write(block)


def _wait_for_listener(port: int) -> None:
    curl = ["curl", "-s", "-o", "/dev/null", "--retry", "20", "--retry-connrefused", "--retry-delay", "1"]
    subprocess.run([*curl, f"http://127.0.0.1:{port}/"], check=True)


def _children_of(process: int) -> tuple[int, ...]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return tuple(int(one) for one in listed.split())


def _result(ours: Side, theirs: Side, together: list[float]) -> dict[str, Any]:
    mine, other = median(ours.speeds_bytes_per_s), median(theirs.speeds_bytes_per_s)
    gib = 1 << 30
    return {
        "ratios": {
            "vs_nginx": round(mine / other, 3),
            "vs_nginx_four_clients": round(together[0] / together[1], 3),
        },
        "figures": {
            "mib_per_s": round(mine / (1 << 20), 1),
            "nginx_mib_per_s": round(other / (1 << 20), 1),
            "processor_s_per_gib": round(ours.processor_s / (ours.taken_bytes / gib), 3),
            "nginx_processor_s_per_gib": round(theirs.processor_s / (theirs.taken_bytes / gib), 3),
            "file_gib": SIZE_BYTES / gib,
        },
        "against": "nginx, one worker, sendfile and tcp_nopush",
    }
