import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import rights_number, session_row, set_team_member, team_of
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import TeamRole
from farlight.people.public import lock_person, person_named
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
CODE = "mx2341-1"
PAGE = f"/sessions/{CODE}/team/"


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada, members=[make_person("colleague")])


@pytest.fixture
def browser(client, session, ada):
    client.force_login(ada, backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def parts(code=CODE):
    return {m.username: m.role.value for m in team_of(session_row(code).pk)}


def as_person(client, person):
    client.force_login(person, backend=LOGIN)
    return client


def test_somebody_is_added_by_the_exact_address_and_it_counts_at_once(browser, client):
    ben = make_person("ben")
    rights = rights_number(CODE)
    answer = browser.post(PAGE, {"whom": " Ben@Example.ORG ", "role": "observer"}, follow=True)
    assert (parts(), rights_number(CODE)) == ({"ada": "leader", "ben": "observer"}, rights + 1)
    assert "Ben Tester is observer of mx2341-1." in soup(answer).text
    assert as_person(client, ben).get(PAGE).status_code == 200


def test_somebody_of_the_group_is_added_by_one_press(browser):
    button = soup(browser.get(PAGE)).select_one(".fl-team-outside form")
    given = {field["name"]: field["value"] for field in button.select("input[name]")}
    browser.post(button["action"], {k: v for k, v in given.items() if k != "csrfmiddlewaretoken"})
    assert parts() == {"ada": "leader", "colleague": "member"}
    assert soup(browser.get(PAGE)).select_one(".fl-team-outside") is None


@pytest.mark.parametrize(
    "whom", ["rolf", "rolf@example", "%@example.org", "nobody@example.org", "shut@example.org", "shut", ""]
)
def test_nobody_is_found_who_is_not_known_already(browser, whom):
    make_person("rolf")
    lock_person(person=make_person("shut"), reason="left")
    answer = browser.post(PAGE, {"whom": whom, "role": "member"})
    assert (answer.status_code, parts()) == (422, {"ada": "leader"})
    assert soup(answer).select_one("[name=whom][aria-invalid]") is not None
    assert "Tester" not in soup(answer).select_one("#id_whom-errors").text


def test_unknown_and_locked_accounts_are_refused_in_the_same_words(browser):
    lock_person(person=make_person("shut"), reason="left")
    words = {
        soup(browser.post(PAGE, {"whom": f"{name}@example.org", "role": "member"}))
        .select_one("#id_whom-errors")
        .text.replace(name, "…")
        for name in ("shut", "nobody")
    }
    assert len(words) == 1


def test_a_part_is_changed_and_a_session_keeps_a_leader(browser):
    browser.post(PAGE, {"whom": "colleague", "role": "leader"})
    browser.post(PAGE, {"whom": "ada", "role": "member"})
    assert parts() == {"ada": "member", "colleague": "leader"}
    answer = browser.post(PAGE, {"whom": "colleague", "role": "observer"})
    assert (answer.status_code, parts()["colleague"]) == (422, "leader")
    assert "only leader" in soup(answer).text
    assert browser.post(f"{PAGE}remove/", {"person": "colleague"}).status_code == 409


def test_whoever_is_removed_sees_nothing_any_more(browser, client):
    ben = make_person("ben")
    set_team_member(session=session_row(CODE), person=ben, role=TeamRole.MEMBER)
    rights = rights_number(CODE)
    answer = browser.post(f"{PAGE}remove/", {"person": "ben"}, follow=True)
    assert rights_number(CODE) == rights + 1, "open streams ask again when the number rises"
    assert "Ben Tester is out of the team" in soup(answer).text
    assert [as_person(client, ben).get(path).status_code for path in (PAGE, f"/sessions/{CODE}/")] == [404, 404]


def test_a_leader_from_outside_may_leave_and_goes_home(browser, client):
    ben = make_person("ben")
    set_team_member(session=session_row(CODE), person=ben, role=TeamRole.LEADER)
    answer = as_person(client, ben).post(f"{PAGE}remove/", {"person": "ben"})
    assert (answer.status_code, answer["Location"], parts()) == (302, "/", {"ada": "leader"})


@pytest.mark.parametrize("role", ["member", "observer"])
def test_members_see_the_team_and_cannot_change_it(client, session, role):
    ben = make_person("ben")
    set_team_member(session=session, person=ben, role=TeamRole(role))
    page = as_person(client, ben).get(PAGE)
    assert (page.status_code, soup(page).select("main form")) == (200, [])
    assert "Ask one of them to do it." in soup(page).text
    before = parts()
    answers = [
        client.post(PAGE, {"whom": "ben", "role": "leader"}),
        client.post(f"{PAGE}remove/", {"person": "ada"}),
    ]
    assert ([answer.status_code for answer in answers], parts()) == ([422, 403], before)


@pytest.mark.parametrize(
    ("role", "beamline", "status"),
    [
        ("user_office", "", 302),
        ("local_contact", "sim1", 302),
        ("local_contact", "sim2", 404),
        ("stores", "", 404),
        ("operator", "", 422),
    ],
)
def test_staff_change_it_where_their_role_holds(client, session, role, beamline, status):
    staff = make_person("staff", role, beamline=beamline)
    answer = as_person(client, staff).post(PAGE, {"whom": "colleague", "role": "observer"})
    assert (answer.status_code, "colleague" in parts()) == (status, status == 302)


def test_rivals_find_no_team_whatever_they_send(client, session):
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2")
    as_person(client, rival)
    for code in (CODE, "mx7777-1"):
        page = f"/sessions/{code}/team/"
        answers = [
            client.get(page),
            client.post(page, {"whom": "rival@example.org", "role": "leader"}),
            client.post(page, {"whom": "", "role": "nonsense"}),
            client.post(f"{page}remove/", {"person": "ada"}),
            client.get(page, headers={"HX-Request": "true"}),
        ]
        assert [answer.status_code for answer in answers] == [404] * 5
    assert parts() == {"ada": "leader"}


def test_the_rivals_leader_cannot_remove_people_of_another_session(client, session):
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2")
    answer = as_person(client, rival).post("/sessions/mx9999-1/team/remove/", {"person": "ada"})
    assert (answer.status_code, parts()) == (404, {"ada": "leader"})


def test_a_closed_session_keeps_its_team(browser, ada):
    closed = make_session(ada, "mx8888", beamline="sim3", starts_in=-30 * HOUR, lasts=8 * HOUR, state="closed")
    answer = browser.post(f"/sessions/{closed.code}/team/", {"whom": "colleague@example.org", "role": "member"})
    assert (answer.status_code, parts(closed.code)) == (422, {"ada": "leader"})
    assert "is closed" in soup(answer).text


def test_nonsense_is_refused_at_its_field(browser):
    answer = browser.post(PAGE, {"whom": "colleague", "role": "king"})
    assert (answer.status_code, soup(answer).select_one("#id_role")["aria-invalid"]) == (422, "true")


def test_only_the_list_is_given_to_htmx(browser):
    part = soup(browser.get(PAGE, headers={"HX-Request": "true"}))
    assert (part.html, part.select_one("#people") is not None) == (None, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_for_any_number(browser, session, rows):
    for number in range(rows):
        set_team_member(session=session, person=make_person(f"p{number}"), role=TeamRole.MEMBER)
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)
    assert len(queries) <= 16


INVITED = {"email": "ida@example.org", "given_name": "Ida", "family_name": "Noddack", "role": "observer"}


def test_somebody_without_an_account_is_invited_into_the_team(browser):
    answer = browser.post(f"{PAGE}invite/", INVITED, follow=True)
    assert "Ida Noddack is in the team" in soup(answer).text
    assert parts() == {"ada": "leader", "noddack": "observer"}


@pytest.mark.parametrize(
    ("given", "field"),
    [({"email": "colleague@example.org"}, "email"), ({"email": "x"}, "email"), ({"family_name": ""}, "family_name")],
)
def test_what_is_wrong_with_an_invitation_stands_at_its_field(browser, given, field):
    answer = browser.post(f"{PAGE}invite/", INVITED | given)
    assert (answer.status_code, parts()) == (422, {"ada": "leader"})
    assert soup(answer).select_one(f"#invite_{field}-errors")


def test_who_may_not_change_the_team_invites_nobody(browser, client, session):
    colleague, rival = person_named("colleague"), make_person("rival")
    assert as_person(client, rival).post(f"{PAGE}invite/", INVITED).status_code == 404
    refused = as_person(client, colleague).post(f"{PAGE}invite/", INVITED)
    assert (refused.status_code, parts()) == (422, {"ada": "leader"})
    assert person_named("noddack") is None
    assert as_person(client, colleague).post(f"{PAGE}invite/", INVITED | {"role": "x"}).status_code == 422
