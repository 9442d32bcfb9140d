"""All attempts beside each other, the best marked; another one by any pipeline, on any range of images."""

import dataclasses

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import PipelineDefinition
from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.processing.models import Processing
from farlight.processing.services.starting import start_by_itself
from farlight.processing.tests.factories import make_processing
from farlight.processing.types import ProcessingOptions
from farlight.runs.tests.factories import let_be_of, make_ended_run
from farlight.samples.tests.factories import make_sample

pytestmark = pytest.mark.django_db
OFFERED = (
    PipelineDefinition(code="dials", name="DIALS, fast"),
    PipelineDefinition(code="dials-thorough", name="DIALS, thorough", options={"speed": "thorough"}),
)


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    define_beamline(definition=dataclasses.replace(a_definition("sim1"), pipelines_offered=OFFERED))
    make_ended_run(session)
    return session


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def browser(ada):
    return browser_of(ada)


def base(session, rest="") -> str:
    return f"/sessions/{session.code}/runs/1/processings/{rest}"


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def words(answer) -> str:
    return " ".join(soup_of(answer).get_text(" ").split())


def test_all_attempts_stand_in_a_table_with_their_shells_and_the_best_is_marked(browser, session, ada):
    make_processing(session, ada, state="finished")
    make_processing(session, ada, state="failed", options=ProcessingOptions(d_min_angstrom=2.0))
    soup = soup_of(browser.get(base(session)))
    attempts = soup.select(".fl-table-results tbody")
    assert [body.get("class") for body in attempts] == [None, ["fl-is-best"]]
    best = " ".join(attempts[1].get_text(" ").split())
    for said in ("dials 1", "Overall", "Inner", "99.0", "0.999", "97", "none", "1 warning"):
        assert said in best
    failed = " ".join(attempts[0].get_text(" ").split())
    assert "dials 2" in failed
    assert "to 2.00 Å" in failed
    assert "No lattice explains the spots." in failed
    assert "1 error" in failed
    assert "It is the only result so far." in words(browser.get(base(session)))


def test_a_range_of_the_plot_fills_the_form(browser, session):
    soup = soup_of(browser.get(base(session, "?images=40-21")))
    assert soup.find("input", {"name": "first_image"})["value"] == "21"
    assert soup.find("input", {"name": "last_image"})["value"] == "40"
    assert soup.find("details", open=True)
    for nonsense in ("x", "1-", "1-2-3", "9999999-1"):
        soup = soup_of(browser.get(base(session, f"?images={nonsense}")))
        assert soup.find("input", {"name": "first_image"}).get("value") is None


def test_another_pipeline_runs_beside_the_first_and_a_second_click_leads_to_it(browser, session):
    first = browser.post(base(session), {"pipeline": "dials"})
    other = browser.post(base(session), {"pipeline": "dials-thorough", "d_min_angstrom": "2.0"})
    again = browser.post(base(session), {"pipeline": "dials-thorough"})
    assert (first["Location"], other["Location"]) == (base(session, "1/"), base(session, "2/"))
    assert again["Location"] == other["Location"]
    rows = Processing.objects.order_by("number").values_list("pipeline", "options__speed", "options__d_min_angstrom")
    assert list(rows) == [("dials", "fast", None), ("dials-thorough", "thorough", 2.0)]


def test_edits_survive_and_a_pipelines_own_values_are_not_repeated(browser, session):
    browser.post(base(session), {"pipeline": "dials-thorough", "d_min_angstrom": "2.0", "first_image": "3"})
    soup = soup_of(browser.get(base(session, "1/")))
    assert soup.select_one("select[name=pipeline] option[selected]")["value"] == "dials-thorough"
    assert soup.find("input", {"name": "d_min_angstrom"})["value"] == "2.0"
    assert soup.find("input", {"name": "first_image"})["value"] == "3"
    assert soup.select_one("select[name=speed] option[selected]")["value"] == ""
    wrong = soup_of(browser.post(base(session), {"pipeline": "dials", "d_min_angstrom": "99", "space_group": "P 2"}))
    assert wrong.find("input", {"name": "d_min_angstrom"})["value"] == "99"
    assert wrong.find("input", {"name": "space_group"})["value"] == "P 2"


def test_a_pipeline_that_is_not_offered_is_refused(browser, session):
    assert browser.post(base(session), {"pipeline": "xds"}).status_code == 422
    answer = browser.post(
        f"/api/v1/sessions/{session.code}/runs/1/processings", {"pipeline": "xds"}, content_type="application/json"
    )
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["pipeline"]
    assert not Processing.objects.exists()


def test_every_pipeline_that_starts_by_itself_does_so_once(session):
    by_themselves = dataclasses.replace(
        a_definition("sim1"), pipelines_offered=OFFERED, pipelines=("dials", "dials-thorough")
    )
    define_beamline(definition=by_themselves)
    started = start_by_itself(session=session.code, run=1)
    assert [(one.pipeline, one.number) for one in started] == [("dials", 1), ("dials-thorough", 2)]
    assert start_by_itself(session=session.code, run=1) == ()
    make_ended_run(session, 2, frames=0)
    assert start_by_itself(session=session.code, run=2) == ()


def test_pipelines_are_listed_for_programs(browser, session):
    found = browser.get(f"/api/v1/sessions/{session.code}/pipelines").json()
    assert [(one["code"], one["starts_by_itself"], one["options"]["speed"]) for one in found] == [
        ("dials", True, "fast"),
        ("dials-thorough", False, "thorough"),
    ]


def test_all_attempts_at_a_sample(browser, session, ada):
    make_ended_run(session, 2)
    sample = make_sample(session.proposal.code, name="cube")
    let_be_of(sample, session.code, 1, 2)
    make_processing(session, ada, 1, state="finished")
    make_processing(session, ada, 2, state="finished")
    text = words(browser.get(f"/sessions/{session.code}/samples/{sample.code}/results/"))
    for said in ("Results of cube", "Run 2, dials 1", "Run 1, dials 1", "is as good, within a hundredth"):
        assert said in text


def test_rivals_see_nothing_of_a_sample_or_of_pipelines(session, ada):
    sample = make_sample(session.proposal.code, name="cube")
    let_be_of(sample, session.code, 1)
    make_processing(session, ada, 1, state="finished")
    rival = browser_of(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    for path in ("samples/{}/results/", "pipelines"):
        start = "/api/v1" if path == "pipelines" else ""
        there = rival.get(f"{start}/sessions/{session.code}/{path.format(sample.code)}")
        nowhere = rival.get(f"{start}/sessions/mx8888-1/{path.format(sample.code)}")
        assert there.status_code == nowhere.status_code == 404
        assert words(there).replace(session.code, "mx8888-1") == words(nowhere)
    own = browser_of(ada).get(f"/sessions/{session.code}/samples/no-such/results/")
    assert own.status_code == 404
