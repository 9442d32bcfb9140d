"""SFTP with OpenSSH's client: our gateway beside OpenSSH's own server (internal-sftp), in the same run.

``get`` and ``put`` are rates of one client, ``four_clients`` the rate of four downloads together, each divided by that
of the peer; the median of five, ours and the peer's in turn. What is put is a new file; ``put_over`` is the rate of one
that replaces another. ``put_50ms_vs_default`` is the rate of an upload over a line with 50 ms to and fro, divided by
that of the same gateway with the library's own window of 2 MiB. Both servers use AES-GCM.
"""

import getpass
import itertools
import os
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from farlight.config.benchmarks.facility import NAMES, free_port, make_facility, temporary_state
from farlight.config.benchmarks.sftp_line import far_away
from farlight.config.supervisor import farlight_command

FILE_MIB = 384
FAR_MIB = 256
"""Enough that signing on, a second from so far away, does not count."""
ROUNDS = 5
TOGETHER = 4
HALF_WAY_S = 0.025
SSHD = "/usr/sbin/sshd"
START_S = 30.0


@dataclass(frozen=True)
class Server:
    """A server, and what a client needs to come in."""

    port: int
    login: str
    folder: Path
    there: str
    """Folder on the server that can be read and written."""
    process: "subprocess.Popen[bytes]"

    def command(self, port: int | None = None) -> list[str]:
        """What starts a client."""
        chosen = {
            "Port": port or self.port,
            "User": self.login,
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "StrictHostKeyChecking": "no",
            "UserKnownHostsFile": "/dev/null",
            "BatchMode": "yes",
            "LogLevel": "ERROR",
            "Ciphers": "aes128-gcm@openssh.com",
        }
        return ["sftp", "-q", "-b", "-", *(w for k, v in chosen.items() for w in ("-o", f"{k}={v}")), "127.0.0.1"]

    def start(self, line: str, port: int | None = None, *, complains: bool = True) -> "subprocess.Popen[str]":
        """Start a client that does one thing."""
        client = subprocess.Popen(
            self.command(port),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=None if complains else subprocess.DEVNULL,
            text=True,
            cwd=self.folder,
        )
        if client.stdin is not None:
            client.stdin.write(f"{line}\n")
            client.stdin.close()
        return client

    def seconds(self, *lines: str, port: int | None = None) -> float:
        """How long clients take together that do these things."""
        begin_s = time.monotonic()
        clients = [self.start(line, port) for line in lines]
        if any(client.wait() for client in clients):
            raise RuntimeError(f"A client of {self.login} failed: {lines[0]}")
        return time.monotonic() - begin_s

    @property
    def cpu_s(self) -> float:
        """Processor seconds of the server, of what it started, and of what of that has ended."""
        stats = [path.read_text(encoding="ascii") for path in Path("/proc").glob("[0-9]*/stat") if path.exists()]
        fields = {int(stat.split()[0]): stat.rpartition(")")[2].split() for stat in stats}
        ours, found = {self.process.pid}, 0
        while len(ours) > found:
            found = len(ours)
            ours |= {pid for pid, row in fields.items() if int(row[1]) in ours}
        return sum(int(ticks) for pid in ours for ticks in fields[pid][11:15]) / os.sysconf("SC_CLK_TCK")


def run() -> dict[str, Any]:
    """Measure; takes about two minutes."""
    with temporary_state() as state, ExitStack() as stack:
        make_facility()
        folder = state / "client"
        folder.mkdir()
        (folder / "big").write_bytes(os.urandom(1 << 20) * FILE_MIB)
        (folder / "far").write_bytes(os.urandom(1 << 20) * FAR_MIB)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / "key"], check=True)
        ours = stack.enter_context(_gateway(state, folder))
        theirs = stack.enter_context(_openssh(state, folder))
        figures = _measured(ours, theirs)
        figures |= _from_far_away(ours, folder, state)
    ratios = {
        name: figures[f"{name}_mib_s"] / figures[f"openssh_{name}_mib_s"] for name in ("get", "put", "four_clients")
    }
    figures["put_over_ratio"] = figures["put_over_mib_s"] / figures["openssh_put_over_mib_s"]
    ratios["put_50ms_vs_default"] = figures["put_50ms_mib_s"] / figures["put_50ms_default_mib_s"]
    return {"ratios": ratios, "figures": figures, "against": "OpenSSH's internal-sftp; asyncssh's default window"}


def _measured(ours: Server, theirs: Server) -> dict[str, float]:
    """Measure both in turn, so that what else the machine does meets both."""
    seconds: dict[str, list[float]] = {}
    cpu_s: dict[str, float] = {}
    servers = {"": ours, "openssh_": theirs}
    for server in servers.values():
        server.seconds(f"put big {server.there}/big")
        server.seconds(f"put big {server.there}/other")
    for _, (name, server) in itertools.product(range(ROUNDS), servers.items()):
        lines = {
            "get": [f"get {server.there}/big /dev/null"],
            "put": [f"put big {server.there}/other"],
            "put_over": [f"put big {server.there}/other"],
            "four_clients": [f"get {server.there}/big /dev/null"] * TOGETHER,
        }
        for what, asked in lines.items():
            if what == "put":
                server.seconds(f"-rm {server.there}/other")
            before_s = server.cpu_s
            seconds.setdefault(name + what, []).append(server.seconds(*asked))
            cpu_s[name + what] = cpu_s.get(name + what, 0.0) + server.cpu_s - before_s
    figures: dict[str, float] = {}
    for key, measured_s in seconds.items():
        carried_mib = FILE_MIB * (TOGETHER if key.endswith("four_clients") else 1)
        figures[f"{key}_mib_s"] = carried_mib / statistics.median(measured_s)
        figures[f"{key}_cpu_s_gib"] = cpu_s[key] * 1024 / carried_mib / ROUNDS
    return figures


def _from_far_away(ours: Server, folder: Path, state: Path) -> dict[str, float]:
    with far_away(ours.port, HALF_WAY_S) as port:
        wide_s = ours.seconds(f"put far {ours.there}/far", port=port)
    with _gateway(state, folder, window_mib=2) as narrow, far_away(narrow.port, HALF_WAY_S) as port:
        narrow_s = narrow.seconds(f"put far {narrow.there}/far", port=port)
    return {"put_50ms_mib_s": FAR_MIB / wide_s, "put_50ms_default_mib_s": FAR_MIB / narrow_s}


@contextmanager
def _gateway(state: Path, folder: Path, *, window_mib: int = 64) -> Iterator[Server]:
    """Our gateway with some processes, and the session of the facility."""
    from farlight.beamtime.public import sessions_with_files  # all of these need Django to be set up
    from farlight.kernel.time import utc_now
    from farlight.leases.public import add_key, keys_of
    from farlight.people.public import person_named

    person = person_named(NAMES.login)
    if person is None:
        raise RuntimeError("The facility was loaded without its scientist.")
    if not keys_of(person):
        add_key(person=person, line=(folder / "key.pub").read_text(), label="benchmark", now=utc_now())
    port, session = free_port(), sessions_with_files(person)[0].code
    command = farlight_command("gateway", "--host", "127.0.0.1", "--port", str(port), "--workers", str(TOGETHER))
    environment = {**os.environ, "FARLIGHT_GATEWAY__WINDOW_MIB": str(window_mib)}
    with _running(command, state / f"gateway-{window_mib}.log", environment) as process:
        server = Server(port, NAMES.login, folder, f"{session}/processed", process)
        _wait_for(server)
        yield server


@contextmanager
def _openssh(state: Path, folder: Path) -> Iterator[Server]:
    """OpenSSH's server with the SFTP that it has inside, for whoever runs this."""
    home = state / "openssh"
    (home / "files").mkdir(parents=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / "host"], check=True)
    port = free_port()
    lines = (
        *(f"ListenAddress 127.0.0.1:{port}", f"HostKey {home}/host", f"AuthorizedKeysFile {folder}/key.pub"),
        *("StrictModes no", "UsePAM no", "PidFile none", "Subsystem sftp internal-sftp", "PermitRootLogin yes"),
        *("MaxStartups 100", "MaxSessions 100"),
    )
    (home / "config").write_text("\n".join(lines) + "\n")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    with _running((SSHD, "-D", "-f", str(home / "config")), state / "sshd.log", dict(os.environ)) as process:
        server = Server(port, getpass.getuser(), folder, str(home / "files"), process)
        _wait_for(server)
        yield server


@contextmanager
def _running(command: Sequence[str], log: Path, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output, env=environment) as process:
        try:
            yield process
        finally:
            process.terminate()


def _wait_for(server: Server) -> None:
    """Wait until a client comes in."""
    until_s = time.monotonic() + START_S
    while server.start("pwd", complains=False).wait():
        if time.monotonic() > until_s or server.process.poll() is not None:
            raise RuntimeError(f"The server on port {server.port} does not let {server.login} in.")
        time.sleep(0.2)
