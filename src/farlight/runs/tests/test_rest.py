"""Runs by REST: lists, one, series, pictures; rivals get nothing."""

import pytest
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.runs.models import Run, Snapshot
from farlight.runs.services.recording import record_snapshot
from farlight.runs.services.series import keep_points
from farlight.runs.tests.factories import make_run
from farlight.runs.tests.test_domain_points import point

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> object:
    return make_person("ada")


@pytest.fixture
def session(ada) -> object:
    return make_session(ada)


@pytest.fixture
def browser(ada) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def rival() -> Client:
    client = Client()
    client.force_login(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    return client


def test_run_is_told_without_where_it_lies(browser, session, settings) -> None:
    make_run(session)
    answer = browser.get(f"/api/v1/sessions/{session.code}/runs/1")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["code"], body["state"], body["images"]) == (f"{session.code}/1", "collecting", 10)
    assert (body["directory"], body["master"]) == ("raw/run-001", "raw/run-001/lyso_master.h5")
    assert str(settings.FARLIGHT_DATA_DIR) not in answer.content.decode()
    assert "id" not in body


def test_list_is_paged(browser, session) -> None:
    for number in (1, 2, 3):
        make_run(session, number)
    base = f"/api/v1/sessions/{session.code}/runs"
    first = browser.get(base, {"limit": 2}).json()
    assert [run["number"] for run in first["items"]] == [3, 2]
    second = browser.get(base, {"limit": 2, "cursor": first["next_cursor"]}).json()
    assert ([run["number"] for run in second["items"]], second["next_cursor"]) == ([1], None)
    assert browser.get(base, {"kind": ["grid"]}).json()["items"] == []
    assert browser.get(base, {"limit": 0}).status_code == 422


def test_series_comes_whole_and_in_part(browser, session) -> None:
    make_run(session)
    keep_points(run_id=Run.objects.get().pk, points=[point(1), point(2)], analysed_to=2, sampled=False)
    base = f"/api/v1/sessions/{session.code}/runs/1/series"
    assert browser.get(base).json() == {
        "image_numbers": [1, 2],
        "spots": [3, 3],
        "resolution_angstrom": [2.125, 2.125],
        "total_intensity": [1e9 + 1, 1e9 + 2],
        "ice_score": [0.25, 0.25],
        "sampled": False,
    }
    assert browser.get(base, {"after": 1}).json()["image_numbers"] == [2]
    assert browser.get(base, {"after": -1}).status_code == 422


def test_picture_of_the_crystal_is_given_by_its_name(browser, session) -> None:
    folder = make_run(session)
    path = folder / "snap ü.jpg"
    path.write_bytes(b"\xff\xd8 picture")
    record_snapshot(session=session.code, number=1, path=path, omega_deg=0.0)
    answer = browser.get(f"/api/v1/sessions/{session.code}/runs/1/snapshots/snap ü.jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == b"\xff\xd8 picture"
    path.unlink()
    assert browser.get(f"/api/v1/sessions/{session.code}/runs/1/snapshots/snap ü.jpg").status_code == 404
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("name", ["other.jpg", "..%2f..%2fsecret", "%2e%2e", "lyso_master.h5"])
def test_nothing_but_pictures_of_the_run_is_given(browser, session, name) -> None:
    make_run(session)
    assert browser.get(f"/api/v1/sessions/{session.code}/runs/1/snapshots/{name}").status_code == 404


@pytest.mark.parametrize("path", ["", "/1", "/1/series", "/1/snapshots/snap.jpg"])
def test_rival_cannot_tell_that_there_is_anything(rival, session, path) -> None:
    make_run(session)
    real = rival.get(f"/api/v1/sessions/{session.code}/runs{path}")
    unreal = rival.get(f"/api/v1/sessions/mx4444-4/runs{path}")
    assert (real.status_code, unreal.status_code) == (404, 404)
    assert real.json()["title"] == unreal.json()["title"]


@pytest.mark.parametrize("path", ["", "/1", "/1/series", "/1/snapshots/snap.jpg"])
def test_strangers_are_asked_who_they_are(session, path) -> None:
    assert Client().get(f"/api/v1/sessions/{session.code}/runs{path}").status_code == 401
