"""A login ends when its time is over, whatever is done in it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.people.services.sign_ins import SIGN_IN
from farlight.people.tests.factories import make_person
from farlight.people.web.sign_on import BEGUN_AT, SEEN_AT

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
LIFE, MINUTE = timedelta(seconds=settings.SESSION_COOKIE_AGE), timedelta(minutes=1)


@pytest.fixture
def browser():
    ada = make_person("ada")
    ada.set_password(PASSWORD)
    ada.save()
    browser = Client(headers={"host": "localhost"})
    browser.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    return browser


def begun(browser, ago):
    """Let a login have begun so long ago, and its owner not have been seen for some minutes."""
    session = browser.session
    session[BEGUN_AT], session[SEEN_AT] = (utc_now() - ago).timestamp(), 0
    session.save()


def is_in(browser):
    return browser.get("/api/v1/sessions").status_code == 200


def test_who_is_busy_in_it_makes_it_no_longer(browser):
    begun(browser, LIFE - 10 * MINUTE)
    assert is_in(browser)
    assert 9 * MINUTE < browser.session.get_expiry_date() - utc_now() <= 10 * MINUTE
    session = browser.session
    session["something"] = "changed"
    session.save()
    assert browser.session.get_expiry_date() - utc_now() <= 10 * MINUTE
    assert is_in(browser)


def test_it_is_over_when_its_time_is(browser):
    begun(browser, LIFE + MINUTE)
    browser.get("/samples/")
    assert not is_in(browser)
    assert "/accounts/login/" in browser.get("/samples/").headers["Location"]


def test_one_without_a_name_is_signed_out_of_too(browser):
    session = browser.session
    del session[SIGN_IN]
    session.save()
    assert is_in(browser)
    browser.post("/accounts/logout/")
    assert not is_in(browser)
    assert [(act.by, act.about) for act in records().items if act.kind is AuditKind.SIGNED_OUT] == [("ada", "")]


def test_signing_in_again_begins_anew(browser):
    begun(browser, LIFE - 10 * MINUTE)
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert utc_now().timestamp() - browser.session[BEGUN_AT] < 60
    assert browser.session.get_expiry_date() - utc_now() > LIFE - MINUTE
