import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.fixture
def api(client, ada):
    client.force_login(ada, backend=BACKEND)
    return lambda path="": client.get(f"/api/v1/sessions{path}")


def test_a_session_with_its_people(api, ada):
    session = make_session(ada, title="Deep sea")
    found = api(f"/{session.code}").json()
    assert {
        name: found[name] for name in ("code", "title", "proposal", "beamline", "state", "access_mode", "online")
    } == {
        "code": "mx2341-1",
        "title": "Deep sea",
        "proposal": "mx2341",
        "beamline": "sim1",
        "state": "running",
        "access_mode": "remote",
        "online": [],
    }
    assert found["team"] == [{"username": "ada", "full_name": "Ada Tester", "role": "leader"}]


def test_sessions_come_in_pages_and_only_those_one_may_see(api, ada):
    for number in range(3):
        make_session(ada, f"mx{number + 1}", beamline=f"sim{number}")
    make_session(code="mx77", beamline="sim9", title="of the rivals")
    first = api("?limit=2").json()
    second = api(f"?limit=2&cursor={first['next_cursor']}").json()
    pages = [[session["code"] for session in page["items"]] for page in (first, second)]
    assert (pages, second["next_cursor"]) == ([["mx3-1", "mx2-1"], ["mx1-1"]], None)


@pytest.mark.parametrize("cursor", ["x", "\u0663", "9" * 50, "-1"])
def test_a_cursor_that_is_none_begins_at_the_newest(api, ada, cursor):
    make_session(ada)
    assert len(api(f"?cursor={cursor}").json()["items"]) == 1


@pytest.mark.parametrize("limit", [0, 201, "x"])
def test_a_wrong_limit_is_named(api, limit):
    answer = api(f"?limit={limit}")
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["reasons"][0]["field"] == "query.limit"


def test_hidden_and_unknown_sessions_are_the_same_problem(api):
    make_session(code="mx77", title="of the rivals")
    hidden, unknown = (api(f"/{code}") for code in ("mx77-1", "mx99-1"))
    assert (hidden.status_code, hidden["Content-Type"]) == (404, "application/problem+json")
    assert hidden.json() | {"instance": ""} == unknown.json() | {"instance": ""}
    assert hidden.json()["reasons"][0]["message"] == "There is nothing here, or it is not yours to see."


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_queries_for_any_number(api, ada, number, django_assert_num_queries):
    for count in range(number):
        make_session(ada, f"mx{count + 1}", beamline=f"sim{count}")
    with django_assert_num_queries(7):
        api()
