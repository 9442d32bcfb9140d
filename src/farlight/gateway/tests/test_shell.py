"""``ssh -t gateway``: shells on OpenSSH's server through the gateway; what is recorded, and when it is cut."""

import json
import subprocess
import time

import pytest
from django.conf import settings

from farlight.audit.public import records
from farlight.beamtime.public import remove_team_member
from farlight.gateway.tests.test_openssh import wait_for
from farlight.leases.tests.factories import channels_open
from farlight.recordings.public import verified

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recorded(control):
    """The beamline's computer, where the gateway has an account; its shells are recorded."""
    with_shells(control)
    return control


def with_shells(control, **changes):
    parts = {"login": control.account, "key_file": str(control.folder / "gateway"), "host_key": control.host_key}
    control.listed(**(parts | changes))


def shell(door, *words, typed="", loudness="ERROR"):
    door.loudness = loudness
    told = door.run("ssh", "-tt", *door.options(), "127.0.0.1", *words, input=typed)
    told.stdout += told.stderr
    return told


def casts():
    return sorted(settings.FARLIGHT_RECORDINGS_DIR.rglob("*.cast"))


def shown_in(cast):
    header, *lines = [json.loads(line) for line in cast.read_text().splitlines()]
    return header, "".join(text for _, kind, text in lines if kind == "o")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path / "recordings"


def test_a_shell_is_recorded_with_a_notice_and_holds(door, recorded, session):
    told = shell(door, "sim1-control", typed="stty -echo; PS1=; echo $((6*7))-here\nexit 3\n")
    assert ("This shell is recorded" in told.stdout, "42-here" in told.stdout, told.returncode) == (True, True, 3)
    wait_for(lambda: not channels_open())
    (cast,) = casts()
    header, text = shown_in(cast)
    assert (header["version"], header["title"]) == (2, f"ben on sim1-control, {session.code}")
    assert ("42-here" in text, cast.stat().st_mode & 0o777) == (True, 0o600)
    ((recording, fault),) = verified()
    assert (recording.username, recording.computer, fault) == ("ben", "sim1-control", None)
    (act,) = [r for r in records(session_code=session.code).items if r.kind.value == "recording_made"]
    assert (act.about, act.details["hash"]) == (recording.code, recording.seal.hash)


def test_one_choice_is_taken_and_the_session_may_be_named(door, recorded, session):
    for words in ((), (session.code,), (session.code, "sim1-control")):
        assert "in-there" in shell(door, *words, typed="echo in-''there\nexit\n").stdout
    refused = shell(door, "mx9999-1", "sim1-control")
    assert (refused.returncode, "is closed to you" in refused.stdout + refused.stderr) == (126, True)


def test_what_is_open_is_offered(door, recorded, session):
    with_shells(recorded)
    from farlight.beamlines.public import define_beamline
    from farlight.beamlines.tests.factories import a_definition
    from farlight.beamlines.types import ComputerDefinition

    played = "farlight.simulator.computer:serve"
    computers = tuple(ComputerDefinition(name=n, address=played, login="users") for n in ("one", "two"))
    define_beamline(definition=a_definition("sim1", computers=computers))
    told = shell(door, typed="7\n2\nmotors\nexit\n").stdout
    assert [word in told for word in ("1  one", "2  two", "sample_z", "say help")] == [True, True, True, False]
    assert verified_computers() == ["two"]


def verified_computers():
    wait_for(lambda: not channels_open())
    return [recording.computer for recording, fault in verified() if fault is None]


def test_where_the_file_says_so_nothing_is_recorded(door, recorded):
    with_shells(recorded, recorded=False)
    told = shell(door, "sim1-control", typed="echo in-''there\nexit\n").stdout
    assert ("in-there" in told, "recorded" in told, casts()) == (True, False, [])


def test_a_computer_without_shells_and_without_a_terminal(door, control):
    told = shell(door, "sim1-control")
    assert (told.returncode, "is closed to you" in told.stdout) == (126, True)
    assert "No computer of a beamline is open to you" in shell(door).stdout
    assert "There is no shell here" in door.run("ssh", *door.options(), "127.0.0.1", "sim1-control").stderr


def test_another_computer_that_answers_is_not_trusted(door, recorded):
    with_shells(recorded, host_key=(recorded.folder / "gateway.pub").read_text().strip())
    told = shell(door, "sim1-control", typed="id\n")
    assert ("does not let the gateway in" in told.stdout, "uid=" in told.stdout) == (True, False)
    wait_for(lambda: not channels_open())


def lasting(door):
    door.loudness = "ERROR"
    words = ["ssh", "-tt", *door.options(), "127.0.0.1", "sim1-control"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    client = subprocess.Popen(words, cwd=door.folder, **pipes)
    client.stdin.write(b"echo in-''there; sleep 600\n")
    client.stdin.flush()
    while b"in-there" not in client.stdout.readline():
        pass
    return client


def test_a_shell_is_cut_and_says_why(door, recorded, session, ben):
    with lasting(door) as client:
        cut_at_s = time.monotonic()
        remove_team_member(session=session, person=ben)
        assert client.wait(10) != 0
        assert time.monotonic() - cut_at_s < 4
        assert b"is closed to you" in client.stdout.read()
        client.stdin.close()
    assert verified_computers() == ["sim1-control"]


def test_survivors_are_none_with_shell_jump_and_sftp_open(door, recorded, session, ben):
    jump = subprocess.Popen(
        door.jump(recorded.account, "echo in; sleep 600", port=recorded.port), stdout=subprocess.PIPE, cwd=door.folder
    )
    assert jump.stdout.readline() == b"in\n"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    files = subprocess.Popen(["sftp", *door.options(), "127.0.0.1"], cwd=door.folder, **pipes)
    files.stdin.write(f"ls {session.code}\n".encode())
    files.stdin.flush()
    with jump, files, lasting(door) as shell_client:
        wait_for(lambda: channels_open() == 3)
        remove_team_member(session=session, person=ben)
        wait_for(lambda: not channels_open(), timeout_s=4)
        assert [client.wait(5) != 0 for client in (jump, shell_client)] == [True, True]
        files.stdin.write(f"ls {session.code}\n".encode())
        files.stdin.close()
        files.stdin = None
        files.wait(10)
        shell_client.stdin.close()


def test_a_full_disk_ends_the_shell(door, recorded, full_disk, settings):
    settings.FARLIGHT_RECORDINGS_DIR = full_disk
    told = shell(door, "sim1-control", typed="yes | head -n 400000\nexit\n")
    assert ("cannot be recorded" in told.stdout, told.returncode != 0) == (True, True)
    wait_for(lambda: not channels_open())
    ((_, fault),) = verified()
    assert fault is None
