from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farlight.audit.public import records
from farlight.beamlines.tests.factories import make_beamline
from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken, Person
from farlight.people.public import define_security, issue_machine_token, person_named
from farlight.people.tests.factories import make_person
from farlight.people.types import SecurityPolicy, StepUpAction, TokenScope

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"

pytestmark = pytest.mark.django_db
PAGE = "/machines/"
DAY = timedelta(days=1)
FORM = {"label": "Puck Loader", "beamline": "id30", "days": "90", "scopes": ["read", "notes"]}


@pytest.fixture
def scientist():
    for code in ("id30", "id23"):
        make_beamline(code)
    return make_person("sina", "beamline_scientist", beamline="id30")


@pytest.fixture
def browser(client, scientist):
    client.force_login(scientist, backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def made(browser, **more):
    return browser.post(PAGE, FORM | more)


def status(key, path="/api/v1/sessions"):
    return Client().get(path, headers={"Authorization": f"Bearer {key}"}).status_code


def test_a_key_is_shown_once_works_and_is_listed(browser):
    answer = made(browser)
    key = soup(answer).select_one("#key")["value"]
    assert (answer.status_code, status(key), "no-store" in answer["Cache-Control"]) == (200, 200, True)
    page = soup(browser.get(PAGE))
    row = [" ".join(cell.text.split()) for cell in page.select("tbody tr td")]
    assert (row[0], row[1]) == ("Puck Loadermachine.id30.puck-loader", "read, notes")
    assert "from 127.0.0.1" in row[3]
    assert key not in str(page)
    machine = Person.objects.get(machine_of="id30")
    assert (machine.username, machine.has_usable_password()) == ("machine.id30.puck-loader", False)


def test_the_same_name_gets_another_key_and_both_count(browser):
    keys = [soup(made(browser)).select_one("#key")["value"] for _ in range(2)]
    assert ([status(key) for key in keys], Person.objects.filter(machine_of="id30").count()) == ([200, 200], 1)


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"label": " "}, "[name=label][aria-invalid]"),
        ({"label": "../x"}, "[name=label][aria-invalid]"),
        ({"label": "x" * 41}, "[name=label][aria-invalid]"),
        ({"beamline": "id23"}, "[name=beamline][aria-invalid]"),
        ({"beamline": "id99"}, "[name=beamline][aria-invalid]"),
        ({"scopes": []}, "#scopes-errors"),
        ({"scopes": ["control"]}, "#scopes-errors"),
        ({"days": "9999"}, "[name=days][aria-invalid]"),
    ],
)
def test_objections_stand_at_their_fields(browser, given, where):
    answer = made(browser, **given)
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)
    assert soup(answer).select_one(where)


def test_a_revoked_key_opens_nothing(browser):
    key = soup(made(browser)).select_one("#key")["value"]
    form = soup(browser.get(PAGE)).select_one("form[action$='revoke/']")
    answer = browser.post(
        f"{PAGE}revoke/", {name: form.select_one(f"[name={name}]")["value"] for name in ("beamline", "token")}
    )
    assert (answer.status_code, status(key)) == (302, 401)
    assert [badge["data-state"] for badge in soup(browser.get(PAGE)).select("main .fl-state")] == ["revoked"]


def test_nobody_makes_or_revokes_keys_of_another_beamline(browser):
    boss = make_person("boss", "administrator")
    key = issue_machine_token(
        beamline="id23", name="secret robot", scopes={TokenScope.READ}, now=utc_now(), valid_for=DAY, by=boss
    )
    theirs = ApiToken.objects.get()
    assert "secret robot" not in browser.get(PAGE).content.decode()
    answers = [
        browser.post(f"{PAGE}revoke/", {"beamline": beamline, "token": code})
        for beamline, code in (("id23", theirs.code), ("id30", theirs.code), ("", theirs.code), ("id99", "0" * 12))
    ]
    assert ([answer.status_code for answer in answers], status(key)) == ([404] * 4, 200)


@pytest.mark.parametrize("role", [None, "local_contact", "user_office", "security_officer", "operator"])
def test_for_others_there_is_no_such_page(client, scientist, role):
    client.force_login(make_person("ben", *([role] if role else [])), backend=LOGIN)
    answers = [client.get(PAGE), client.post(PAGE, FORM), client.post(f"{PAGE}revoke/", {"beamline": "id30"})]
    assert ([answer.status_code for answer in answers], ApiToken.objects.count()) == ([404] * 3, 0)


def test_a_site_may_ask_for_a_fresh_second_factor(browser):
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.ACCOUNTS})))
    assert (made(browser).status_code, ApiToken.objects.count()) == (403, 0)


def test_a_machine_is_nobody_who_could_be_invited_to_take_the_account(browser, client):
    made(browser)
    client.force_login(make_person("uta", "user_office"), backend=LOGIN)
    answer = client.post("/people/machine.id30.puck-loader/invite-again/")
    assert (answer.status_code, person_named("machine.id30.puck-loader").has_usable_password()) == (409, False)


def test_who_made_and_revoked_it_is_recorded(browser):
    made(browser)
    kinds = [(one.kind.value, one.by, one.about) for one in records().items if "machine" in one.about]
    assert ("token_issued", "sina", "machine.id30.puck-loader") in kinds


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(browser, scientist, rows):
    for number in range(rows):
        issue_machine_token(
            beamline="id30", name=f"robot {number}", scopes={TokenScope.READ}, now=utc_now(), valid_for=DAY
        )
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)
    assert len(queries) <= 11
