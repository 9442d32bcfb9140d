"""lftp, rclone and paramiko; passwords and codes by keyboard-interactive."""

import os

import paramiko
import pytest

from farlight.audit.public import records
from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.gateway.tests.conftest import PASSWORD
from farlight.people.tests.factories import show_codes

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


def connected(door):
    client = paramiko.Transport(("127.0.0.1", door.port))
    client.start_client(timeout=10)
    return client


def test_lftp_mirrors_both_ways(door, session):
    ssh = "ssh -a -x " + " ".join(f"'{word}'" for word in door.options())
    (door.folder / "mine").mkdir()
    (door.folder / "mine" / "a").write_bytes(os.urandom(500_000))
    code = session.code
    commands = (
        f'set sftp:connect-program "{ssh}"; set net:max-retries 1; open -u ben, sftp://127.0.0.1:{door.port}; '
        f"mirror {code}/raw got; mirror -R mine {code}/processed/mine; bye"
    )
    told = door.run("lftp", "-c", commands)
    assert (told.returncode, told.stderr) == (0, "")
    folder = session_folder(code)
    assert (door.folder / "got/run-001/master.h5").read_bytes() == (folder / "raw/run-001/master.h5").read_bytes()
    assert (folder / "processed/mine/a").read_bytes() == (door.folder / "mine/a").read_bytes()


def test_rclone_copies_and_compares_checksums(door, session):
    (door.folder / "mine").mkdir()
    (door.folder / "mine" / "a").write_bytes(os.urandom(500_000))
    settings = {
        "RCLONE_CONFIG": door.folder / "rclone.conf",
        "RCLONE_CONFIG_FL_TYPE": "sftp",
        "RCLONE_CONFIG_FL_HOST": "127.0.0.1",
        "RCLONE_CONFIG_FL_PORT": door.port,
        "RCLONE_CONFIG_FL_USER": "ben",
        "RCLONE_CONFIG_FL_KEY_FILE": door.folder / "key",
        "RCLONE_CONFIG_FL_SHELL_TYPE": "unix",
        "RCLONE_CONFIG_FL_MD5SUM_COMMAND": "md5sum",
        "RCLONE_CONFIG_FL_SHA1SUM_COMMAND": "sha1sum",
    }
    environment = {**os.environ, **{name: str(value) for name, value in settings.items()}}
    there = f"fl:{session.code}/processed/mine"
    for words in (("copy", "mine", there), ("check", "mine", there), ("copy", f"fl:{session.code}/raw", "got")):
        told = door.run("rclone", *words, env=environment)
        assert told.returncode == 0, told.stderr
    folder = session_folder(session.code)
    assert (door.folder / "got/run-001/master.h5").read_bytes() == (folder / "raw/run-001/master.h5").read_bytes()
    assert (folder / "processed/mine/a").read_bytes() == (door.folder / "mine/a").read_bytes()


def test_a_password_opens_and_a_wrong_one_does_not(door, session, monkeypatch):
    monkeypatch.setattr("farlight.gateway.entrance.PAUSE_S", 0)
    line = connected(door)
    with pytest.raises(paramiko.AuthenticationException):
        line.auth_password("ben", "wrong", fallback=False)
    assert line.auth_password("ben", PASSWORD, fallback=False) == []
    assert paramiko.SFTPClient.from_transport(line).listdir("/") == [session.code]
    line.close()
    line = connected(door)
    assert line.auth_interactive("ben", lambda *_: [PASSWORD]) == []
    line.close()
    failures = [r for r in records(limit=50).items if r.kind.value == "sign_in_failed"]
    assert [(r.about, r.address) for r in failures] == [("ben", "127.0.0.1")]


def test_who_may_write_no_more_puts_no_file_in_its_place_and_reads_on(door, session, ben):
    line = connected(door)
    line.auth_password("ben", PASSWORD)
    client, path = paramiko.SFTPClient.from_transport(line), f"{session.code}/processed/a"
    upload = client.open(path, "wx")
    upload.write(b"half")
    set_team_member(session=session, person=ben, role=TeamRole.OBSERVER)
    upload.close()  # paramiko keeps to itself what it is told
    with pytest.raises(PermissionError, match="does not let you change its files"):
        client.open(path, "w")
    assert client.listdir(f"{session.code}/processed") == []
    assert client.stat(f"{session.code}/raw/run-001/master.h5").st_size == 300_000
    line.close()


def test_one_line_may_not_guess_for_ever(door, monkeypatch):
    monkeypatch.setattr("farlight.gateway.entrance.PAUSE_S", 0)
    line, guesses = connected(door), 0
    while line.is_active():
        with pytest.raises((paramiko.SSHException, EOFError)):
            line.auth_password("ben", "wrong", fallback=False)
        guesses += 1
    assert guesses <= 8
    line.close()


@pytest.fixture
def code(ben):
    """Ben's app; gives the code of the moment."""
    return show_codes(ben)


def test_where_there_is_a_code_the_key_or_password_alone_opens_nothing(door, session, code, monkeypatch):
    monkeypatch.setattr("farlight.gateway.entrance.PAUSE_S", 0)
    key = paramiko.Ed25519Key.from_private_key_file(door.folder / "key")
    line = connected(door)
    assert line.auth_publickey("ben", key) == ["keyboard-interactive"]
    assert not line.is_authenticated()
    with pytest.raises(paramiko.SSHException):
        line.open_session(timeout=2)
    line.close()
    line = connected(door)
    assert line.auth_publickey("ben", key) == ["keyboard-interactive"]
    with pytest.raises(paramiko.AuthenticationException):
        line.auth_interactive("ben", lambda *_: ["000000"])
    assert line.auth_interactive("ben", lambda *_: [code()]) == []
    assert paramiko.SFTPClient.from_transport(line).listdir("/") == [session.code]
    line.close()
    assert [r.about for r in records(limit=50).items if r.kind.value == "factor_failed"] == ["ben"]
    used = connected(door)
    used.auth_publickey("ben", key)
    with pytest.raises(paramiko.AuthenticationException):
        used.auth_interactive("ben", lambda *_: [code()])
    used.close()


def test_another_name_takes_nothing_along(door, session, code):
    """Whoever proved a key and then says to be somebody else begins anew."""
    key = paramiko.Ed25519Key.from_private_key_file(door.folder / "key")
    line = connected(door)
    line.auth_publickey("ben", key)
    with pytest.raises((paramiko.AuthenticationException, paramiko.SSHException)):
        line.auth_interactive("leader-mx2341", lambda *_: [code()])
    assert not line.is_authenticated()
    line.close()
