import pytest
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.processing.models import Processing
from farlight.processing.tests.factories import make_processing
from farlight.runs.tests.factories import make_ended_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    make_ended_run(session)
    return session


@pytest.fixture
def browser(ada):
    client = Client()
    client.force_login(ada)
    return client


def base(session, rest="") -> str:
    return f"/api/v1/sessions/{session.code}/runs/1/processings{rest}"


def test_processing_is_started_followed_and_cancelled(browser, session):
    started = browser.post(base(session), {"d_min_angstrom": 2.0}, content_type="application/json")
    assert started.status_code == 202
    assert (started.json()["number"], started.json()["state"]) == (1, "queued")
    again = browser.post(base(session), {}, content_type="application/json")
    assert again.json() == started.json()
    cancelled = browser.post(base(session, "/1/cancel"))
    assert cancelled.json()["state"] == "cancelled"
    assert browser.post(base(session, "/1/cancel")).status_code == 409
    assert [one["number"] for one in browser.get(base(session)).json()] == [1]


def test_result_is_told(browser, session, ada):
    make_processing(session, ada, state="finished")
    body = browser.get(base(session, "/1")).json()
    assert body["result"]["unit_cell"] == [79.1, 79.1, 37.0, 90.0, 90.0, 90.0]
    assert body["result"]["overall"]["cc_half"] == 0.999
    assert body["result"]["outer"] is None
    assert body["result"]["times"] == [{"stage": "import", "duration_s": 1.5}]
    assert body["failure"] is None


def test_plots_are_told_as_numbers(browser, session, ada):
    make_processing(session, ada, state="finished")
    (chart,) = browser.get(base(session, "/1/charts")).json()
    assert (chart["name"], chart["along"], chart["along_values"]) == ("completeness", "resolution", [4.0, 1.8])
    assert chart["lines"][0] == {
        "word": "Completeness",
        "unit": "%",
        "decimals": 1,
        "look": "line",
        "is_right": False,
        "values": [99.5, None],
    }


def test_there_are_no_plots_before_there_is_a_result(browser, session, ada):
    make_processing(session, ada, state="running")
    assert browser.get(base(session, "/1/charts")).json() == []


def test_what_a_result_has_to_say_is_told(browser, session, ada):
    make_processing(session, ada, state="finished")
    result = browser.get(base(session, "/1")).json()["result"]
    assert result["messages"] == [
        {"severity": "warning", "words": "A remark."},
        {"severity": "note", "words": "Good to know."},
    ]
    assert result["beam"] == {"start_px": [244.0, 308.0], "refined_px": [245.4, 306.7], "shift_mm": 0.33}
    assert result["damage"]["level"] == "none"


def test_failure_is_told(browser, session, ada):
    make_processing(session, ada, state="failed")
    assert browser.get(base(session, "/1")).json()["failure"] == {
        "step": "index",
        "why": "No lattice explains the spots.",
        "try_next": ["Look at the images.", "Ask."],
    }


def test_files_are_listed_and_given(browser, session, ada):
    make_processing(session, ada, state="finished")
    files = {file["name"]: file for file in browser.get(base(session, "/1/files")).json()}
    assert list(files) == ["report.html", "merged.mtz", "charts.json", "01_import.log"]
    answer = browser.get(base(session, "/1/files/merged.mtz"))
    assert (answer.status_code, answer["Location"]) == (302, files["merged.mtz"]["url"])
    assert browser.get(answer["Location"], headers={"Range": "bytes=1-2"}).status_code == 206
    assert browser.get(base(session, "/1/files/secret.txt")).status_code == 404


def test_wrong_options_are_objected_to_by_field(browser, session):
    answer = browser.post(base(session), {"d_min_angstrom": 99, "last_image": 11}, content_type="application/json")
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["d_min_angstrom", "last_image"]


def test_rivals_get_the_same_as_for_what_does_not_exist(session, ada):
    make_processing(session, ada, state="finished")
    rival = Client()
    rival.force_login(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    for path in ("", "/1", "/1/charts", "/1/files", "/1/files/merged.mtz"):
        there, nowhere = (
            rival.get(base(session, path)),
            rival.get(base(session, path).replace(session.code, "mx8888-1")),
        )
        assert there.status_code == nowhere.status_code == 404
        assert there.content.replace(session.code.encode(), b"") == nowhere.content.replace(b"mx8888-1", b"")
    for path in ("", "/1/cancel"):
        assert rival.post(base(session, path), {}, content_type="application/json").status_code == 404
    assert Processing.objects.count() == 1
