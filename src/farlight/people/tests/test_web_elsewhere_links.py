"""Which accounts elsewhere open an account, and what they are asked before."""

import pytest
from django.test import Client

from farlight.people.models import LinkedAccount, Person
from farlight.people.tests.elsewhere_browser import (
    BEGIN,
    LINK,
    PASSWORD,
    SECURITY,
    a_browser,
    is_in,
    linked,
    log_in,
    sign_on,
)
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_links_are_made_after_a_question_and_taken_away_but_for_the_last_way_in(paper, ada):
    browser = a_browser()
    log_in(browser)
    assert sign_on(browser, paper, begin={"for": "link"})["Location"] == LINK
    browser.post(LINK)
    link = LinkedAccount.objects.get()
    assert link.code in browser.get(SECURITY).content.decode()
    ada.set_unusable_password()
    Person.objects.filter(pk=ada.pk).update(password=ada.password)
    alone = a_browser()
    sign_on(alone, paper)
    answer = alone.post("/accounts/elsewhere/unlink/", {"link": link.code}, follow=True)
    assert "It is the only way into your account." in answer.content.decode()
    ada.set_password(PASSWORD)
    ada.save()
    log_in(browser)
    answer = browser.post("/accounts/elsewhere/unlink/", {"link": link.code}, follow=True)
    assert "does not open your account any more" in answer.content.decode()
    assert browser.post("/accounts/elsewhere/unlink/", {"link": link.code}).status_code == 404
    assert not LinkedAccount.objects.exists()


def test_an_account_elsewhere_opens_one_account_here(paper, ada):
    linked(paper, make_person("ben"))
    browser = a_browser()
    log_in(browser)
    sign_on(browser, paper, begin={"for": "link"})
    answer = browser.post(LINK, follow=True)
    assert "belongs to another account here" in answer.content.decode()
    assert LinkedAccount.objects.get().person.username == "ben"


def test_a_person_signed_in_is_led_on_and_a_stranger_links_and_proves_nothing(paper, ada):
    browser = a_browser()
    log_in(browser)
    assert browser.post(BEGIN, {"next": "/samples/"})["Location"] == "/samples/"
    assert browser.get(BEGIN, {"next": "//evil.example"})["Location"] == "/"
    assert [a_browser().get(BEGIN, {"for": what})["Location"] for what in ("link", "prove", "x")] == ["/"] * 3
    assert browser.get(LINK)["Location"] == SECURITY


@pytest.mark.parametrize("purpose", ["sign_on", "factor", "invitation"])
def test_nobody_is_signed_on_by_following_a_link(paper, ada, purpose):
    linked(paper, ada)
    browser = a_browser()
    answer = browser.get(BEGIN, {"for": purpose, "next": "/samples/"})
    page = answer.content.decode()
    assert (answer.status_code, "Sign on at Paper Institute?" in page, paper.asked) == (200, True, [])
    assert ('http-equiv="refresh"' in page, f'action="{BEGIN}"' in page) == (False, True)
    careful = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    assert careful.post(BEGIN, {"for": purpose}).status_code == 403
    if purpose == "sign_on":
        assert (sign_on(browser, paper)["Location"], is_in(browser)) == ("/", True)


@pytest.mark.parametrize("purpose", ["link", "prove"])
def test_who_is_signed_in_is_asked_as_well(paper, ada, purpose):
    linked(paper, ada)
    browser = a_browser()
    log_in(browser)
    page = browser.get(BEGIN, {"for": purpose}).content.decode()
    assert f'name="for" value="{purpose}"' in page
    assert LinkedAccount.objects.count() == 1
