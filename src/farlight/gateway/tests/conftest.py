"""A gateway in a thread of the test, its people and files, and the clients that people use."""

import asyncio
import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest
from django.db import connections

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import ComputerDefinition
from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.gateway.host_keys import host_keys
from farlight.gateway.service import Gateway, Listening
from farlight.kernel.time import utc_now
from farlight.leases.public import add_key
from farlight.leases.tests.factories import end_of_watch
from farlight.people.public import give_shared_password, person_named
from farlight.people.tests.factories import make_person
from tests.system.far_storage import far_storage_of

PASSWORD = "correct horse battery"


@dataclass
class Door:
    """A gateway that runs, and what a client needs to come in as somebody."""

    port: int
    folder: Path
    loudness: str = "ERROR"
    gateway: Gateway | None = None

    def options(self, login="ben", *more):
        """What ssh and sftp are told."""
        chosen = {
            "Port": self.port,
            "User": login,
            "IdentityFile": self.folder / "key",
            "IdentitiesOnly": "yes",
            "UserKnownHostsFile": self.folder / "known_hosts",
            "StrictHostKeyChecking": "yes",
            "BatchMode": "yes",
            "LogLevel": self.loudness,
        }
        return [*(word for name, value in chosen.items() for word in ("-o", f"{name}={value}")), *more]

    def jump(self, account, *words, port, to="sim1-control", login="ben"):
        """Return the words of ``ssh -J``: one file of settings for both computers, as people write it."""
        (self.folder / "config").write_text(
            "Host gateway\n  HostName 127.0.0.1\n"
            + "".join(f"  {o.replace('=', ' ', 1)}\n" for o in self.options(login) if o != "-o")
            + f"Host {to}\n  Port {port}\n  User {account}\n  ProxyJump gateway\n"
            + "".join(
                f"  {o.replace('=', ' ', 1)}\n"
                for o in self.options(login)
                if o != "-o" and o[:4] not in {"Port", "User"}
            )
            + f"  UserKnownHostsFile {self.folder / 'known_hosts'}\n"
        )
        return ["ssh", "-F", str(self.folder / "config"), to, *words]

    def sftp(self, *commands, login="ben", options=()):
        """Run commands of OpenSSH's sftp."""
        batch = "".join(f"{command}\n" for command in commands)
        words = ["sftp", "-q", "-b", "-", *self.options(login, *options), "127.0.0.1"]
        return self.run(*words, input=batch)

    def run(self, *words, **more):
        """Run any client."""
        how = {"capture_output": True, "text": True, "errors": "replace", "timeout": 60}
        return subprocess.run(words, cwd=self.folder, check=False, **how, **more)


@dataclass
class Control:
    """A beamline's computer: OpenSSH's own server on the loopback address, and the account that runs the test."""

    port: int
    folder: Path
    account: str

    @property
    def host_key(self):
        return (self.folder / "host.pub").read_text().strip()

    def listed(self, **changes):
        """Let the session's beamline list it."""
        parts = {"name": "sim1-control", "port": self.port, "address": "127.0.0.1", **changes}
        define_beamline(definition=a_definition("sim1", computers=(ComputerDefinition(**parts),)))


SSHD_CONFIG = """
ListenAddress 127.0.0.1:{port}
HostKey {folder}/host
AuthorizedKeysFile {folder}/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
Subsystem sftp internal-sftp
"""


@pytest.fixture
def control(session, door):
    """A beamline's computer that Ben's key opens, and the gateway's own; the session's beamline lists it for jumps."""
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/bin:/sbin")
    if sshd is None:
        pytest.fail("the package openssh-server is missing")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    folder = door.folder.parent / "control"
    folder.mkdir()
    for name in ("host", "gateway"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True)
    ben = asyncssh.read_private_key(door.folder / "key").export_public_key().decode()
    (folder / "authorized").write_text(ben + (folder / "gateway.pub").read_text())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "sshd_config").write_text(SSHD_CONFIG.format(port=port, folder=folder))
    words = [sshd, "-D", "-e", "-f", folder / "sshd_config"]
    with (folder / "log").open("w") as log, subprocess.Popen(words, stderr=log) as process:
        found = Control(port, folder, getpass.getuser())
        wait_until_open(port)
        known = door.folder / "known_hosts"
        known.write_text(f"{known.read_text()}[sim1-control]:{port} {found.host_key}\n")
        found.listed()
        door.loudness = "INFO"  # as it is for people: OpenSSH shows then why nothing was opened
        yield found
        process.terminate()


def wait_until_open(port, timeout_s=10):
    until_s = time.monotonic() + timeout_s
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except ConnectionRefusedError:
            assert time.monotonic() < until_s
            time.sleep(0.05)
        else:
            return


@contextmanager
def serving(gateway):
    """Let a gateway serve from a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        acceptor = asyncio.run_coroutine_threadsafe(gateway.listen(), loop).result(10)
        yield acceptor.get_port()

        async def end():
            acceptor.close()
            await gateway.stop()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()
            await asyncio.sleep(0.1)
            await loop.shutdown_default_executor()

        asyncio.run_coroutine_threadsafe(end(), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        end_of_watch()
        connections.close_all()


@pytest.fixture
def session(transactional_db):
    found = make_session()
    folder = session_folder(found.code)
    (folder / "raw" / "run-001").mkdir(parents=True)
    (folder / "raw" / "run-001" / "master.h5").write_bytes(os.urandom(300_000))
    (folder / "raw" / ".lock").write_text("")
    (folder / "raw" / "way-out").symlink_to("/etc")
    return found


@pytest.fixture
def ben(session):
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    give_shared_password(people=[person, person_named("leader-mx2341")], password=PASSWORD)
    return person


@pytest.fixture
def listening():
    """What is special about the gateway."""
    return {}


@pytest.fixture
def door(ben, session, tmp_path, listening):
    """A gateway, and Ben's key."""
    if shutil.which("sftp") is None:
        pytest.fail("the package openssh-client is missing")
    folder = tmp_path / "client"
    folder.mkdir()
    keys = tmp_path / "gateway"
    pair = asyncssh.generate_private_key("ssh-ed25519")
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_bytes(pair.export_private_key())
    add_key(person=ben, line=pair.export_public_key().decode(), label="laptop", now=utc_now())
    known = host_keys(keys)[0].export_public_key().decode().strip()
    gateway = Gateway(Listening(host="127.0.0.1", port=0, keys=keys, site="https://farlight.example", **listening))
    with serving(gateway) as port:
        (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {known}\n")
        yield Door(port, folder, gateway=gateway)


@pytest.fixture
def full_disk(tmp_path):
    """A disk of one megabyte, in a namespace of its own: that needs no root."""
    folder = tmp_path / "small"
    folder.mkdir()
    script = 'mount -t tmpfs -o size=1m tmpfs "$1" && echo ready && exec cat'
    words = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh", str(folder)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"ready\n"
        yield Path(f"/proc/{holder.pid}/root{folder}")
        holder.stdin.close()


@pytest.fixture
def far_storage(session, tmp_path):
    """The session's folder on storage over a network."""
    with far_storage_of(session, tmp_path) as storage:
        yield storage
