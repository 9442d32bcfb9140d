"""A gateway that is killed while somebody puts and takes files: nothing half-written is seen, and all goes on."""

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import asyncssh
import pytest

from farlight.audit.public import seal, verify_chain
from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.config.supervisor import farlight_command
from farlight.gateway.host_keys import host_keys
from farlight.gateway.tests.conftest import Door, wait_until_open
from farlight.kernel.time import utc_now
from farlight.leases.models import OpenChannel
from farlight.leases.public import add_key, keep_channels
from farlight.leases.tests.factories import channels_open
from farlight.people.tests.factories import make_person
from tests.system.test_demo import children_of, free_port
from tests.system.test_worker_killed import database_url, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.django_db(transaction=True)]

SLOWLY = ["-l", "16000"]
"""So many kilobits a second that a killing comes in the middle."""
ESTABLISHED = "01"
"""Of a connection, in /proc/net/tcp."""


@contextmanager
def gateway_process(settings, port, workers):
    environment = {
        **os.environ,
        "FARLIGHT_DATABASE_URL": database_url(),
        "FARLIGHT_STATE_DIR": str(settings.FARLIGHT_STATE_DIR),
        "FARLIGHT_DATA_DIR": str(settings.FARLIGHT_DATA_DIR),
    }
    words = farlight_command("gateway", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers))
    with subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL) as process:
        try:
            wait_until_open(port, 40)
            yield process
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture
def world(transactional_db, settings, tmp_path):
    """A session, Ben's key, and a port that a gateway may have."""
    if shutil.which("sftp") is None:
        pytest.fail("the package openssh-client is missing")
    session, ben = make_session(), make_person("ben")
    set_team_member(session=session, person=ben, role=TeamRole.MEMBER)
    (session_folder(session.code) / "raw").mkdir(parents=True)
    pair, folder = asyncssh.generate_private_key("ssh-ed25519"), tmp_path / "client"
    folder.mkdir()
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_bytes(pair.export_private_key())
    add_key(person=ben, line=pair.export_public_key().decode(), label="laptop", now=utc_now())
    door = Door(free_port(), folder)
    known = host_keys(settings.FARLIGHT_STATE_DIR / "gateway")[0].export_public_key().decode().strip()
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{door.port} {known}\n")
    return session, door


@contextmanager
def transferring(door, command):
    """A client in the middle of something."""
    words = ["sftp", "-q", *SLOWLY, *door.options(), "127.0.0.1"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(words, cwd=door.folder, **pipes) as client:
        client.stdin.write(f"{command}\n".encode())
        client.stdin.flush()
        yield client
        client.wait(20)


def size_of(paths):
    return sum(path.stat().st_size for path in paths)


@pytest.mark.parametrize("workers", [1, 2])
def test_what_was_put_and_taken_goes_on_after_a_killing(world, settings, workers):
    session, door = world
    whole = os.urandom(8_000_000)
    (door.folder / "mine").write_bytes(whole)
    folder = session_folder(session.code)
    (folder / "raw" / "theirs").write_bytes(whole)
    target = folder / "processed" / "mine"
    with gateway_process(settings, door.port, workers) as gateway:
        with (
            transferring(door, f"put mine {session.code}/processed/mine"),
            transferring(door, f"get {session.code}/raw/theirs taken"),
        ):
            drafts = lambda: list(target.parent.glob(".farlight-draft-*"))  # noqa: E731 - asked again and again
            taken = door.folder / "taken"
            wait_until(lambda: size_of(drafts()) > 500_000 and taken.exists() and taken.stat().st_size > 500_000)
            for pid in [gateway.pid] if workers == 1 else list(children_of(gateway.pid)):
                os.kill(pid, signal.SIGKILL)
        assert (target.exists(), len(drafts())) == (False, 1)
        assert channels_open() == 2
        if workers > 1:  # the supervisor starts them again
            time.sleep(1)
            wait_until_open(door.port, 40)
            goes_on_and_is_whole(door, session, target, whole)
    if workers == 1:
        with gateway_process(settings, door.port, workers):
            goes_on_and_is_whole(door, session, target, whole)
    keep_channels(now=utc_now() + timedelta(seconds=90))
    assert channels_open() == 0
    seal()
    assert verify_chain().holds


def lines_of(pid, port):
    """How many connections to a port of this machine a process holds."""
    links = (str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink())
    own = {link.removeprefix("socket:[").removesuffix("]") for link in links if link.startswith("socket:")}
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(f":{port:04X}") and row[3] == ESTABLISHED and row[9] in own for row in rows)


def test_one_process_of_several_takes_only_its_own_down(world, settings):
    session, door = world
    whole = os.urandom(16_000_000)
    (door.folder / "mine").write_bytes(whole)
    folder = session_folder(session.code) / "processed"
    with gateway_process(settings, door.port, 2) as gateway, ExitStack() as clients:
        workers = list(children_of(gateway.pid))
        putting = []
        while not all(lines_of(pid, door.port) for pid in workers):
            name = f"file-{len(putting)}"
            putting.append(clients.enter_context(transferring(door, f"put mine {session.code}/processed/{name}")))
            wait_until(lambda: len(list(folder.glob(".farlight-draft-*"))) == len(putting))
        opened, fallen = channels_open(), lines_of(workers[0], door.port)
        os.kill(workers[0], signal.SIGKILL)
        # a process that dies has no command any more and holds its port still, until its parent buries it
        wait_until(lambda: not Path(f"/proc/{workers[0]}").exists())
        came = door.sftp(f"ls {session.code}")
        assert came.returncode == 0, came.stderr
        for client in putting:
            client.stdin.close()
        ended = [client.wait(40) for client in putting]
        there = sorted(path.name for path in folder.glob("file-*"))
        assert there == [f"file-{number}" for number, status in enumerate(ended) if status == 0]
        assert all((folder / name).read_bytes() == whole for name in there)
        assert (len(there), len(list(folder.glob(".farlight-draft-*")))) == (opened - fallen, fallen)
        keep_channels(now=utc_now() + timedelta(seconds=61))
        assert Counter(OpenChannel.objects.values_list("ending", flat=True)) == {
            "left": opened - fallen + 1,
            "lost": fallen,
        }
        lost = next(f"file-{number}" for number, status in enumerate(ended) if status)
        assert door.sftp(f"reput mine {session.code}/processed/{lost}").returncode == 0
        assert (folder / lost).read_bytes() == whole


def goes_on_and_is_whole(door, session, target, whole):
    assert door.sftp(f"ls {session.code}/processed").stdout.split()[-1] != "mine"
    resumed = door.sftp(f"reput mine {session.code}/processed/mine", f"reget {session.code}/raw/theirs taken")
    assert resumed.returncode == 0, resumed.stderr
    summed = door.run("ssh", *door.options(), "127.0.0.1", "sha256sum", f"/{session.code}/processed/mine").stdout
    assert (target.read_bytes() == whole, (door.folder / "taken").read_bytes() == whole) == (True, True)
    assert summed.split()[0] == sha256(whole).hexdigest()
    assert not list(target.parent.glob(".farlight-draft-*"))
