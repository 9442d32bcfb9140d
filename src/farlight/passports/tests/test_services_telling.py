"""Services are told that a sign-on is over: by which ends, to whom, and what becomes of those that do not listen."""

import time
from datetime import timedelta

import jwt
import pytest
from django.test import Client

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.bus.public import all_entries
from farlight.kernel.time import utc_now
from farlight.passports.access import untold_of
from farlight.passports.domain.notices import EVENT, TRIED_FOR
from farlight.passports.handlers import end_those_of_browsers
from farlight.passports.models import LogoutNotice, Passport
from farlight.passports.public import Teller
from farlight.passports.services import telling
from farlight.passports.services.ending import end_passport
from farlight.passports.services.issuing import exchange_refresh
from farlight.passports.services.telling import LONGEST, note_reply
from farlight.passports.tests.factories import SITE, Program, a_service, declare
from farlight.passports.tests.listener import listener
from farlight.passports.types import Reply
from farlight.people.events import SignInsEnded
from farlight.people.tests.factories import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def ada(db):
    ada = make_person("ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


@pytest.fixture
def door():
    with listener() as server:
        yield server


def a_browser():
    browser = Client()
    browser.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    return browser


def signed_on(browser, code="hub"):
    given, told = Program(code).sign_on(browser)
    return given["access_token"], told["sid"]


def follow(teller, *, now=None):
    until = time.monotonic() + 20
    while teller.follow(now=now or utc_now()) and time.monotonic() < until:
        time.sleep(0.01)


def deliver():
    """Hand what happened to browsers to the handler, as the bus does after the commit; each event once more."""
    for entry in all_entries(""):
        if entry.kind == "sign-ins-ended":
            body = entry.body | {"sign_ins": tuple(entry.body["sign_ins"])}
            end_those_of_browsers(SignInsEnded(**body))


def states():
    return list(LogoutNotice.objects.order_by("pk").values_list("passport__service", "state", "attempts", "fault"))


def works(*tokens):
    return [Program().about(token).status_code == 200 for token in tokens]


def test_signing_out_of_a_browser_ends_what_was_reached_from_it_and_tells_the_program(ada, door):
    declare(a_service(backchannel_logout_uri=door.address))
    here, there = a_browser(), a_browser()
    (first, sid), (again, same), (second, other) = signed_on(here), signed_on(here), signed_on(there)
    assert (sid == same, sid == other) == (True, False)
    here.post("/accounts/logout/")
    deliver()
    assert works(first, again, second) == [False, False, True]
    follow(Teller())
    [(path, kind, token)] = door.got
    said, head = jwt.decode(token, options={"verify_signature": False}), jwt.get_unverified_header(token)
    assert (path, kind, head["typ"], head["alg"]) == (
        "/told",
        "application/x-www-form-urlencoded",
        "logout+jwt",
        "RS256",
    )
    assert {name: said[name] for name in said if name not in {"iat", "exp", "jti"}} == {
        "iss": SITE,
        "aud": "hub",
        "sub": str(ada.pk),
        "sid": sid,
        "events": {EVENT: {}},
    }
    assert states() == [("hub", "told", 1, "")]
    assert [(r.about, dict(r.details)) for r in records().items if r.kind is AuditKind.SERVICE_TOLD] == [
        ("ada", {"service": "hub", "attempts": 1})
    ]
    assert [e.body for e in all_entries("") if e.kind == "service-told"] == [{"person": "ada", "service": "hub"}]


def test_a_passport_ends_once_whoever_else_would_end_it(ada):
    declare(a_service())
    signed_on(a_browser())
    passport, now = Passport.objects.get(), utc_now()
    for why, later in (("first", timedelta(0)), ("second", timedelta(minutes=1))):
        end_passport(passport=passport, why=why, by="", now=now + later)
    ends = [entry.body for entry in all_entries("") if entry.kind == "passport-ended"]
    assert ends == [{"person": "ada", "service": "hub", "why": "first"}]
    assert [dict(r.details) for r in records().items if r.kind is AuditKind.PASSPORT_ENDED] == [
        {"service": "hub", "why": "first"}
    ]
    assert Passport.objects.get().ended_at == now


def test_a_refresh_token_of_a_passport_that_is_just_ending_is_worth_nothing(ada):
    declare(a_service())
    given, _ = Program().sign_on(a_browser())
    Passport.objects.update(ended_at=utc_now())
    asked = []
    assert not exchange_refresh(
        refresh=given["refresh_token"], service="hub", exchange=lambda: asked.append(1), now=utc_now()
    )
    assert asked == []


def test_a_notice_that_another_worker_was_faster_to_take_is_left_to_it(ada, door, monkeypatch):
    declare(a_service(backchannel_logout_uri=door.address))
    here = a_browser()
    signed_on(here)
    here.post("/accounts/logout/")
    deliver()
    with monkeypatch.context() as faster:
        faster.setattr(telling, "_lend", lambda *_, **__: False)
        follow(Teller())
    assert (door.got, states()) == ([], [("hub", "waiting", 0, "")])
    follow(Teller())
    assert (len(door.got), states()) == (1, [("hub", "told", 1, "")])


def test_signing_out_everywhere_else_leaves_this_browser(ada):
    declare(a_service())
    here, there = a_browser(), a_browser()
    kept, ended = signed_on(here)[0], signed_on(there)[0]
    here.post("/account/security/sign-out-everywhere/")
    deliver()
    assert works(kept, ended) == [True, False]


def test_one_browser_of_several_can_be_signed_out(ada):
    declare(a_service())
    here, there = a_browser(), a_browser()
    kept, ended = signed_on(here)[0], signed_on(there)[0]
    here.post("/account/security/browsers/end/", {"browser": Passport.objects.latest("pk").sign_in})
    deliver()
    assert works(kept, ended) == [True, False]


def test_all_browsers_are_signed_out_by_others_whatever_they_were_called(ada):
    declare(a_service())
    token, _ = signed_on(a_browser())
    Passport.objects.update(sign_in="")
    end_those_of_browsers(SignInsEnded(person="ada", number=1, everywhere=True))
    assert works(token) == [False]


def test_only_services_that_held_something_and_want_to_know_are_told(ada, door):
    declare(a_service(backchannel_logout_uri=door.address), a_service("wiki"))
    browser = a_browser()
    signed_on(browser, "wiki")
    program = Program()
    program.code_in(browser.get(program.way_in()))
    browser.post("/accounts/logout/")
    deliver()
    assert (Passport.objects.filter(ended_at=None).count(), states()) == (0, [])


def test_a_service_that_does_not_want_to_be_told_any_more_is_let_be(ada, door):
    declare(a_service(backchannel_logout_uri=door.address))
    signed_on(a_browser())
    end_passport(passport=Passport.objects.get(), why="x", by="", now=utc_now())
    declare(a_service())
    follow(Teller())
    assert (states(), door.got) == ([("hub", "dropped", 0, "")], [])


def test_what_is_lent_to_another_worker_is_not_sent_twice(ada, door):
    declare(a_service(backchannel_logout_uri=door.address))
    signed_on(a_browser())
    end_passport(passport=Passport.objects.get(), why="x", by="", now=utc_now())
    door.may_answer.clear()
    one, other = Teller(), Teller()
    now = utc_now()
    assert (one.follow(now=now), other.follow(now=now), one.follow(now=now)) == (1, 0, 1)
    door.may_answer.set()
    follow(one)
    assert (states(), len(door.got)) == ([("hub", "told", 1, "")], 1)


def test_a_service_that_fails_once_is_not_asked_again_in_the_same_turn(ada, door):
    declare(a_service(backchannel_logout_uri=door.address))
    for _ in range(2):
        signed_on(a_browser())
    for passport in Passport.objects.all():
        end_passport(passport=passport, why="x", by="", now=utc_now())
    door.status = 302
    follow(Teller())
    assert states() == [("hub", "waiting", 1, "it answers 302")] * 2
    assert [path for path, _, _ in door.got] == ["/told"]


def test_a_service_that_says_nothing_counts_as_one_that_failed_and_what_it_says_later_does_not_count(ada, door):
    declare(a_service(backchannel_logout_uri=door.address))
    signed_on(a_browser())
    end_passport(passport=Passport.objects.get(), why="x", by="", now=utc_now())
    door.may_answer.clear()
    teller, now = Teller(), utc_now()
    assert teller.follow(now=now) == 1
    assert teller.follow(now=now + LONGEST) == 0
    door.may_answer.set()
    assert states() == [("hub", "waiting", 1, "it does not answer in time")]
    until = time.monotonic() + 10
    while teller._replies.empty() and time.monotonic() < until:
        time.sleep(0.01)
    teller.follow(now=now)
    assert states() == [("hub", "waiting", 1, "it does not answer in time")]


def test_its_owner_sees_what_could_not_be_told_until_it_is(ada):
    declare(a_service(backchannel_logout_uri="http://127.0.0.1:9/told"))
    browser = a_browser()
    signed_on(browser)
    end_passport(passport=Passport.objects.get(), why="x", by="", now=utc_now())
    assert untold_of(ada, now=utc_now()) == []
    follow(Teller())
    assert "it cannot be reached" in browser.get("/account/programs/").content.decode()
    LogoutNotice.objects.update(made_at=utc_now() - TRIED_FOR, due_at=utc_now() - timedelta(seconds=1))
    follow(Teller())
    [untold] = untold_of(ada, now=utc_now())
    assert (untold.service_name, untold.state, untold.next_at) == ("Hub", "given_up", None)
    assert untold_of(make_person("ben"), now=utc_now()) == []
    assert [e.body for e in all_entries("") if e.kind == "service-not-told"] == [
        {"person": "ada", "service": "hub", "why": "it cannot be reached"}
    ]
    note_reply(LogoutNotice.objects.get().pk, Reply(is_taken=True), now=utc_now())
    assert states() == [("hub", "given_up", 2, "it cannot be reached")]
