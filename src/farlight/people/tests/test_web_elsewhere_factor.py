"""What who has a second factor only elsewhere is asked, and where they give it."""

import time

import pytest

from farlight.kernel.time import utc_now
from farlight.people.public import objections_to_fresh_factor
from farlight.people.tests.elsewhere_browser import CONFIRM, a_browser, linked, log_in, sign_on
from farlight.people.types import Credential, StepUpAction

pytestmark = pytest.mark.django_db


def test_a_certificate_asks_who_has_a_factor_only_there_to_sign_on_there_again(paper, ada):
    linked(paper, ada)
    browser = a_browser()
    sign_on(browser, paper, acr="pwd")
    ask = {"person": ada, "action": StepUpAction.SSH, "now": utc_now()}
    credential = Credential(login=browser.session.session_key)
    assert objections_to_fresh_factor(credential, **ask) == ()  # nobody knows of a factor, and none is demanded
    old = int(time.time()) - 940
    browser = a_browser()
    sign_on(browser, paper, acr="mfa", auth_time=old)
    credential = Credential(login=browser.session.session_key)
    (reason,) = objections_to_fresh_factor(credential, **ask)
    assert (reason.mend, reason.link, reason.comes_back) == (
        "Sign on at Paper Institute again, with it; you come back here.",
        f"{CONFIRM}?for=factor",
        True,
    )
    page = browser.get(f"{CONFIRM}?for=factor&next=/account/certificates/").content.decode()
    assert ("Sign on again with a second factor at" in page, 'name="password"' in page) == (True, False)
    assert 'name="password"' in browser.get(CONFIRM).content.decode()
    sign_on(browser, paper, begin={"for": "prove", "next": "/"}, acr="mfa")
    assert objections_to_fresh_factor(credential, **ask) == ()


def test_who_has_no_factor_anywhere_is_told_to_set_one_up_where_one_is_asked(ada):
    browser = a_browser()
    log_in(browser)
    page = browser.get(f"{CONFIRM}?for=factor").content.decode()
    assert ("your account has none" in page, 'name="password"' in page) == (True, False)
