"""The page and the operation that look a cell up."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.processing.tests.factories import make_processing
from farlight.runs.tests.factories import make_ended_run

pytestmark = pytest.mark.django_db
CELL = {"unit_cell": "37.0 79.1 79.1 90 90 90", "centring": "P"}
AXES = {"a_angstrom": 37.0, "b_angstrom": 79.1, "c_angstrom": 79.1}


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    make_ended_run(session)
    make_processing(session, ada, state="finished")
    return session


@pytest.fixture
def rival(session):
    """Leads a session with the same cell, and another one too."""
    other = make_session(code="mx9999", beamline="sim2")
    make_ended_run(other)
    leader = other.proposal.principal_investigator
    make_processing(other, leader, state="finished")
    return leader


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words(answer) -> str:
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_a_result_leads_to_the_search_for_its_cell(session, ada):
    browser = browser_of(ada)
    page = BeautifulSoup(browser.get(f"/sessions/{session.code}/runs/1/processings/1/").content, "html.parser")
    link = page.find("a", string="Look up this cell") or page.select_one("a.fl-look-up")
    found = browser.get(link["href"])
    assert found.status_code == 200
    assert f"{session.code}/1/1" in words(found)
    assert "1 result" in words(found)


def test_the_page_asks_first(session, ada):
    page = browser_of(ada).get("/cells/")
    assert page.status_code == 200
    assert "Apart" not in words(page)


def test_nothing_of_rivals_is_found(session, ada, rival):
    for person, own, other in ((ada, session.code, "mx9999-1"), (rival, "mx9999-1", session.code)):
        text = words(browser_of(person).get("/cells/", CELL))
        assert f"{own}/1/1" in text
        assert other not in text
        body = browser_of(person).get("/api/v1/cells", AXES).json()
        assert [hit["processing"]["session"] for hit in body["hits"]] == [own]
    stranger = make_person("nobody")
    assert "Nothing like it" in words(browser_of(stranger).get("/cells/", CELL))
    assert browser_of(stranger).get("/api/v1/cells", AXES).json()["hits"] == []


def test_the_operation_says_what_was_asked_and_what_it_means(session, ada):
    body = browser_of(ada).get("/api/v1/cells", AXES | {"tolerance_angstrom": 1.0}).json()
    assert body["reduced_cell"] == pytest.approx([37.0, 79.1, 79.1, 90.0, 90.0, 90.0])
    assert (body["centring"], body["tolerance_angstrom"], body["is_cut"]) == ("P", 1.0, False)
    assert "1.00 Å" in body["meaning"]
    (hit,) = body["hits"]
    assert (hit["distance_angstrom"], hit["sample_name"]) == (pytest.approx(0.0, abs=1e-4), "lyso")
    assert hit["processing"]["result"]["space_group"] == "P 43 21 2"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"unit_cell": "1 2 3"}, "six numbers"),
        ({"unit_cell": "10 10 10 60 60 150"}, "do not meet in a corner"),
        (CELL | {"tolerance_angstrom": "99"}, "a tolerance lies between"),
        (CELL | {"centring": "Q"}, "Select a valid choice"),
    ],
)
def test_questions_without_meaning_are_objected_to(session, ada, asked, said):
    answer = browser_of(ada).get("/cells/", asked)
    assert answer.status_code == 422
    assert said in words(answer)


def test_the_operation_objects_by_field(session, ada):
    answer = browser_of(ada).get("/api/v1/cells", AXES | {"gamma_deg": 200})
    assert answer.status_code == 422
    assert [reason["field"] for reason in answer.json()["reasons"]] == ["unit_cell"]


def test_strangers_are_sent_to_sign_on(client, db):
    assert client.get("/cells/").status_code == 302
    assert client.get("/api/v1/cells", AXES).status_code == 401


def test_as_many_queries_for_one_as_for_three(session, ada, django_assert_num_queries):
    browser = browser_of(ada)
    for count in (1, 3):
        for _ in range(1, count):
            make_processing(session, ada, state="finished")
        with django_assert_num_queries(9):
            assert words(browser.get("/cells/", CELL)).count(f"{session.code}/1/") == count
