"""Everybody's accounts, for those who look after them and for nobody else."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import session_row
from farlight.beamtime.tests.factories import have_open
from farlight.kernel.time import utc_now
from farlight.people.public import define_security, is_active, issue_token, lock_person, person_named, set_roles
from farlight.people.tests.factories import make_person
from farlight.people.types import Role, RoleGrantSummary, SecurityPolicy, StepUpAction

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
STRANGERS = ["", "stores", "safety", "data_manager", "operator", "local_contact", "beamline_scientist"]


@pytest.fixture
def office(client, world):
    client.force_login(make_person("office", "user_office"), backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def names(answer):
    return [a.text for a in soup(answer).select("a.fl-row-link")]


def test_everybody_is_listed_found_and_filtered(office, world):
    lock_person(person=world.rival, reason="left")
    assert names(office.get("/people/")) == ["Ada Okafor", "Rolf Rival", "Office Tester"]
    assert names(office.get("/people/?q=OKAF")) == ["Ada Okafor"]
    assert names(office.get("/people/?q=rolf@example")) == ["Rolf Rival"]
    assert names(office.get("/people/?state=locked")) == ["Rolf Rival"]
    assert names(office.get("/people/?state=open&q=example.org")) == ["Ada Okafor", "Office Tester"]
    nobody = office.get("/people/?q=nobody+at+all")
    assert (names(nobody), "Nobody fits" in soup(nobody).text) == ([], True)


def test_only_the_rows_are_given_to_htmx(office):
    part = soup(office.get("/people/?q=ada", headers={"HX-Request": "true"}))
    assert (part.html, part.select_one("#rows") is not None) == (None, True)


def test_the_list_is_paged(office):
    for number in range(50):
        make_person(f"p{number:02}")
    pages = [names(office.get(f"/people/?page={number}")) for number in (1, 2)]
    assert [len(page) for page in pages] == [50, 3]


def test_an_account_is_locked_with_a_reason_and_opened_again(office, world):
    ada = Client()
    ada.force_login(world.ada, backend=LOGIN)
    key = issue_token(person=world.ada, label="x", now=utc_now())
    assert "1 access token:" in soup(office.get("/people/ada/")).text
    answer = soup(office.post("/people/ada/lock/", {"reason": "left the group"}, follow=True))
    assert (is_active(world.ada), "left the group" in answer.text, "Office" in answer.text) == (False, True, True)
    assert ada.get("/").status_code == 302
    opened = [Client().get("/api/v1/sessions", headers={"Authorization": f"Bearer {key}"}).status_code]
    office.post("/people/ada/unlock/")
    opened.append(Client().get("/api/v1/sessions", headers={"Authorization": f"Bearer {key}"}).status_code)
    assert (opened, is_active(world.ada)) == ([401, 200], True)


def test_without_a_reason_nothing_is_locked(office, world):
    answer = office.post("/people/ada/lock/", {"reason": "  "})
    assert (answer.status_code, is_active(world.ada)) == (422, True)
    assert soup(answer).select_one("[name=reason]")["aria-invalid"] == "true"


def test_what_would_be_left_without_a_leader_is_said(office, world):
    links = [a["href"] for a in soup(office.get("/people/ada/")).select(".fl-message-warning a")]
    assert links == [f"/sessions/{world.mine}/team/"]


def test_who_has_a_session_open_is_said(office, world):
    have_open(session_row(world.mine), world.ada)
    assert f"the live pages of {world.mine}" in soup(office.get("/people/ada/")).text


def test_ones_own_account_and_those_of_administrators_are_refused_in_words(office, world):
    make_person("root", "administrator")
    for username, word in (("office", "your own account"), ("root", "account of an administrator")):
        page = soup(office.get(f"/people/{username}/"))
        assert (word in page.text, page.select("main form")) == (True, [])
        assert office.post(f"/people/{username}/lock/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("role", STRANGERS)
def test_for_everybody_else_there_is_no_such_page(client, world, role):
    other = make_person("other", *([role] if role else []))
    client.force_login(other, backend=LOGIN)
    answers = [
        client.get("/people/"),
        client.get("/people/ada/"),
        client.get("/people/nobody/"),
        client.post("/people/ada/lock/", {"reason": "spite"}),
        client.post("/people/ada/unlock/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({soup(answer).main.text for answer in answers}) == 1
    assert is_active(world.ada)
    assert "/people/" not in client.get("/").content.decode()


def test_a_keeper_who_is_one_no_more_is_shut_out_at_once(office, world):
    assert "/people/" in office.get("/").content.decode()
    role = RoleGrantSummary(role=Role.USER_OFFICE, beamline="sim1")
    set_roles(person=person_named("office"), roles=(role,))
    assert office.get("/people/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(office, rows):
    for number in range(rows):
        make_person(f"p{number}", "operator")
    with CaptureQueriesContext(connection) as queries:
        office.get("/people/")
    assert len(queries) <= 8


IDA = {"email": "ida@example.org", "given_name": "Ida", "family_name": "Noddack"}


def test_somebody_is_invited_and_invited_again_until_the_account_is_taken(office):
    assert "Invite somebody" in office.get("/people/invite/new/").content.decode()
    assert office.post("/people/invite/new/", IDA).headers["Location"] == "/people/noddack/"
    assert "Nobody has chosen a password" in office.get("/people/noddack/").content.decode()
    assert office.post("/people/noddack/invite-again/").status_code == 302
    ida = person_named("noddack")
    ida.set_password("a duck in the beam")
    ida.save()
    assert office.post("/people/noddack/invite-again/").status_code == 409
    assert office.post("/people/invite/new/", IDA).status_code == 422


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_invites_or_resets(client, world, role):
    client.force_login(make_person("stranger", *([role] if role else [])), backend=LOGIN)
    paths = ["invite/new/", "ada/invite-again/", "ada/reset-factors/"]
    assert [client.post(f"/people/{path}", IDA).status_code for path in paths] == [404] * 3
    assert (client.get("/people/invite/new/").status_code, person_named("noddack")) == (404, None)


def test_a_second_factor_is_reset_for_whoever_lost_it(office, world):
    assert office.post(f"/people/{world.rival.username}/reset-factors/").status_code == 302
    assert "none" in office.get(f"/people/{world.rival.username}/").content.decode()


def test_work_on_accounts_asks_for_a_fresh_factor_where_the_site_says_so(office, world):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.ACCOUNTS})))
    refused = office.post(f"/people/{world.rival.username}/lock/", {"reason": "left"})
    assert (refused.status_code, is_active(world.rival)) == (403, True)
    assert soup(refused).select_one(".fl-refusal a")["href"] == "/account/security/"
