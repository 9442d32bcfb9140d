import email
import io
import tarfile

import pytest

from farlight.transfer.tests.conftest import CONTENT, body_of
from farlight.transfer.tests.factories import make_run

MASTER = "/runs/1/files/raw/run-001/lyso_master.h5"
RUN_FILES = [
    "processing/run-001/dials-1/dials.index.log",
    "raw/run-001/lyso_data_000001.h5",
    "raw/run-001/lyso_master.h5",
]


def test_files_of_a_run_are_listed(api, session, write):
    write("raw/run-002/other.h5", b"of another run")
    found = (api("/runs/1/files")).json()
    assert [item["name"] for item in found["items"]] == RUN_FILES
    assert found["items"][2] == {
        "name": "raw/run-001/lyso_master.h5",
        "is_folder": False,
        "size_bytes": 10240,
        "modified_at": "2023-11-14T22:13:20Z",
        "url": f"/api/v1/sessions/{session.code}{MASTER}",
    }


def test_lists_come_in_pages(api):
    first = (api("/runs/1/files?limit=2")).json()
    second = (api(f"/runs/1/files?limit=2&cursor={first['next_cursor']}")).json()
    assert [item["name"] for item in first["items"] + second["items"]] == RUN_FILES
    assert second["next_cursor"] is None


def test_folders_of_a_session_are_listed(api):
    found = (api("/files")).json()["items"]
    assert [(item["name"], item["is_folder"], item["url"]) for item in found] == [
        ("processed", True, None),
        ("processing", True, None),
        ("raw", True, None),
    ]
    inner = (api("/files?folder=processed")).json()["items"]
    assert [item["name"] for item in inner] == ["processed/own <b>notes.html"]


def test_a_listed_address_gives_the_file(api, client, write):
    write("processed/a b #1?&%41.txt", b"content")
    (item,) = [i for i in (api("/files?folder=processed")).json()["items"] if "#1" in i["name"]]
    response = client.get(item["url"])
    assert body_of(response) == b"content"


def test_a_file_is_sent_whole(api):
    response = api(MASTER)
    assert response.status_code == 200
    assert body_of(response) == CONTENT
    assert {name: response[name] for name in ("Content-Length", "Content-Type", "Accept-Ranges", "Last-Modified")} == {
        "Content-Length": "10240",
        "Content-Type": "application/x-hdf5" if "hdf" in response["Content-Type"] else "application/octet-stream",
        "Accept-Ranges": "bytes",
        "Last-Modified": "Tue, 14 Nov 2023 22:13:20 GMT",
    }
    assert response["Content-Disposition"].startswith('attachment; filename="lyso_master.h5"')


def test_head_gives_the_same_head_without_a_body(api):
    whole, head = api(MASTER), api(MASTER, "head", Range="bytes=0-1")
    assert head.status_code == 200
    assert {k: v for k, v in head.items() if k != "Date"} == {k: v for k, v in whole.items() if k != "Date"}
    body_of(whole)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [("bytes=5-9", 5, 10), ("bytes=-500", 9740, 10240), ("bytes=10000-", 10000, 10240), ("bytes=0-0", 0, 1)],
)
def test_one_range(api, asked, start, stop):
    response = api(MASTER, Range=asked)
    assert response.status_code == 206
    assert body_of(response) == CONTENT[start:stop]
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/10240"
    assert response["Content-Length"] == str(stop - start)


def test_several_ranges(api):
    response = api(MASTER, Range="bytes=0-4,-5,100-199")
    body = body_of(response)
    assert (response.status_code, response["Content-Length"]) == (206, str(len(body)))
    message = email.message_from_bytes(f"Content-Type: {response['Content-Type']}\r\n\r\n".encode() + body)
    parts = [(part["Content-Range"], part.get_payload(decode=True)) for part in message.get_payload()]
    assert parts == [
        ("bytes 0-4/10240", CONTENT[:5]),
        ("bytes 10235-10239/10240", CONTENT[-5:]),
        ("bytes 100-199/10240", CONTENT[100:200]),
    ]


def test_a_range_behind_the_end(api):
    response = api(MASTER, Range="bytes=10240-")
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")


def test_nonsense_gives_the_whole(api):
    response = api(MASTER, Range="bytes=9-5")
    assert response.status_code == 200
    assert body_of(response) == CONTENT


def test_a_changed_file_is_not_gone_on_with(api, write):
    etag = (api(MASTER, "head"))["ETag"]
    same = api(MASTER, Range="bytes=5-9", **{"If-Range": etag})
    assert (same.status_code, body_of(same)) == (206, CONTENT[5:10])
    write("raw/run-001/lyso_master.h5", CONTENT[::-1], at_s=1_700_000_001)
    changed = api(MASTER, Range="bytes=5-9", **{"If-Range": etag})
    assert (changed.status_code, body_of(changed)) == (200, CONTENT[::-1])


def test_conditions(api):
    etag = (api(MASTER, "head"))["ETag"]
    same = api(MASTER, **{"If-None-Match": etag})
    assert (same.status_code, same.content, same["ETag"]) == (304, b"", etag)
    assert (api(MASTER, **{"If-Match": '"another"'})).status_code == 412


def test_an_empty_file(api, write):
    write("raw/run-001/empty.h5")
    response = api("/runs/1/files/raw/run-001/empty.h5")
    assert (response.status_code, response["Content-Length"], body_of(response)) == (200, "0", b"")


def test_nothing_that_is_sent_can_run_in_a_browser(api):
    for path in ("/files/processed/own <b>notes.html", "/files/processing/run-001/dials-1/dials.index.log"):
        response = api(f"{path}?show=true")
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_text_and_pictures_may_be_shown_and_nothing_else(api, write):
    write("processed/report.html", b"<script>alert(1)</script>")
    log = api("/files/processing/run-001/dials-1/dials.index.log?show=true")
    report = api("/files/processed/report.html?show=true")
    assert (log["Content-Type"], log["Content-Disposition"][:6]) == ("text/plain; charset=utf-8", "inline")
    assert report["Content-Disposition"].startswith("attachment")


def test_a_run_is_sent_as_an_archive(api, session):
    response = api("/runs/1/archive.tar")
    body = body_of(response)
    assert (response["Content-Length"], response["Content-Type"]) == (str(len(body)), "application/x-tar")
    name = f"{session.code}-run-001"
    assert f'filename="{name}.tar"' in response["Content-Disposition"]
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        assert archive.getnames() == [f"{name}/{file}" for file in RUN_FILES]
        assert archive.extractfile(f"{name}/raw/run-001/lyso_master.h5").read() == CONTENT


def test_an_archive_goes_on_where_the_line_broke(api):
    whole = api("/runs/1/archive.tar")
    body = body_of(whole)
    rest = api("/runs/1/archive.tar", Range="bytes=1234-", **{"If-Range": whole["ETag"]})
    assert rest.status_code == 206
    assert body[:1234] + body_of(rest) == body


def test_a_folder_is_sent_as_an_archive(api, session):
    body = body_of(api("/archive.tar?folder=raw"))
    with tarfile.open(fileobj=io.BytesIO(body)) as archive:
        assert archive.getnames() == [f"{session.code}-raw/{file}" for file in RUN_FILES[1:]]


@pytest.mark.parametrize(
    "path",
    [
        "/files/raw",
        "/files/none.h5",
        "/files/../../etc/passwd",
        "/files/%2e%2e/x",
        "/runs/1/files/processed/own",
        "/runs/1/files/raw/run-0011/x.h5",
        "/runs/1/files/raw/run-001",
        "/runs/2/files",
        "/runs/2/archive.tar",
        "/runs/0/files",
        "/runs/-1/files",
        "/runs/99999999999999999999/files",
        "/archive.tar?folder=none",
        "/files?folder=..",
    ],
)
def test_what_is_not_there_is_not_found(api, path):
    response = api(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_run_gives_no_files_of_another_run(api, session, write):
    make_run(session, 2)
    write("raw/run-002/other.h5", b"of another run")
    assert (api("/runs/1/files/raw/run-002/other.h5")).status_code == 404
    assert (api("/runs/2/files/raw/run-002/other.h5")).status_code == 200


def test_a_run_without_files_yet_is_an_empty_list(api, session):
    make_run(session, 2).rmdir()
    assert (api("/runs/2/files")).json() == {"items": [], "next_cursor": None}
