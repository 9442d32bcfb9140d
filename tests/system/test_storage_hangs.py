"""Storage that hangs is told of after a while, by whoever asked for what lies there, and is nobody else's trouble."""

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from django.test import Client

from farlight.beamtime.public import session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import watch
from farlight.kernel import disks
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token
from farlight.people.tests.factories import make_person
from farlight.runs.tests.factories import make_run
from tests.system.far_storage import far_storage_of
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.timeout(120)]

PATIENCE_S = 3.0
AT_ONCE_S = 2.0
ROUNDS = 4
"""With all that is asked, more than there are threads, and turns, for anything."""
NUMBERS = itertools.count(100)
"""Of proposals: what an earlier test left waiting waits for another disk."""
TEXT = b"sample,score\nlyso,7\n"


@pytest.fixture
def world(transactional_db, tmp_path, monkeypatch):
    """Two sessions of Ben's, one of them on storage over a network, and a web server."""
    monkeypatch.setattr(disks, "PATIENCE_S", PATIENCE_S)
    ben = make_person("ben")
    far, near = make_session(code=f"mx{next(NUMBERS)}"), make_session(code="mx2", beamline="sim2")
    for session in (far, near):
        set_team_member(session=session, person=ben, role=TeamRole.MEMBER)
    (session_folder(near.code) / "raw").mkdir(parents=True)
    (session_folder(near.code) / "raw" / "near.txt").write_bytes(TEXT)
    with far_storage_of(far, tmp_path) as storage, web_server() as address:
        make_run(far)
        (storage.content / "raw" / "run-001" / "scores.csv").write_bytes(TEXT)
        browser = Client()
        browser.force_login(ben)
        cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
        headers = {"Authorization": f"Bearer {issue_token(person=ben, label='test', now=utc_now())}"}
        with (
            httpx.Client(base_url=address, headers=headers, timeout=30) as program,
            httpx.Client(base_url=address, cookies=cookies, timeout=30) as page,
        ):
            yield far.code, storage, program, page
    watch.stop()


def questions(program, page, session):
    """Whatever asks for files."""
    api = f"/api/v1/sessions/{session}"
    return [
        lambda: program.get(f"{api}/files", params={"folder": "raw/run-001"}),
        lambda: program.get(f"{api}/runs/1/files"),
        lambda: program.get(f"{api}/files/raw/run-001/scores.csv"),
        lambda: program.get(f"{api}/archive.tar", params={"folder": "raw"}),
        lambda: program.get(f"{api}/checksums.sha256", params={"folder": "raw"}),
        lambda: program.post(f"{api}/selections", json={"names": ["raw/run-001/scores.csv"]}),
        lambda: page.get(f"/sessions/{session}/files/raw/"),
        lambda: page.get(f"/sessions/{session}/view/raw/run-001/scores.csv"),
        lambda: page.get(f"/sessions/{session}/take/", params={"folder": "raw"}),
    ]


def asked(question):
    began_s = time.monotonic()
    answer = question()
    return answer.status_code, time.monotonic() - began_s, answer.text


def test_pages_say_so_and_others_go_on(world):
    session, storage, program, page = world
    every = questions(program, page, session)
    assert [asked(question)[0] for question in every] == [200] * len(every)
    storage.be_silent()
    with ThreadPoolExecutor(ROUNDS * len(every)) as crowd:
        waiting = [crowd.submit(asked, question) for _ in range(ROUNDS) for question in every]
        time.sleep(1)
        status, took_s, text = asked(lambda: program.get("/api/v1/sessions/mx2-1/files", params={"folder": "raw"}))
        assert (status, took_s < AT_ONCE_S, "near.txt" in text) == (200, True, True)
        assert {future.done() for future in waiting} == {False}
        found = [future.result() for future in waiting]
    assert {status for status, *_ in found} == {503}
    assert [text for *_, text in found if f"storage of session {session} does not answer" not in text] == []
    assert max(took_s for _, took_s, _ in found) < PATIENCE_S + 6
    status, took_s, text = asked(lambda: page.get("/sessions/mx2-1/files/raw/"))
    assert (status, took_s < AT_ONCE_S, "near.txt" in text) == (200, True, True)
    storage.answer()
    until_s = time.monotonic() + 20
    while asked(every[0])[0] != 200:
        assert time.monotonic() < until_s
    assert [asked(question)[0] for question in every] == [200] * len(every)


def test_nobody_gathers_threads_and_who_comes_later_is_told_at_once(world):
    session, storage, program, _ = world
    storage.be_silent()

    def list_files():
        return asked(lambda: program.get(f"/api/v1/sessions/{session}/files", params={"folder": "raw"}))

    with ThreadPoolExecutor(3 * disks.THREADS) as crowd:
        found = [future.result()[0] for future in [crowd.submit(list_files) for _ in range(3 * disks.THREADS)]]
    assert set(found) == {503}
    waiting = [one for one in threading.enumerate() if one.name.startswith(f"disk of {session}_")]
    assert len(waiting) == disks.THREADS
    status, took_s, _ = list_files()
    assert (status, took_s < AT_ONCE_S) == (503, True)
