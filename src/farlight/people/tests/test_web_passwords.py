"""Passwords on pages: typed hidden, pasted freely, changed by who knows the old one, lost and made anew by mail."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.test import Client

from farlight.kernel.time import utc_now
from farlight.people.models import Person
from farlight.people.tests.factories import show_codes

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "correct horse battery", "another long password"
CHANGE, RESET = "/accounts/password/change/", "/accounts/password/reset/"


def a_browser():
    return Client(headers={"host": "localhost"})


def log_in(browser, password=PASSWORD):
    return browser.post("/accounts/login/", {"login": "ada", "password": password})


def is_in(browser):
    return browser.get("/api/v1/sessions").status_code == 200


def password_fields(browser, path):
    page = BeautifulSoup(browser.get(path).content, "html.parser")
    fields = [one for one in page.select("main input") if "password" in one.get("name", "")]
    assert fields, path
    return fields


def test_fields_hide_what_is_typed_and_hinder_neither_pasting_nor_password_managers(ada):
    browser = a_browser()
    fields = password_fields(browser, "/accounts/login/")
    log_in(browser)
    fields += password_fields(browser, CHANGE)
    assert {one["type"] for one in fields} == {"password"}
    assert {one.get("autocomplete") for one in fields} <= {"current-password", "new-password"}
    assert [
        one for one in fields if one.has_attr("onpaste") or one.has_attr("readonly") or one.has_attr("maxlength")
    ] == []


@pytest.mark.parametrize("old", ["", "wrong horse battery", NEW])
def test_a_new_password_needs_the_present_one(ada, old):
    browser = a_browser()
    log_in(browser)
    answer = browser.post(CHANGE, {"oldpassword": old, "password1": NEW, "password2": NEW})
    assert answer.status_code == 200
    ada.refresh_from_db()
    assert (ada.check_password(PASSWORD), ada.check_password(NEW)) == (True, False)


def test_a_password_does_not_run_out(ada):
    long_ago = utc_now() - timedelta(days=3650)
    Person.objects.update(joined_at=long_ago, last_login=long_ago)
    browser = a_browser()
    assert log_in(browser).headers["Location"] == "/"
    assert is_in(browser)


def asked_by_mail(browser):
    """Ask for a new password, and return the address in the mail."""
    browser.post(RESET, {"email": "ada@example.org"})
    (letter,) = mail.outbox
    (address,) = re.findall(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", letter.body)
    return address


def test_a_forgotten_password_is_made_anew_and_the_second_factor_is_still_asked_for(ada):
    show_codes(ada)
    browser = a_browser()
    page = browser.get(asked_by_mail(browser), follow=True)
    here = page.redirect_chain[-1][0]
    browser.post(here, {"password1": NEW, "password2": NEW})
    ada.refresh_from_db()
    assert (ada.check_password(NEW), is_in(browser)) == (True, False)
    stranger = a_browser()
    assert log_in(stranger, NEW).headers["Location"] == "/accounts/second-step/"
    assert not is_in(stranger)


def test_a_link_for_a_new_password_counts_once(ada):
    browser = a_browser()
    address = asked_by_mail(browser)
    here = browser.get(address, follow=True).redirect_chain[-1][0]
    browser.post(here, {"password1": NEW, "password2": NEW})
    other = a_browser()
    again = other.get(address, follow=True)
    fields = BeautifulSoup(again.content, "html.parser").select("main input[type=password]")
    assert (fields, is_in(other)) == ([], False)


def test_who_has_no_password_is_led_to_what_opens_the_account(ada):
    ada.set_unusable_password()
    ada.save()
    browser = a_browser()
    browser.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get(CHANGE, follow=True).redirect_chain[-1][0] == "/account/security/"
