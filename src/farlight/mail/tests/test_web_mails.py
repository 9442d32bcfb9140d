import pytest
from bs4 import BeautifulSoup
from django.test import Client

from farlight.mail.adapters.links import settings_path
from farlight.mail.models import Mail
from farlight.mail.public import keep_mails_going, pace_of, write_mails
from farlight.mail.tests.conftest import NOW, letter, start, stop, told
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_texts")]
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def bea(db):
    return make_person("bea")


@pytest.fixture
def mail(ada):
    write_mails(letter=letter(), to=[ada.pk], now=NOW)
    return Mail.objects.get()


def as_person(person):
    client = Client()
    client.force_login(person, backend=LOGIN)
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def statuses(person, code):
    browser = as_person(person)
    paths = ["/mails/", f"/mails/{code}/", f"/mails/{code}/html/", "/account/mails/"]
    found = [browser.get(path).status_code for path in paths]
    return [*found, browser.post(f"/mails/{code}/send-again/").status_code]


def test_who_may_read_what(ada, bea, keeper, mail):
    assert statuses(ada, mail.code) == [404, 200, 200, 200, 404]
    assert statuses(bea, mail.code) == [404, 404, 404, 200, 404]
    assert statuses(keeper, mail.code) == [200, 200, 200, 200, 302]
    assert statuses(bea, "m-x' OR 1") == [404, 404, 404, 200, 404]
    assert b"DLS-1" not in as_person(bea).get("/account/mails/").content


def test_the_html_of_a_mail_runs_nothing(ada, mail):
    answer = as_person(ada).get(f"/mails/{mail.code}/html/")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox allow-popups")
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert "rack &lt;A&gt;" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_outbox_asks_as_often_for_one_mail_as_for_three(keeper, rows, django_assert_num_queries):
    write_mails(letter=letter(), to=[make_person(f"p{n}").pk for n in range(rows)], now=NOW)
    browser = as_person(keeper)
    with django_assert_num_queries(6):
        answer = browser.get("/mails/")
    assert len(soup(answer).select("tbody tr")) == rows
    assert "No mail server is set up" in answer.content.decode()


def test_the_outbox_is_searched_filtered_and_paged(keeper, ada, bea):
    for number in range(60):
        write_mails(letter=letter(f"c{number}"), to=[ada.pk], now=NOW)
    write_mails(letter=letter("other"), to=[bea.pk], now=NOW)
    browser = as_person(keeper)
    page = soup(browser.get("/mails/"))
    older = page.select_one(".fl-pager a")["href"]
    assert (len(page.select("tbody tr")), len(soup(browser.get(f"/mails/{older}")).select("tbody tr"))) == (50, 11)
    assert len(soup(browser.get("/mails/?q=bea+arrived")).select("tbody tr")) == 1
    assert "No mail fits" in browser.get("/mails/?state=sent").content.decode()
    part = browser.get("/mails/?q=bea", headers={"HX-Request": "true"})
    assert (b"<html" in part.content, len(soup(part).select("tbody tr"))) == (False, 1)


def test_a_kept_mail_is_sent_again(keeper, mail, post, settings):
    keep_mails_going(now=NOW)
    page = f"/mails/{mail.code}/"
    assert soup(as_person(keeper).get(page)).select_one("form[action$='send-again/']") is None
    refused = as_person(keeper).post(f"{page}send-again/", follow=True)
    assert "There is no mail server" in refused.content.decode()
    server = start(post)
    told(settings, server)
    try:
        assert soup(as_person(keeper).get(page)).select_one("form[action$='send-again/']") is not None
        as_person(keeper).post(f"{page}send-again/")
        assert (Mail.objects.get().state, keep_mails_going(now=NOW)) == ("waiting", 0)
    finally:
        stop(server)


def test_a_pace_is_chosen_in_the_account(ada):
    browser = as_person(ada)
    assert soup(browser.get("/account/mails/")).select_one("input[checked]")["value"] == "at_once"
    assert browser.post("/account/mails/", {"pace": "daily"}).status_code == 302
    assert (pace_of(ada).value, browser.post("/account/mails/", {"pace": "never"}).status_code) == ("daily", 422)
    assert soup(browser.get("/account/mails/")).select_one("input[checked]")["value"] == "daily"


def test_the_link_in_a_mail_needs_no_login_and_looking_changes_nothing(ada, client):
    path = settings_path(ada.pk)
    page = client.get(path)
    assert (page.status_code, pace_of(ada).value, "ada@" in page.content.decode()) == (200, "at_once", False)
    answer = client.post(path, {"pace": "daily"})
    assert (answer.status_code, pace_of(ada).value) == (200, "daily")
    assert "Chosen: once a day" in answer.content.decode()
    assert client.post(path, {"pace": "often"}).status_code == 422


def test_one_click_of_a_mail_program_leaves_only_what_is_needed(ada):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(settings_path(ada.pk), {"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, pace_of(ada).value) == (200, "needed")


def test_links_that_nobody_signed_and_those_of_locked_accounts_lead_nowhere(ada, client):
    path = settings_path(ada.pk)
    assert client.get(path[:-2] + "x/").status_code == 404
    assert client.get("/mails/settings/1/").status_code == 404
    lock_person(person=ada, reason="left")
    assert client.get(path).status_code == 404
