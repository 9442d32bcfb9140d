import base64
import hashlib
import io
import zipfile

import pytest

from farlight.transfer.models import TransferPolicy
from farlight.transfer.queries import downloads_of
from farlight.transfer.services import sending, summing
from farlight.transfer.services.policy import define_transfer
from farlight.transfer.services.queueing import compute_checksums
from farlight.transfer.tests.conftest import CONTENT, body_of
from farlight.transfer.tests.test_rest import MASTER, RUN_FILES
from farlight.transfer.types import TransferDefinition


@pytest.fixture
def post(api, client, session):
    def post(path, body):
        return client.post(f"/api/v1/sessions/{session.code}{path}", body, content_type="application/json")

    return post


def test_a_run_is_sent_as_a_zip(api, session):
    response = api("/runs/1/archive.zip")
    body = body_of(response)
    assert (response["Content-Length"], response["Content-Type"]) == (str(len(body)), "application/zip")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{session.code}-run-001/{file}" for file in RUN_FILES]
        assert archive.read(f"{session.code}-run-001/raw/run-001/lyso_master.h5") == CONTENT


@pytest.mark.parametrize("is_known", [True, False])
def test_a_zip_goes_on_where_the_line_broke_whether_its_sums_are_known_or_not(api, session, is_known):
    whole = api("/runs/1/archive.zip")
    body = body_of(whole)
    if is_known:
        compute_checksums.func(session.code, 1)
    for start in (1, 1234, len(body) - 300, len(body) - 1):
        rest = api("/runs/1/archive.zip", Range=f"bytes={start}-", **{"If-Range": whole["ETag"]})
        assert (rest.status_code, body[:start] + body_of(rest) == body) == (206, True)


def test_known_sums_are_not_read_again(api, session, monkeypatch):
    compute_checksums.func(session.code, 1)
    body = body_of(api("/runs/1/archive.zip"))

    def refuse(*_):
        raise AssertionError

    monkeypatch.setattr(sending, "checksum_of", refuse)
    assert body_of(api("/runs/1/archive.zip", Range="bytes=-200")) == body[-200:]


def test_a_file_whose_content_is_known_says_so(api, session):
    before = api(MASTER, "head")
    compute_checksums.func(session.code, 1)
    after = api(MASTER, "head")
    digest = hashlib.sha256(CONTENT)
    assert "Repr-Digest" not in before
    assert after["ETag"] == f'"sha256-{digest.hexdigest()}"'
    assert after["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    gone_on = api(MASTER, Range="bytes=5-9", **{"If-Range": before["ETag"]})
    assert (gone_on.status_code, body_of(gone_on)) == (206, CONTENT[5:10])


def test_checksums_of_a_run(api, session):
    lines = body_of(api("/runs/1/checksums.sha256")).decode().splitlines()
    assert lines[2] == f"{hashlib.sha256(CONTENT).hexdigest()}  {session.code}-run-001/raw/run-001/lyso_master.h5"
    assert len(lines) == 3


def test_checksums_that_are_too_long_to_wait_for(api, monkeypatch):
    monkeypatch.setattr(summing, "AT_ONCE_BYTES", -1)
    assert body_of(api("/checksums.sha256?folder=raw")).startswith(b"# not known yet: ")


def test_a_metalink_names_whole_addresses(api, session, client):
    body = body_of(api("/files.meta4?folder=raw")).decode()
    assert f"<url>http://testserver/api/v1/sessions/{session.code}/files/raw/run-001/lyso_master.h5</url>" in body
    assert f'<file name="{session.code}-raw/raw/run-001/lyso_master.h5"><size>10240</size>' in body
    assert "/runs/1/files/raw/run-001" in body_of(api("/runs/1/files.meta4")).decode()


def test_chosen_files_are_taken_together(api, post, session):
    names = ["raw/run-001/lyso_data_000001.h5", "processed"]
    made = post("/selections", {"names": names}).json()
    code = made["code"]
    assert made == {
        "code": code,
        "tar_url": f"/api/v1/sessions/{session.code}/selections/{code}/archive.tar",
        "zip_url": f"/api/v1/sessions/{session.code}/selections/{code}/archive.zip",
        "checksums_url": f"/api/v1/sessions/{session.code}/selections/{code}/checksums.sha256",
        "metalink_url": f"/api/v1/sessions/{session.code}/selections/{code}/files.meta4",
    }
    with zipfile.ZipFile(io.BytesIO(body_of(api(f"/selections/{code}/archive.zip")))) as archive:
        assert len(archive.namelist()) == 2
    assert len(body_of(api(f"/selections/{code}/checksums.sha256")).splitlines()) == 2
    assert body_of(api(f"/selections/{code}/files.meta4")).count(b"<file ") == 2
    assert post("/selections", {"names": []}).status_code == 422
    assert post("/selections", {"names": ["none"]}).status_code == 404


def test_an_archive_that_is_too_large_is_refused_and_the_better_way_named(api, session):
    define_transfer(definition=TransferDefinition(https_most_bytes=1000, sftp_host="files.example"))
    assert TransferPolicy.objects.count() == 1
    response = api("/runs/1/archive.tar")
    (reason,) = response.json()["reasons"]
    assert (response.status_code, reason["link"]) == (403, f"/sessions/{session.code}/take/?run=1")
    assert "by SFTP" in reason["mend"]
    assert body_of(api(MASTER)) == CONTENT


def test_who_takes_what_is_written_down_and_who_only_looks_is_not(api, session, ada):
    body_of(api("/files/processing/run-001/dials-1/dials.index.log?show=true"))
    api(MASTER, "head")
    api("/runs/1/files.meta4")
    body_of(api(MASTER, Range="bytes=0-9", **{"User-Agent": "curl/8.1 (x)"}))
    body_of(api(MASTER, Range="bytes=10-"))
    body_of(api("/runs/1/archive.tar"))
    found = [(d.words, d.state, d.files, d.sent_bytes, d.address, d.client) for d in downloads_of(ada, session.code)]
    assert found[1] == ("raw/run-001/lyso_master.h5", "running", 1, 10240, "127.0.0.1", "curl/8.1")
    assert (found[0][0], found[0][1]) == ("run 1 as tar", "complete")
    assert len(found) == 2


def test_bytes_for_measuring_the_line(client, api):
    down = client.get("/api/v1/line?bytes=100000")
    assert (down.status_code, len(body_of(down)), down["Cache-Control"]) == (200, 100000, "no-store")
    assert client.get("/api/v1/line?bytes=99999999999").status_code == 422
    up = client.post("/api/v1/line", b"x" * 100000, content_type="application/octet-stream")
    assert up.status_code == 204
    large = client.post(
        "/api/v1/line", b"", content_type="application/octet-stream", headers={"Content-Length": "99999999"}
    )
    assert large.status_code in {204, 413}
