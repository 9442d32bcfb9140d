"""A disk that hangs, and a client that takes nothing, are nobody else's trouble."""

import os
import signal
import subprocess
import time

import pytest

from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
MANY = 12
"""More than there are threads for anything."""
AT_ONCE_S = 6.0


@pytest.fixture
def other(ben):
    """Another session of Ben's, on the disk of this machine."""
    found = make_session(code="mx9999", beamline="sim9")
    set_team_member(session=found, person=ben, role=TeamRole.MEMBER)
    folder = session_folder(found.code) / "raw"
    folder.mkdir(parents=True)
    (folder / "file").write_bytes(os.urandom(1_000_000))
    return found


def start(door, *commands):
    words = ["sftp", "-q", "-b", "-", *door.options(), "127.0.0.1"]
    client = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=door.folder)
    client.stdin.write("".join(f"{command}\n" for command in commands).encode())
    client.stdin.close()
    return client


def takes_at_once(door, session):
    began_s = time.monotonic()
    assert door.sftp(f"get {session.code}/raw/file theirs").returncode == 0
    assert (door.folder / "theirs").read_bytes() == (session_folder(session.code) / "raw" / "file").read_bytes()
    return time.monotonic() - began_s < AT_ONCE_S


def test_storage_that_hangs_holds_up_only_its_own_session(door, session, other, far_storage):
    content = os.urandom(5_000_000)
    (far_storage.content / "raw" / "file").write_bytes(content)
    (door.folder / "mine").write_bytes(content)
    path = f"{session.code}/raw/file"
    assert door.sftp(f"get {path} before").returncode == 0
    far_storage.be_silent()
    waiting = [start(door, f"get {path} {number}") for number in range(MANY)]
    waiting += [start(door, f"put mine {session.code}/processed/{number}") for number in range(MANY)]
    time.sleep(2)
    assert takes_at_once(door, other)
    assert {client.poll() for client in waiting} == {None}
    far_storage.answer()
    assert [client.wait(60) for client in waiting] == [0] * len(waiting)
    taken = [door.folder / str(number) for number in range(MANY)]
    put = [far_storage.content / "processed" / str(number) for number in range(MANY)]
    assert [path.read_bytes() == content for path in (*taken, *put)] == [True] * 2 * MANY


def test_clients_that_take_nothing_hold_up_nobody(door, session, other):
    large = session_folder(session.code) / "raw" / "run-001" / "large"
    large.write_bytes(os.urandom(1 << 20) * 64)
    stopped = [start(door, f"get {session.code}/raw/run-001/large {number}") for number in range(MANY)]
    try:
        time.sleep(1)
        for client in stopped:
            client.send_signal(signal.SIGSTOP)
        assert takes_at_once(door, other)
    finally:
        for client in stopped:
            client.send_signal(signal.SIGCONT)
    assert [client.wait(60) for client in stopped] == [0] * MANY
