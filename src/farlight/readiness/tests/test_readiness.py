"""Checks of people's set-ups."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import assign_local_contact, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import entries_after
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.leases.public import open_channel
from farlight.leases.types import ChannelKind
from farlight.people.tests.factories import make_person
from farlight.readiness.domain.addresses import PREFIX
from farlight.readiness.domain.judging import lines_of, worst_of
from farlight.readiness.public import checks_waiting, note_set_up, readiness_of, team_readiness
from farlight.readiness.types import KnownFacts, Measured, Standing
from farlight.readiness.web.socket import socket_check
from farlight.safety.public import define_trainings, note_training
from farlight.safety.types import TrainingDefinition, TrainingStanding, TrainingState

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
URL = "/sessions/mx2341-1/readiness/"
REST = "/api/v1/sessions/mx2341-1/readiness"
FINE = Measured(
    browser="Chrome 141",
    has_websocket=True,
    has_event_stream=True,
    has_webgl=True,
    latency_ms=42.4,
    down_bytes_per_s=12.5e6,
    up_bytes_per_s=1.25e6,
    clock_ahead_s=-0.4,
    screen_width_px=1920,
    screen_height_px=1080,
)
KNOWN = KnownFacts(has_factor=True, is_factor_demanded=False, ssh_at=utc_now())
RADIATION = TrainingDefinition(code="radiation", name="Radiation safety", link="/t/1")
NAMES = [
    "Browser",
    "Screen",
    "Clock",
    "Live events",
    "Websockets",
    "Speed of the line",
    "Delay",
    "Second factor",
    "SSH",
]


def standings(measured, known=KNOWN):
    return {line.name: line.standing.value for line in lines_of(measured, known, gateway="sftp x")}


def test_a_good_set_up_is_good_in_all():
    assert standings(FINE) == dict.fromkeys(NAMES, "good")
    assert worst_of(lines_of(FINE, KNOWN, gateway="")) is Standing.GOOD


@pytest.mark.parametrize(
    ("change", "name", "standing"),
    [
        ({"has_webgl": False}, "Browser", "weak"),
        ({"screen_width_px": 390}, "Screen", "weak"),
        ({"screen_height_px": 600}, "Screen", "weak"),
        ({"clock_ahead_s": 9.0}, "Clock", "weak"),
        ({"clock_ahead_s": -90.0}, "Clock", "bad"),
        ({"has_event_stream": False}, "Live events", "bad"),
        ({"has_websocket": False}, "Websockets", "bad"),
        ({"down_bytes_per_s": 1e6}, "Speed of the line", "weak"),
        ({"up_bytes_per_s": 1e4}, "Speed of the line", "weak"),
        ({"down_bytes_per_s": 1e5}, "Speed of the line", "bad"),
        ({"latency_ms": 200.0}, "Delay", "weak"),
        ({"latency_ms": 900.0}, "Delay", "bad"),
    ],
)
def test_what_is_not_good_says_so_and_how_to_mend_it(change, name, standing):
    found = {line.name: line for line in lines_of(replace(FINE, **change), KNOWN, gateway="")}
    assert {line.name for line in found.values() if line.standing is not Standing.GOOD} == {name}
    assert (found[name].standing.value, found[name].mend[-1]) == (standing, ".")


@pytest.mark.parametrize(
    ("known", "factor", "ssh"),
    [
        ({"has_factor": False}, "weak", "good"),
        ({"has_factor": False, "is_factor_demanded": True}, "bad", "good"),
        ({"ssh_at": None}, "good", "unknown"),
    ],
)
def test_what_the_facility_knows_by_itself(known, factor, ssh):
    found = standings(FINE, replace(KNOWN, **known))
    assert (found["Second factor"], found["SSH"]) == (factor, ssh)


def test_nothing_is_known_before_it_was_looked_at():
    assert standings(None) == {**dict.fromkeys(NAMES, "unknown"), "Second factor": "good", "SSH": "good"}
    assert {one.label for one in Standing} == {"good", "could be better", "needs you", "not checked yet"}


def test_a_clock_that_is_behind_is_said_to_be():
    found = {line.name: line.words for line in lines_of(replace(FINE, clock_ahead_s=-90.0), KNOWN, gateway="")}
    ahead = {line.name: line.words for line in lines_of(replace(FINE, clock_ahead_s=90.0), KNOWN, gateway="")}
    assert (found["Clock"], ahead["Clock"]) == ("90 s behind the facility's.", "90 s ahead of the facility's.")


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada, starts_in=timedelta(days=1))


@pytest.fixture
def rival(db):
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2", starts_in=timedelta(days=2))
    return rival


def check(session, person, **change):
    return note_set_up(session=session.code, measured=replace(FINE, **change), by=person, now=utc_now())


def test_a_check_is_kept_told_and_replaced(session, ada):
    check(session, ada, has_websocket=False)
    found = check(session, ada, latency_ms=200.0)
    again = readiness_of(ada, session.code, utc_now())
    assert (found, found.troubles) == (again, ["Delay", "Second factor"])
    told = [entry.body for entry in entries_after(session.code, 0) if entry.kind == "set-up-checked"]
    assert [(body["username"], body["standing"]) for body in told] == [("ada", "bad"), ("ada", "weak")]


def test_rivals_find_nothing(session, rival, client):
    with pytest.raises(NotFound):
        check(session, rival)
    client.force_login(rival, backend=BACKEND)
    posted = client.post(REST, json.dumps(asdict(FINE)), content_type="application/json")
    assert [client.get(URL).status_code, client.get(REST).status_code, posted.status_code] == [404, 404, 404]


def test_a_login_by_ssh_is_seen(ada):
    session = make_session(ada)
    assert readiness_of(ada, session.code, utc_now()).lines[-1].standing is Standing.UNKNOWN
    open_channel(person=ada, session_code=session.code, kind=ChannelKind.SFTP, now=utc_now())
    assert readiness_of(ada, session.code, utc_now()).lines[-1].standing is Standing.GOOD


@pytest.mark.parametrize(("down", "said"), [(362.5e6, "2900"), (12.345e6, "98.8"), (3e4, "0.24")])
def test_a_speed_is_a_number_that_people_read(down, said):
    lines = lines_of(replace(FINE, down_bytes_per_s=down), KNOWN, gateway="sftp x")
    assert next(line.words for line in lines if line.name == "Speed of the line").startswith(f"{said} Mbit/s down, ")


def test_who_runs_the_session_sees_the_team(session, ada):
    observer, contact = make_person("observer"), make_person("contact")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    assign_local_contact(session=session, person=contact)
    check(session, observer)
    seen = {
        name: team_readiness(who, session.code, utc_now()) for name, who in {"ada": ada, "contact": contact}.items()
    }
    assert [(one.username, one.checked_at is not None, one.standing) for one in seen["contact"]] == [
        ("ada", False, Standing.UNKNOWN),
        ("observer", True, Standing.WEAK),
    ]
    assert seen["ada"] == seen["contact"]
    assert team_readiness(observer, session.code, utc_now()) == []


def test_the_team_costs_the_same_for_any_number(session, ada, django_assert_num_queries):
    with_one = cost_of(session, ada)
    for number in range(2):
        member = make_person(f"member{number}")
        set_team_member(session=session, person=member, role=TeamRole.MEMBER)
        check(session, member)
    assert cost_of(session, ada) == with_one


def cost_of(session, person):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        team_readiness(person, session.code, utc_now())
    return len(queries)


def test_a_check_waits_for_who_is_in_the_team_until_it_is_made(session, ada, rival):
    (waits,) = checks_waiting(ada, utc_now())
    assert (waits.what, waits.link, waits.due) == ("Check your set-up for mx2341-1", URL, session.start)
    check(session, ada)
    assert checks_waiting(ada, utc_now()) == []
    assert [one.proposal for one in checks_waiting(rival, utc_now())] == ["mx9999"]
    assert checks_waiting(make_person("nobody"), utc_now()) == []


def test_the_page_and_its_parts(session, ada, client):
    client.force_login(ada, backend=BACKEND)
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    assert [tag.find("strong").text for tag in page.select("#readiness-lines li")] == NAMES
    assert page.find("farlight-readiness")["session"] == session.code
    headers = {"HX-Request": "true", "HX-Target": "readiness-lines"}
    part = BeautifulSoup(client.get(URL, headers=headers).content, "html.parser")
    assert (part.title, part.find(id="readiness-lines") is not None) == (None, True)
    team = client.get(URL, headers={**headers, "HX-Target": "readiness-team"})
    assert b"not checked yet" in team.content


def test_rest_says_the_same(session, ada, client):
    client.force_login(ada, backend=BACKEND)
    posted = client.post(REST, json.dumps(asdict(FINE)), content_type="application/json")
    got = client.get(REST).json()
    assert (posted.status_code, posted.json()["lines"], len(got["team"])) == (201, got["own"]["lines"], 1)
    wrong = client.post(REST, json.dumps({**asdict(FINE), "latency_ms": -1}), content_type="application/json")
    assert wrong.status_code == 422


async def test_a_websocket_opens_for_our_pages_only():
    from asgiref.testing import ApplicationCommunicator

    said = []
    for origin in (b"http://testserver", b"https://evil.example"):
        headers = [(b"host", b"testserver"), (b"origin", origin)]
        line = ApplicationCommunicator(socket_check, {"type": "websocket", "headers": headers})
        await line.send_input({"type": "websocket.connect"})
        said.append((await line.receive_output())["type"])
        await line.wait()
    assert said == ["websocket.accept", "websocket.close"]


def test_the_page_asks_for_a_websocket_where_the_server_has_one():
    looking = Path(__file__).parents[4] / "frontend" / "islands" / "readiness-check" / "looking.ts"
    assert f'websocketOpens("{PREFIX}")' in looking.read_text()


@pytest.mark.parametrize(
    ("state", "standing", "words"),
    [
        (TrainingState.COUNTS, "good", "It counts until 01 June 2027."),
        (TrainingState.ENDS_TOO_EARLY, "bad", "It ends on 01 June 2027, before the session does."),
        (TrainingState.IS_OVER, "bad", "It ended on 01 June 2027."),
        (TrainingState.MISSING, "bad", "You have not taken it, or nobody wrote it down."),
    ],
)
def test_a_training_of_the_beamline_is_a_line_with_where_it_is_taken(state, standing, words):
    until = None if state is TrainingState.MISSING else datetime(2027, 6, 1, tzinfo=UTC)
    taught = TrainingStanding(training=RADIATION, state=state, until=until)
    lines = lines_of(FINE, replace(KNOWN, trainings=(taught,)), gateway="sftp x")
    assert [line.name for line in lines] == [*NAMES[:-1], "Training: Radiation safety", "SSH"]
    line = lines[-2]
    assert (line.standing.value, line.words, line.link) == (standing, words, "" if standing == "good" else "/t/1")


@pytest.mark.django_db
def test_the_local_contact_reads_whose_training_is_missing(client):
    session, olga, lena = make_session(), make_person("olga"), make_person("lena")
    define_trainings([RADIATION])
    define_beamline(definition=a_definition(trainings=("radiation",)))
    set_team_member(session=session, person=olga, role=TeamRole.MEMBER)
    assign_local_contact(session=session, person=lena)
    note_set_up(session=session.code, measured=FINE, by=olga, now=utc_now())
    client.force_login(lena, backend=BACKEND)
    team = BeautifulSoup(client.get(URL).content, "html.parser").select_one("#readiness-team")
    assert "Training: Radiation safety" in " ".join(team.text.split())
    note_training(person=olga, training="radiation", until=session.end, now=utc_now())
    team = BeautifulSoup(client.get(URL).content, "html.parser").select_one("#readiness-team")
    assert "Radiation" not in team.text
