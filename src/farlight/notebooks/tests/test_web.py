"""The page of a notebook, the card on the session's page, and the same by REST."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import remove_team_member
from farlight.kernel.time import utc_now
from farlight.notebooks.models import Notebook
from farlight.notebooks.public import define_notebooks, start_notebook
from farlight.notebooks.tests.conftest import comes_to, newest
from farlight.people.public import issue_token

CODE = "mx2341-1"
PAGE = f"/sessions/{CODE}/notebook/"
REST = f"/api/v1/sessions/{CODE}/notebook"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def as_person(person):
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def shown(answer):
    return BeautifulSoup(answer.content, "html.parser")


def buttons(answer):
    return [" ".join(one.text.split()) for one in shown(answer).select("main button, main a.btn")]


def test_a_person_starts_opens_and_closes_one(offered, keeper, ben):
    browser = as_person(ben)
    assert buttons(browser.get(PAGE)) == ["Start a notebook"]
    assert [one["value"] for one in shown(browser.get(PAGE)).select("input[name=size]")] == ["small", "large"]
    started = browser.post(f"{PAGE}start/", {"size": "large"}, follow=True)
    assert (buttons(started), "starting" in started.text) == (["Cancel your notebook"], True)
    comes_to(keeper, "running")
    page = browser.get(PAGE)
    assert buttons(page) == ["Open your notebook in a new tab", "Close your notebook"]
    assert shown(page).select_one("a[data-key-open]")["href"] == f"{offered.address}/user/ben/{CODE}/"
    card = browser.get(PAGE, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="notebook-card")
    assert (shown(card).title, "32 cores, 128 GB" in card.text) == (None, True)
    assert browser.post(f"{PAGE}stop/", HTTP_HX_REQUEST="true").status_code == 204
    assert "closing" in browser.get(PAGE).text
    comes_to(keeper, "closed")
    assert buttons(browser.get(PAGE)) == ["Start a notebook"]
    again = browser.post(f"{PAGE}stop/", follow=True)
    assert "There is no notebook any more." in again.text


def test_what_went_wrong_is_told(offered, keeper, ben):
    browser = as_person(ben)
    offered.answer = (403, b'{"message": "no <b>room</b>"}', "application/json")
    browser.post(f"{PAGE}start/")
    comes_to(keeper, "failed")
    page = browser.get(PAGE)
    assert "It did not start. The hub could not start it. The hub answers 403: no &lt;b&gt;room&lt;/b&gt;." in page.text
    assert buttons(page) == ["Start a notebook"]
    wrong = browser.post(f"{PAGE}start/", {"size": "huge"})
    assert (wrong.status_code, "There is no size" in wrong.text) == (422, True)
    offered.answer = None
    browser.post(f"{PAGE}start/")
    assert "A notebook is there already" in browser.post(f"{PAGE}start/", follow=True).text
    Notebook.objects.update(trouble="The hub does not answer.")
    assert "The hub does not answer. It is tried again by itself." in " ".join(shown(browser.get(PAGE)).text.split())


def test_who_may_not_reads_why_and_strangers_find_nothing(offered, ben, olga, rival, session):
    page = as_person(olga).get(PAGE)
    assert (buttons(page), "You cannot start one now" in page.text) == ([], True)
    assert as_person(olga).post(f"{PAGE}start/").status_code == 422
    browser = as_person(rival)
    assert [browser.get(PAGE).status_code, browser.get(REST).status_code] == [404, 404]
    assert [browser.post(f"{PAGE}{act}/").status_code for act in ("start", "stop")] == [404, 404]
    remove_team_member(session=session, person=ben)
    assert as_person(ben).get(PAGE).status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_without_a_hub_the_session_says_nothing_of_notebooks(hub, ben):
    browser = as_person(ben)
    assert "No notebooks" in browser.get(PAGE).text
    assert "notebook-card" not in browser.get(f"/sessions/{CODE}/").text
    assert "Notebook" not in browser.get(f"/sessions/{CODE}/access/").text


def test_the_session_shows_the_card(offered, ben):
    browser = as_person(ben)
    assert "notebook-card" in browser.get(f"/sessions/{CODE}/").text
    assert shown(browser.get(f"/sessions/{CODE}/access/")).select_one(f'a[href="{PAGE}"]')


def test_a_program_starts_and_stops_one(offered, keeper, ben):
    token = issue_token(person=ben, label="script", now=utc_now())
    how = {"HTTP_AUTHORIZATION": f"Bearer {token}", "content_type": "application/json"}
    client = Client()
    before = client.get(REST, **how).json()
    assert (before["notebook"], before["allowed"], [one["code"] for one in before["sizes"]]) == (
        None,
        True,
        ["small", "large"],
    )
    started = client.post(REST, {}, **how)
    assert (started.status_code, started.json()["state"], started.json()["size"]) == (201, "asked", "2 cores, 8 GB")
    assert client.post(REST, {}, **how).status_code == 409
    comes_to(keeper, "running")
    assert client.get(REST, **how).json()["notebook"]["address"].endswith(f"/user/ben/{CODE}/")
    assert client.delete(REST, **how).json()["state"] == "closing"
    assert client.delete(REST, **how).json()["state"] == "closing"
    assert newest().state == "closing"


def test_one_that_is_told_of_while_there_is_no_hub_any_more(offered, ben):
    start_notebook(session=CODE, by=ben, now=utc_now())
    define_notebooks(definition=None)
    assert "No notebooks" in as_person(ben).get(PAGE).text


@pytest.mark.parametrize("others", [0, 3])
def test_the_page_costs_the_same_for_any_number(offered, session, ben, others):
    of_ben = {"session_id": session.pk, "person_id": ben.pk, "channel": "c-x", "asked_at": utc_now()}
    for number in range(others):
        Notebook.objects.create(code=f"n-{number}", state="closed", **of_ben)
    browser = as_person(ben)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)
    assert len(queries) <= 30
