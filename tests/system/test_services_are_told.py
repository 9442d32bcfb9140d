"""A real program is told that a sign-on is over, and believes it; bad programs hold up nobody."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.kernel.time import utc_now
from farlight.passports.domain.notices import EVENT, FIRST_PAUSE, TRIED_FOR
from farlight.passports.models import LogoutNotice
from farlight.passports.public import Teller
from farlight.passports.tests.factories import BACK, Program, a_service, declare
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person
from tests.system.relying_party import relying_party
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.timeout(300)]

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(transactional_db):
    ada = make_person("ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def hub(ada, settings, tmp_path, monkeypatch):
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # on loopback there is no TLS
    settings.FARLIGHT_STATE_DIR = tmp_path
    with web_server() as site:
        settings.FARLIGHT_SITE_URL = site
        with relying_party(issuer=site, client="hub") as program:
            yield program


def a_browser():
    browser = Client()
    browser.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    return browser


def told_at(hub, path):
    declare(a_service(backchannel_logout_uri=f"{hub.address}{path}", redirect_uris=(BACK,)))


def follow(teller, *, now=None, seconds=20):
    """Let the worker go round until nothing is under way."""
    until = time.monotonic() + seconds
    while teller.follow(now=now or utc_now()) and time.monotonic() < until:
        time.sleep(0.05)


def states():
    return list(LogoutNotice.objects.order_by("pk").values_list("state", "attempts", "fault"))


def acts(kind):
    return [(one.about, dict(one.details)) for one in records().items if one.kind is kind]


def test_a_program_believes_that_somebody_signed_out_and_knows_which_session(hub, ada):
    told_at(hub, "/told")
    here, there = a_browser(), a_browser()
    (given, first), (kept, second) = Program().sign_on(here), Program().sign_on(there)
    here.post("/accounts/logout/")
    follow(Teller())
    told = hub.seen["told"]
    assert [(one["sub"], one["sid"], one["aud"], one["events"]) for one in told] == [
        (str(ada.pk), first["sid"], "hub", {EVENT: {}})
    ]
    assert (first["sid"] != second["sid"], hub.seen["wrong"], states()) == (True, [], [("told", 1, "")])
    assert [Program().about(one["access_token"]).status_code for one in (given, kept)] == [401, 200]
    assert acts(AuditKind.SERVICE_TOLD) == [("ada", {"service": "hub", "attempts": 1})]
    lock_person(person=ada, reason="left")
    follow(Teller())
    assert [one["sid"] for one in hub.seen["told"]] == [first["sid"], second["sid"]]


def test_a_program_that_fails_is_told_again_with_a_token_that_it_has_not_seen(hub):
    told_at(hub, "/late")
    browser, teller = a_browser(), Teller()
    Program().sign_on(browser)
    browser.post("/accounts/logout/")
    follow(teller)
    assert states() == [("waiting", 1, "it answers 503")]
    for pause in (FIRST_PAUSE, 2 * FIRST_PAUSE):
        LogoutNotice.objects.update(due_at=utc_now() - pause)
        follow(teller)
    assert (states(), len(hub.seen["told"]), hub.seen["calls"]["/late"]) == ([("told", 3, "")], 1, 3)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/refuses", "it answers 400"),
        ("/elsewhere", "it answers 307"),
        ("/silent", "it does not answer in time"),
    ],
)
def test_a_bad_program_holds_up_nobody_and_is_given_up_after_a_day(hub, path, fault):
    told_at(hub, path)
    browser, teller = a_browser(), Teller()
    Program().sign_on(browser)
    browser.post("/accounts/logout/")
    assert teller.follow(now=utc_now()) == 1
    follow(teller)
    assert (states(), hub.seen["told"]) == ([("waiting", 1, fault)], [])
    LogoutNotice.objects.update(made_at=utc_now() - TRIED_FOR, due_at=utc_now() - timedelta(seconds=1))
    follow(teller)
    assert states() == [("given_up", 2, fault)]
    assert acts(AuditKind.SERVICE_NOT_TOLD) == [("ada", {"service": "hub", "attempts": 2, "why": fault})]


def test_a_dead_program_is_tried_later(hub):
    told_at(hub, "/told")
    browser = a_browser()
    Program().sign_on(browser)
    declare(a_service(backchannel_logout_uri="http://127.0.0.1:9/told"))
    browser.post("/accounts/logout/")
    follow(Teller())
    assert states() == [("waiting", 1, "it cannot be reached")]
