from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from farlight.kernel.time import utc_now
from farlight.people.models import ApiToken
from farlight.people.public import define_security, issue_token
from farlight.people.tests.factories import make_person, say_who_it_is, show_codes
from farlight.people.types import SecurityPolicy

pytestmark = pytest.mark.django_db
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
PAGE = "/account/tokens/"
NOW = utc_now()


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def browser(client, ada):
    client.force_login(ada, backend=LOGIN)
    return say_who_it_is(client, ada)


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def opens(key):
    return Client().get("/api/v1/sessions", headers={"Authorization": f"Bearer {key}"}).status_code == 200


def made(browser, **more):
    return browser.post(PAGE, {"label": "laptop", "days": "30", "scopes": ["read"]} | more)


def test_a_key_is_shown_once_works_and_is_kept_by_no_cache(browser):
    answer = made(browser)
    key = soup(answer).select_one("#key")["value"]
    assert (answer.status_code, opens(key), "no-store" in answer["Cache-Control"]) == (200, True, True)
    again = browser.get(PAGE)
    assert key not in again.content.decode()
    assert (ApiToken.objects.get().expires_at - utc_now()).days in {29, 30}
    assert "never" not in soup(again).select_one("[data-label='Last used']").text


def test_what_was_never_used_says_so(browser):
    made(browser)
    assert soup(browser.get(PAGE)).select_one("[data-label='Last used']").text.strip() == "never"


@pytest.mark.parametrize(
    ("given", "field"), [({"label": " "}, "label"), ({"label": "x" * 101}, "label"), ({"days": "9999"}, "days")]
)
def test_objections_stand_at_their_fields(browser, given, field):
    answer = made(browser, **given)
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)
    assert soup(answer).select_one(f"[name={field}]")["aria-invalid"] == "true"


def test_a_revoked_token_opens_nothing_and_is_listed_as_such(browser):
    key = soup(made(browser)).select_one("#key")["value"]
    code = soup(browser.get(PAGE)).select_one("input[name=token]")["value"]
    answer = browser.post(f"{PAGE}revoke/", {"token": code}, follow=True)
    assert not opens(key)
    assert [badge["data-state"] for badge in soup(answer).select("main .fl-state")] == ["revoked"]
    assert soup(answer).select("input[name=token]") == []


def test_a_token_whose_time_is_over_opens_nothing_and_is_listed_as_such(browser, ada):
    key = issue_token(person=ada, label="old", now=NOW - timedelta(days=2), valid_for=timedelta(days=1))
    assert not opens(key)
    assert [badge["data-state"] for badge in soup(browser.get(PAGE)).select("main .fl-state")] == ["expired"]


def test_nobody_sees_or_revokes_the_token_of_another(browser, ada):
    rival = make_person("rival")
    key = issue_token(person=rival, label="secret purpose", now=NOW)
    theirs = ApiToken.objects.get()
    assert "secret purpose" not in browser.get(PAGE).content.decode()
    answers = [browser.post(f"{PAGE}revoke/", {"token": code}) for code in (theirs.code, "0" * 12, "", str(theirs.pk))]
    assert [answer.status_code for answer in answers] == [404] * 4
    texts = {BeautifulSoup(answer.content, "html.parser").main.text for answer in answers}
    assert (len(texts), opens(key)) == (1, True)


@pytest.mark.parametrize("path", [PAGE, f"{PAGE}revoke/"])
def test_strangers_are_sent_to_log_in(client, path):
    answer = client.post(path, {"label": "x", "days": "30"})
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={path}")
    assert not ApiToken.objects.exists()


def test_a_token_makes_no_tokens(ada):
    key = issue_token(person=ada, label="x", now=NOW)
    answer = Client().post(PAGE, {"label": "y", "days": "30"}, headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, ApiToken.objects.count()) == (302, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_any_number(browser, ada, rows):
    for number in range(rows):
        issue_token(person=ada, label=str(number), now=NOW)
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)
    assert len(queries) <= 9


def test_a_token_opens_what_was_chosen_and_names_what_it_lacks(browser):
    key = soup(made(browser, scopes=["read", "notes"]))
    key = key.select_one("#key")["value"]
    answer = Client().get("/api/v1/mails", headers={"Authorization": f"Bearer {key}"})
    assert (opens(key), answer.status_code) == (True, 403)
    assert answer.json()["reasons"] == [
        {
            "message": "The token lacks the scope “account”: read your mails and choose when they come.",
            "mend": "Make a token that has it.",
            "who": "",
            "field": "",
            "link": "/account/tokens/",
        }
    ]
    row = ApiToken.objects.get()
    assert (row.scopes, row.used_from) == (["notes", "read"], "127.0.0.1")
    assert soup(browser.get(PAGE)).select_one("[data-label=Opens]").text.strip() == "read, notes"


def test_a_token_that_would_open_nothing_is_refused(browser):
    answer = made(browser, scopes=[])
    assert (answer.status_code, ApiToken.objects.count()) == (422, 0)
    assert "would open nothing" in soup(answer).select_one("#scopes-errors").text


def test_times_longer_than_the_site_allows_are_not_offered(browser):
    define_security(policy=SecurityPolicy(longest_token_days=60))
    page = soup(browser.get(PAGE))
    assert [option["value"] for option in page.select("[name=days] option")] == ["7", "30"]


def test_a_browser_that_was_left_open_makes_no_token(browser, ada):
    say_who_it_is(browser, ada, at=utc_now() - timedelta(minutes=16))
    assert (made(browser).status_code, ApiToken.objects.count()) == (422, 0)
    page = soup(browser.get(PAGE))
    assert page.select("[name=label]") == []
    assert page.select_one("main a.btn-primary")["href"] == "/account/confirm/?next=/account/tokens/"


def test_a_password_is_not_enough_for_a_token_of_who_has_a_factor(browser, ada):
    show_codes(ada)
    assert (made(browser).status_code, ApiToken.objects.count()) == (422, 0)
    say_who_it_is(browser, ada, "one_time_codes")
    assert (made(browser).status_code, ApiToken.objects.count()) == (200, 1)
