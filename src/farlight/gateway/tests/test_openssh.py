"""OpenSSH's own clients: what they see, take, put, and what is refused."""

import hashlib
import os
import subprocess
import time
from datetime import timedelta
from pathlib import Path

import asyncssh
import pytest

from farlight.audit.public import records, seal
from farlight.beamtime.public import change_state, remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import SessionState, TeamRole
from farlight.gateway.drafts import draft_name
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels, keys_of, remove_key
from farlight.leases.tests.factories import channels_open
from farlight.people.public import lock_person, person_named
from farlight.people.tests.factories import make_person
from farlight.transfer.public import settle_downloads
from farlight.transfer.tests.factories import downloads_in
from tests.system.own_thread import elsewhere

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]


def folder_of(session):
    return session_folder(session.code)


def test_exactly_ones_own_sessions_are_seen(door, session):
    other = make_session(code="mx9999", beamline="sim9")
    asked = door.sftp("ls -1")
    assert (asked.stdout.split(), asked.stderr) == (["sftp>", "ls", "-1", session.code], "")
    shown = door.sftp(
        f"ls -1 {session.code}/raw", f"-ls -1 {session.code}/raw/way-out", f"-get {session.code}/raw/.lock"
    )
    assert [line for line in shown.stdout.splitlines() if not line.startswith("sftp>")] == [
        f"{session.code}/raw/run-001"
    ]
    assert not (door.folder / ".lock").exists()
    refused = door.sftp(f"ls {other.code}")
    unknown = door.sftp("ls mx9999-9")
    assert (refused.returncode, unknown.returncode) == (1, 1)
    assert refused.stderr.replace(other.code, "X") == unknown.stderr.replace("mx9999-9", "X")


def test_files_are_taken_whole_and_from_any_byte(door, session):
    source = folder_of(session) / "raw" / "run-001" / "master.h5"
    path = f"{session.code}/raw/run-001/master.h5"
    assert door.sftp(f"get {path} whole").returncode == 0
    (door.folder / "part").write_bytes(source.read_bytes()[:123_457])
    assert door.sftp(f"reget {path} part").returncode == 0
    assert [(door.folder / name).read_bytes() == source.read_bytes() for name in ("whole", "part")] == [True, True]
    assert door.sftp(f"get -r {session.code}/raw tree").returncode == 0
    assert sorted(p.relative_to(door.folder / "tree").as_posix() for p in (door.folder / "tree").rglob("*")) == [
        "run-001",
        "run-001/master.h5",
    ]


def test_files_are_put_into_processed_and_nowhere_else(door, session):
    (door.folder / "result.mtz").write_bytes(b"x" * 1_000_000)
    code = session.code
    put = door.sftp(
        f"mkdir {code}/processed/mine",
        f"put -p result.mtz {code}/processed/mine/result.mtz",
        f"rename {code}/processed/mine/result.mtz {code}/processed/mine/final.mtz",
        f"chmod 777 {code}/processed/mine/final.mtz",
        f"ls -l {code}/processed/mine",
    )
    assert (put.returncode, put.stderr) == (0, "")
    final = folder_of(session) / "processed" / "mine" / "final.mtz"
    assert (final.read_bytes(), int(final.stat().st_mtime)) == (
        b"x" * 1_000_000,
        int((door.folder / "result.mtz").stat().st_mtime),
    )
    for command in (
        f"put result.mtz {code}/raw/result.mtz",
        f"put result.mtz {code}/result.mtz",
        "put result.mtz result.mtz",
        f"rm {code}/raw/run-001/master.h5",
        f"rename {code}/raw/run-001/master.h5 {code}/processed/master.h5",
        f"rename {code}/processed/mine/final.mtz {code}/raw/final.mtz",
        f"rmdir {code}/processed",
        f"mkdir {code}/other",
        f"symlink /etc/passwd {code}/processed/link",
        f"put result.mtz {code}/processed/../raw/result.mtz",
        f"put result.mtz {code}/raw/way-out/result.mtz",
    ):
        assert door.sftp(command).returncode == 1, command
    removed = door.sftp(f"rm {code}/processed/mine/final.mtz", f"rmdir {code}/processed/mine")
    assert (removed.returncode, list((folder_of(session) / "processed").iterdir())) == (0, [])


@pytest.mark.parametrize("part", ["observer", "group", "closed"])
def test_who_reads_files_changes_none_without_a_part_that_lets_them(door, session, ben, part):
    mine = folder_of(session) / "processed" / "mine"
    mine.mkdir(parents=True)
    (mine / "a").write_bytes(b"ours")
    (door.folder / "a").write_bytes(b"theirs")
    if part == "observer":
        set_team_member(session=session, person=ben, role=TeamRole.OBSERVER)
    elif part == "group":
        session.proposal.members.add(ben)
        remove_team_member(session=session, person=ben)
    else:
        for state in (SessionState.ENDED, SessionState.CLOSED):
            change_state(session=session, to=state)
    there = f"{session.code}/processed"
    for command in ("put a {}/a", "put a {}/mine/a", "rm {}/mine/a", "rename {}/mine/a {}/mine/b", "mkdir {}/b"):
        told = door.sftp(command.format(there, there))
        assert (told.returncode, "ermission denied" in told.stderr) == (1, True), told.stderr
    assert (door.sftp(f"get {there}/mine/a got").returncode, (door.folder / "got").read_bytes()) == (0, b"ours")
    assert ([p.name for p in mine.parent.iterdir()], [p.name for p in mine.iterdir()]) == (["mine"], ["a"])


def test_a_broken_upload_is_seen_by_nobody_else_and_goes_on(door, session):
    whole = os.urandom(8_000_000)
    (door.folder / "big").write_bytes(whole)
    target = folder_of(session) / "processed" / "big"
    words = ["sftp", "-q", "-l", "16000", *door.options(), "127.0.0.1"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=door.folder) as client:
        client.stdin.write(f"put big {session.code}/processed/big\n".encode())
        client.stdin.flush()
        wait_for(lambda: any(draft.stat().st_size for draft in drafts(target.parent)))
        client.kill()
    wait_for(lambda: not channels_open())
    (draft,) = drafts(target.parent)
    assert (target.exists(), 0 < draft.stat().st_size < 8_000_000) == (False, True)
    assert "big" not in door.sftp(f"ls {session.code}/processed").stdout.replace("/big", "").split()[3:]
    assert door.sftp(f"reput big {session.code}/processed/big").returncode == 0
    assert (target.read_bytes() == whole, drafts(target.parent)) == (True, [])


def drafts(folder):
    return list(folder.glob(".farlight-draft-*")) if folder.exists() else []


def wait_for(condition, timeout_s=10.0):
    until_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < until_s, "it did not come"
        time.sleep(0.05)


def test_scp_is_sftp_and_the_old_way_is_refused(door, session):
    (door.folder / "notes.txt").write_text("hello")
    remote = f"127.0.0.1:{session.code}/processed/notes.txt"
    assert door.run("scp", "-q", *door.options(), "notes.txt", remote).returncode == 0
    assert (folder_of(session) / "processed" / "notes.txt").read_text() == "hello"
    assert door.run("scp", "-O", "-q", *door.options(), "notes.txt", remote).returncode != 0


def test_there_is_no_shell_and_no_forwarding(door, session):
    shell = door.run("ssh", *door.options(), "127.0.0.1", "id")
    assert (shell.returncode, "There is no shell here" in shell.stderr) == (126, True)
    jump = door.run("ssh", *door.options("ben", "-W", "127.0.0.1:22"), "127.0.0.1")
    assert jump.returncode != 0
    backwards = door.run(
        "ssh", *door.options("ben", "-R", "0:127.0.0.1:22", "-o", "ExitOnForwardFailure=yes", "-N"), "127.0.0.1"
    )
    assert backwards.returncode == 255


def test_checksums_are_computed_where_the_files_lie(door, session):
    path = f"/{session.code}/raw/run-001/master.h5"
    content = (folder_of(session) / "raw" / "run-001" / "master.h5").read_bytes()
    for command, algorithm in (("md5sum", "md5"), ("sha256sum", "sha256")):
        told = door.run("ssh", *door.options(), "127.0.0.1", f"{command} '{path}'").stdout
        assert told == f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n"
    missing = door.run("ssh", *door.options(), "127.0.0.1", "sha1sum /mx9999-1/x")
    assert (missing.returncode, missing.stdout) == (1, "")


def test_who_has_no_key_of_theirs_stays_outside(door, session):
    eve = make_person("eve")
    for login in ("eve", "nobody", "leader-mx2341", "x" * 500):
        assert door.sftp("ls", login=login).returncode == 255
    assert eve.pk


@pytest.mark.parametrize("way", ["removed", "locked", "closed", "key"])
def test_a_download_that_goes_on_is_cut(door, session, ben, way):
    big = folder_of(session) / "raw" / "big"
    with big.open("wb") as file:
        file.truncate(400_000_000)
    words = ["sftp", "-q", "-b", "-", "-l", "40000", *door.options(), "127.0.0.1"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=door.folder) as client:
        client.stdin.write(f"get {session.code}/raw/big big\n".encode())
        client.stdin.close()
        client.stdin = None
        wait_for(lambda: Path(door.folder / "big").exists() and Path(door.folder / "big").stat().st_size > 1_000_000)
        cut_at_s = time.monotonic()
        {
            "removed": lambda: remove_team_member(session=session, person=ben),
            "locked": lambda: lock_person(person=ben, reason="left"),
            "closed": lambda: close_channels(
                session=session.code, by=person_named("leader-mx2341"), person=ben, now=utc_now()
            ),
            "key": lambda: remove_key(person=ben, code=keys_of(ben)[0].code, now=utc_now()),
        }[way]()
        assert client.wait(10) != 0
        assert time.monotonic() - cut_at_s < 4  # two seconds for the cut, and what the client needs to notice
    assert (door.folder / "big").stat().st_size < 400_000_000
    wait_for(lambda: not channels_open())
    if way != "closed":
        assert door.sftp(f"ls {session.code}").returncode != 0


def test_what_was_taken_and_put_is_recorded(door, session):
    (door.folder / "x").write_bytes(b"12345")
    door.sftp(f"get {session.code}/raw/run-001/master.h5 y", f"put x {session.code}/processed/x")
    wait_for(lambda: not channels_open())
    wait_for(lambda: [r for r in records(session_code=session.code).items if r.kind.value == "files_uploaded"])
    wait_for(lambda: [row for row in downloads_in(session.code) if row.sent_bytes == 300_000])
    seal()
    settle_downloads(now=utc_now() + timedelta(minutes=1))
    told = {r.kind.value: dict(r.details) for r in records(session_code=session.code).items if r.by == "ben"}
    sizes = {"size_bytes": 300_000, "sent_bytes": 300_000}
    assert told["files_downloaded"] == {"way": "sftp", "files": 1, "outcome": "complete", **sizes}
    assert told["files_uploaded"] == {"way": "sftp", "files": 1, "bytes": 5}


def test_hostile_names_are_shown_and_not_made(door, session):
    raw = os.fsencode(folder_of(session) / "raw")
    names = [b"new\nline", b"esc\x1b[31m", b"latin\xe9", "blåbär 蛋白".encode()]
    for name in names:
        (Path(os.fsdecode(raw)) / os.fsdecode(name)).write_bytes(name)
    assert door.sftp(f"get -r {session.code}/raw tree").returncode == 0
    got = {os.fsencode(p.name): p.read_bytes() for p in (door.folder / "tree").iterdir() if p.is_file()}
    assert got == {name: name for name in names}
    (door.folder / "x").write_text("x")
    for name in ("a\\\\b", ".hidden", ".farlight-draft-0"):
        assert door.sftp(f'put x "{session.code}/processed/{name}"').returncode == 1


def test_the_quota_is_kept(door, session, settings):
    settings.FARLIGHT_GATEWAY_QUOTA_BYTES = 1_000_000
    (door.folder / "x").write_bytes(b"x" * 600_000)
    code = session.code
    assert door.sftp(f"put x {code}/processed/a").returncode == 0
    full = door.sftp(f"put x {code}/processed/b")
    assert (full.returncode, (folder_of(session) / "processed" / "b").exists()) == (1, False)
    (draft,) = drafts(folder_of(session) / "processed")
    assert draft.stat().st_size < 600_000
    assert door.sftp(f"rm {code}/processed/b", f"rm {code}/processed/a").returncode == 0
    assert list((folder_of(session) / "processed").iterdir()) == []


def test_a_download_shows_like_any_with_progress_and_rate(door, session, ben):
    big = folder_of(session) / "raw" / "big"
    with big.open("wb") as file:
        file.truncate(40_000_000)
    words = ["sftp", "-q", "-b", "-", "-l", "40000", *door.options(), "127.0.0.1"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=door.folder) as client:
        client.stdin.write(f"get {session.code}/raw/big big\n".encode())
        client.stdin.flush()
        wait_for(lambda: [row for row in downloads_in(session.code) if row.rate_bytes_per_s > 0])
        ((way, words, state, person),) = [
            (row.way, row.words, row.state, row.person_id) for row in downloads_in(session.code)
        ]
        assert (way, words, state, person) == ("sftp", "raw/big", "running", ben.pk)
        remove_team_member(session=session, person=ben)
        client.stdin.close()
        client.stdin = None
        client.wait(10)
    wait_for(lambda: downloads_in(session.code)[0].state == "revoked")
    assert 0 < downloads_in(session.code)[0].sent_bytes < 40_000_000


def test_a_download_that_is_gone_on_with_is_one_and_whole(door, session):
    path = f"{session.code}/raw/run-001/master.h5"
    source = (folder_of(session) / "raw" / "run-001" / "master.h5").read_bytes()
    (door.folder / "part").write_bytes(source[:123_457])
    door.sftp(f"reget {path} part")
    wait_for(lambda: [row.sent_bytes for row in downloads_in(session.code)] == [300_000 - 123_457])
    door.sftp(f"get {path} whole")
    wait_for(lambda: [row.sent_bytes for row in downloads_in(session.code)] == [300_000])
    assert [(row.files, row.whole) for row in downloads_in(session.code)] == [(1, 1)]


def test_a_full_disk_during_an_upload_leaves_nothing_half_written(door, session, full_disk, settings):
    settings.FARLIGHT_DATA_DIR = full_disk
    (door.folder / "big").write_bytes(b"x" * 3_000_000)
    code = session.code
    assert door.sftp(f"put big {code}/processed/big").returncode != 0
    assert door.sftp(f"ls -1 {code}/processed").stdout.split()[-1] != f"{code}/processed/big"
    assert not (folder_of(session) / "processed" / "big").exists()
    assert door.sftp(f"rm {code}/processed/big").returncode == 0
    (door.folder / "small").write_bytes(b"x" * 300_000)
    assert door.sftp(f"put small {code}/processed/small").returncode == 0


async def test_nothing_is_taken_of_an_upload_that_lost_a_part(door, session, full_disk, settings):
    """OpenSSH's client believes the last answer: one small part that finds room again must not make all good."""
    settings.FARLIGHT_DATA_DIR = full_disk
    folder = await elsewhere(folder_of, session)
    line = asyncssh.connect("127.0.0.1", door.port, username="ben", client_keys=[door.folder / "key"], known_hosts=None)
    async with line as there, there.start_sftp_client() as client:
        file = await client.open(f"/{session.code}/processed/big", "wb", block_size=0)
        for offset in (0, 262_144, 524_288):
            await file.write(b"x" * 200_000, offset)
        with pytest.raises(asyncssh.SFTPFailure):
            await file.write(b"x" * 700_000, 786_432)
        with pytest.raises(asyncssh.SFTPFailure, match="could not be written"):
            await file.write(b"x", 0)
        with pytest.raises(asyncssh.SFTPFailure, match="could not be written"):
            await file.close()
    assert not (folder / "processed" / "big").exists()


def test_an_upload_goes_on_before_the_first_gap_and_not_at_the_length_of_an_older_file(door, session):
    folder, whole = folder_of(session) / "processed", os.urandom(3_000_000)
    folder.mkdir(exist_ok=True)
    (door.folder / "big").write_bytes(whole)
    (folder / "big").write_bytes(b"old" * 700_000)
    with (folder / draft_name("ben", b"big").decode()).open("wb") as draft:
        draft.write(whole[:1_048_576])
        draft.seek(2_097_152)
        draft.write(whole[2_097_152:2_500_000])
    resumed = door.sftp(f"reput big {session.code}/processed/big")
    assert (resumed.returncode, (folder / "big").read_bytes() == whole, drafts(folder)) == (0, True, [])


def test_a_full_disk_is_told_to_scp_and_an_upload_goes_on_when_there_is_room(door, session, full_disk, settings):
    settings.FARLIGHT_DATA_DIR = full_disk
    whole, code = os.urandom(800_000), session.code
    (door.folder / "big").write_bytes(whole)
    folder = folder_of(session) / "processed"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "others").write_bytes(b"x" * 500_000)
    told = door.run("scp", *door.options(), "big", f"127.0.0.1:/{code}/processed/big")
    assert (told.returncode != 0, told.stderr != "", (folder / "big").exists()) == (True, True, False)
    (folder / "others").unlink()
    assert door.sftp(f"reput big {code}/processed/big").returncode == 0
    assert ((folder / "big").read_bytes() == whole, drafts(folder)) == (True, [])
