"""Downloads with real clients over TCP: curl and httpx."""

import hashlib
import os
import shutil
import subprocess
import tarfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from farlight.beamtime.public import remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import watch
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token
from farlight.people.tests.factories import claim_roles, make_person
from farlight.processing.tests.factories import make_processing
from farlight.runs.tests.factories import make_ended_run, make_run
from farlight.transfer.queries import downloads_of
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system]

LONG_AGO_S = 1_700_000_000
LARGE_BYTES = 1_500_000_000
CONTENT = hashlib.shake_256(b"images").digest(5_000_003)
NAME = "Größe 5 µm #1?.h5"


class World:
    """A session with files, its leader's and an observer's keys, and a server."""

    def __init__(self, address):
        self.session = make_session(make_person("ada"))
        make_run(self.session)
        self.observer = make_person("observer")
        set_team_member(session=self.session, person=self.observer, role=TeamRole.OBSERVER)
        self.folder = session_folder(self.session.code)
        self.write(f"raw/run-001/{NAME}", CONTENT)
        self.write("raw/run-001/small.txt", b"small")
        self.url = f"{address}/api/v1/sessions/{self.session.code}"
        self.rival = make_person("rival")
        self.key, self.observers_key, self.rivals_key = (
            issue_token(person=person, label="test", now=utc_now(), valid_for=timedelta(days=1))
            for person in (self.session.proposal.principal_investigator, self.observer, self.rival)
        )

    def write(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))

    def write_large(self, size_bytes):
        path = self.folder / "raw/run-001/large.h5"
        with path.open("wb") as file:
            file.truncate(size_bytes)
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))
        return path

    def large_result(self):
        """A processing whose merged data are large; the address of them among its files."""
        make_ended_run(self.session, 2)
        make_processing(self.session, self.session.proposal.principal_investigator, run=2, state="failed")
        with (self.folder / "processing/run-002/dials-1/merged.mtz").open("wb") as file:
            file.truncate(LARGE_BYTES)
        return f"{self.url}/runs/2/processings/1/files/merged.mtz"

    def curl(self, *arguments):
        curl = shutil.which("curl") or pytest.skip("the package curl is missing")
        command = [curl, "-sS", "--fail", "-H", f"Authorization: Bearer {self.key}", *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def client(self, key=None):
        return httpx.Client(headers={"Authorization": f"Bearer {key or self.key}"}, timeout=20)

    def address_of(self, name):
        with self.client() as client:
            items = client.get(f"{self.url}/runs/1/files").json()["items"]
        (found,) = [item["url"] for item in items if item["name"].endswith(name)]
        return self.url.split("/api/")[0] + found


@pytest.fixture
def world(transactional_db):
    with web_server() as address:
        yield World(address)
    watch.stop()


def test_a_listed_address_gives_the_file_whatever_its_name(world, tmp_path):
    folder = tmp_path / "saved"
    world.curl("-OJ", "--create-dirs", "--output-dir", folder, world.address_of(NAME))
    (saved,) = folder.iterdir()
    assert saved.read_bytes() == CONTENT
    with world.client() as client:
        head = client.head(world.address_of(NAME))
    assert (head.headers["Content-Length"], head.content) == (str(len(CONTENT)), b"")
    assert "filename*=UTF-8''Gr%C3%B6%C3%9Fe%205%20%C2%B5m%20%231%3F.h5" in head.headers["Content-Disposition"]


@pytest.mark.parametrize("what", ["file", "archive.tar", "archive.zip"])
@pytest.mark.parametrize("program", ["curl", "wget"])
def test_a_broken_download_goes_on_where_it_broke(world, tmp_path, what, program):
    url = world.address_of(NAME) if what == "file" else f"{world.url}/runs/1/{what}"
    whole = world.curl(url)
    broken = tmp_path / "broken"
    broken.write_bytes(whole[: len(whole) * 99 // 100])
    if program == "curl":
        world.curl("-C", "-", "-o", broken, url)
    else:
        key = f"--header=Authorization: Bearer {world.key}"
        run_program("wget", "-q", "-c", "-O", broken, key, url)
    assert broken.read_bytes() == whole


def run_program(name, *arguments, folder=None):
    program = shutil.which(name) or pytest.skip(f"the program {name} is missing")
    return subprocess.run([program, *map(str, arguments)], cwd=folder, check=True, capture_output=True).stdout


def test_a_metalink_is_fetched_side_by_side_and_checked(world, tmp_path):
    links = tmp_path / "run.meta4"
    world.write("raw/run-001/many.h5", CONTENT * 3)
    world.curl("-o", links, f"{world.url}/runs/1/files.meta4")
    header = f"--header=Authorization: Bearer {world.key}"
    said = run_program("aria2c", "-x4", "-s4", "-k1M", "-j4", header, "-M", links, folder=tmp_path)
    folder = tmp_path / "mx2341-1-run-001/raw/run-001"
    assert (folder / NAME).read_bytes() == CONTENT
    assert (folder / "many.h5").read_bytes() == CONTENT * 3
    assert said.count(b"|OK  |") == 3
    (tmp_path / "changed.meta4").write_text(
        links.read_text().replace('<hash type="sha-256">', '<hash type="sha-256">0')
    )
    downloads = downloads_of(world.session.proposal.principal_investigator, world.session.code)
    assert [(one.files, one.sent_bytes) for one in downloads] == [(3, 4 * len(CONTENT) + 5)]


def test_the_real_sha256sum_finds_what_is_unpacked_right(world, tmp_path):
    world.write("raw/run-001/back\\slash\nline.txt", b"odd")
    for name in ("archive.tar", "checksums.sha256"):
        world.curl("-o", tmp_path / name, f"{world.url}/runs/1/{name}")
    run_program("tar", "-xf", "archive.tar", folder=tmp_path)
    assert run_program("sha256sum", "-c", "checksums.sha256", folder=tmp_path).count(b": OK") == 3
    (tmp_path / "mx2341-1-run-001/raw/run-001/small.txt").write_bytes(b"SMALL")
    with pytest.raises(subprocess.CalledProcessError):
        run_program("sha256sum", "-c", "checksums.sha256", folder=tmp_path)


def test_a_download_is_followed_while_it_runs_and_told_when_it_is_over(world):
    world.write_large(3_000_000_000)
    leader = world.session.proposal.principal_investigator
    with world.client() as client, client.stream("GET", f"{world.url}/runs/1/archive.tar") as response:
        chunks = response.iter_raw()
        next(chunks)
        time.sleep(2.5)
        (running,) = downloads_of(leader, world.session.code)
        assert (running.state, running.way, running.is_open) == ("running", "https", True)
        assert 0 < running.sent_bytes < running.size_bytes
    for _ in range(50):
        (broken,) = downloads_of(leader, world.session.code)
        if broken.state == "interrupted":
            break
        time.sleep(0.1)
    assert broken.state == "interrupted"


def test_an_archive_unpacks_with_names_times_and_contents(world, tmp_path):
    archive = tmp_path / "run.tar"
    world.curl("-o", archive, f"{world.url}/runs/1/archive.tar")
    subprocess.run(["tar", "-xf", archive, "-C", tmp_path], check=True)
    unpacked = tmp_path / "mx2341-1-run-001" / "raw" / "run-001" / NAME
    assert (unpacked.read_bytes(), unpacked.stat().st_mtime) == (CONTENT, LONG_AGO_S)
    with tarfile.open(archive) as members:
        assert len(members.getnames()) == 2


def test_parts_that_are_fetched_side_by_side_make_the_whole(world):
    url = world.address_of(NAME)
    step = len(CONTENT) // 8 + 1

    def fetch(start):
        with world.client() as client:
            return client.get(url, headers={"Range": f"bytes={start}-{start + step - 1}"}).content

    with ThreadPoolExecutor(8) as pool:
        assert b"".join(pool.map(fetch, range(0, len(CONTENT), step))) == CONTENT


def test_several_ranges_at_once(world):
    body = world.curl("-r", "0-4,100-104", world.address_of(NAME))
    assert body.count(b"Content-Range: bytes") == 2
    assert CONTENT[:5] in body
    assert CONTENT[100:105] in body


def test_a_file_that_shrinks_while_it_is_sent_ends_with_an_error(world):
    path = world.write_large(200_000_000)
    with world.client() as client, client.stream("GET", world.address_of("large.h5")) as response:
        chunks = response.iter_raw()
        next(chunks)
        os.truncate(path, 1_000_000)
        with pytest.raises(httpx.RemoteProtocolError):
            drained(chunks)


def drained(chunks):
    return sum(map(len, chunks))


def taken_slowly(chunks):
    for _ in chunks:
        time.sleep(0.01)


@pytest.mark.parametrize("pause_s", [0.0, 3.0], ids=["reads on", "takes nothing for a while"])
def test_access_that_ends_cuts_the_download(world, caplog, pause_s):
    """Even while the client takes nothing: the server's side is over within two seconds."""
    size = 3_000_000_000
    world.write_large(size)
    with world.client(world.observers_key) as client, client.stream("GET", world.address_of("large.h5")) as response:
        chunks = response.iter_raw()
        next(chunks)
        remove_team_member(session=world.session, person=world.observer)
        time.sleep(pause_s)
        was_over = "ended" in caplog.text
        with pytest.raises(httpx.RemoteProtocolError):
            assert drained(chunks) < size
    assert was_over or not pause_s


@pytest.mark.parametrize("what", ["file", "archive.tar", "result"])
def test_a_role_that_lapses_ends_a_download_under_way_within_two_seconds(world, what):
    claims, lapses_at = make_person("claims"), utc_now() + timedelta(seconds=3)
    claim_roles(claims, "data_manager", lapses_at=lapses_at)
    key = issue_token(person=claims, label="test", now=utc_now(), valid_for=timedelta(days=1))
    world.write_large(LARGE_BYTES)
    url = {"file": lambda: world.address_of("large.h5"), "result": world.large_result}
    url = url[what]() if what in url else f"{world.url}/runs/1/{what}"
    with world.client(key) as client, client.stream("GET", url, follow_redirects=True) as response:
        assert response.status_code == 200
        chunks = response.iter_raw(1 << 16)
        with pytest.raises(httpx.RemoteProtocolError):
            taken_slowly(chunks)
    assert timedelta(0) <= utc_now() - lapses_at < timedelta(seconds=2.5)


@pytest.mark.parametrize("what", ["file", "result"])
def test_a_large_file_needs_no_memory(world, what):
    url = world.address_of("large.h5") if what == "file" and world.write_large(LARGE_BYTES) else world.large_result()
    before = resident_bytes()
    with world.client() as client, client.stream("GET", url, follow_redirects=True) as response:
        assert drained(response.iter_raw()) == LARGE_BYTES
    assert resident_bytes() - before < 200_000_000


def test_ranges_of_a_result_are_sent_and_rivals_get_what_does_not_exist(world):
    url = world.large_result()
    with world.client() as client:
        part = client.get(url, headers={"Range": "bytes=1000000000-1000000003"}, follow_redirects=True)
    assert (part.status_code, part.content) == (206, bytes(4))
    with world.client(world.rivals_key) as rival:
        hidden, unknown = (rival.get(address) for address in (url, url.replace(world.session.code, "mx8888-1")))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert hidden.text.replace(world.session.code, "") == unknown.text.replace("mx8888-1", "")


def resident_bytes():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
