"""The page of a session and its parts."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.public import schedule_session, session_row, set_team_member
from farlight.beamtime.types import AccessMode, TeamRole
from farlight.kernel.time import utc_now
from farlight.people.public import register_person
from farlight.portal.queries.timeline import RUNS_A_PAGE
from farlight.portal.tests.world import collect
from farlight.samples.public import register_sample, register_substance
from farlight.samples.types import Hazard

PARTS = ("", "timeline/", "timeline/1/", "results/", "head/")


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def soup(response):
    assert response.status_code == 200
    return soup_of(response)


def without_token(response):
    """The page, without what differs at every request."""
    page = soup_of(response)
    del page.body["hx-headers"]
    page.find("input", attrs={"name": "csrfmiddlewaretoken"}).decompose()
    return str(page)


def numbers(page):
    return [int(card["id"].removeprefix("run-")) for card in page.select("article.fl-run")]


@pytest.fixture
def collected(world, django_capture_on_commit_callbacks):
    """Tell of runs of Ada's session by their numbers."""

    def tell(*run_numbers, **how):
        with django_capture_on_commit_callbacks(execute=True):
            for number in run_numbers:
                collect(world.mine, number, **how)

    return tell


def test_page_says_who_where_when(ada, world):
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    head = " ".join(page.select_one("#head").text.split())
    for word in ("Beamtime of Ada Okafor", world.mine, "Simulated sim1", "Remote", "left"):
        assert word in head
    assert page.body["data-live"] == f"/api/v1/sessions/{world.mine}/events"
    assert int(page.body["data-live-after"]) > 0


def test_page_has_one_bright_action(ada, world):
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert [a["href"] for a in page.select("main .btn-primary")] == [f"/sessions/{world.mine}/queue/"]


def test_page_without_runs_says_so(ada, world):
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert "No runs yet" in page.select_one("#runs").text
    assert "No results yet" in page.select_one("#results").text


@pytest.mark.parametrize("part", PARTS)
def test_rival_sees_nothing_and_cannot_tell(ada, world, part, collected):
    collected(1)
    theirs = ada.get(f"/sessions/{world.theirs}/{part}")
    unknown = ada.get(f"/sessions/mx9999-1/{part}")
    assert (theirs.status_code, unknown.status_code) == (404, 404)
    assert without_token(theirs) == without_token(unknown)


def test_observer_sees_why_nothing_can_be_queued(client, world):
    onlooker = register_person(username="olga", email="o@example.org", given_name="Olga", family_name="Look")
    set_team_member(session=session_row(world.mine), person=onlooker, role=TeamRole.OBSERVER)
    client.force_login(onlooker, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = soup(client.get(f"/sessions/{world.mine}/"))
    assert page.select("main .btn-primary") == []
    assert "does not let you ask for data collections" in page.select_one("[aria-labelledby=queue-title]").text


def test_session_to_come_counts_down_to_its_start(ada, world):
    start = utc_now() + timedelta(days=1)
    session = schedule_session(
        proposal="mx2341", beamline="sim1", start=start, end=start + timedelta(hours=8), access_mode=AccessMode.ON_SITE
    )
    head = soup(ada.get(f"/sessions/{session.code}/")).select_one("#head")
    assert head.select_one(".fl-countdown").text.startswith("starts in 23")


def test_runs_stand_newest_first_and_older_ones_come_by_cursor(ada, world, collected):
    collected(*range(1, RUNS_A_PAGE + 4))
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert numbers(page) == list(range(RUNS_A_PAGE + 3, 3, -1))
    older = page.select_one("#runs-older a")
    assert numbers(soup(ada.get(older["hx-get"]))) == [3, 2, 1]
    assert numbers(soup(ada.get(f"/sessions/{world.mine}/{older['href']}"))) == [3, 2, 1]


def test_open_page_gets_the_runs_that_it_does_not_know(ada, world, collected):
    collected(1, 2)
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    collected(3, 4)
    newer = soup(ada.get(page.select_one("#runs-newer")["hx-get"]))
    assert numbers(newer) == [4, 3]
    assert numbers(soup(ada.get(newer.select_one("#runs-newer")["hx-get"]))) == []


def test_kinds_filter_the_timeline(ada, world, collected):
    collected(1)
    collected(2, kind="grid")
    assert numbers(soup(ada.get(f"/sessions/{world.mine}/?kind=rotation"))) == [1]
    assert numbers(soup(ada.get(f"/sessions/{world.mine}/?kind="))) == [2, 1]


def test_card_of_a_run_under_way_grows(ada, world, collected):
    collected(1, end=False)
    card = soup(ada.get(f"/sessions/{world.mine}/timeline/1/")).article
    assert (card["data-state"], card.progress["max"], card.progress["value"]) == ("collecting", "900", "0")
    assert card.progress["data-live-where"] == "run=1"
    facts = [item.text.replace("\u202f", " ") for item in card.select(".fl-run-facts li")]
    assert facts == [
        "180° from 0°",
        "900 \N{MULTIPLICATION SIGN} 0.2°",
        "20 ms",
        "12.658 keV",
        "30 % beam",
        "130.0 mm",
        "EIGER2 1M",
    ]


def test_card_of_an_aborted_run_says_why(ada, world, collected):
    collected(1)
    card = soup(ada.get(f"/sessions/{world.mine}/timeline/1/")).article
    assert (card["data-state"], "Aborted by Ada Okafor." in card.text, card.progress) == ("aborted", True, None)


def test_names_are_escaped(ada, world):
    substance = register_substance(proposal="mx2341", acronym="thau", name="Thaumatin", hazard=Hazard.GREEN)
    register_sample(substance=substance, name="<script>ü &")
    response = ada.get(f"/sessions/{world.mine}/")
    assert b"<script>\xc3\xbc" not in response.content
    assert "<script>ü &" in soup(response).text


def test_queries_do_not_grow_with_runs(ada, world, collected):
    def queries():
        with CaptureQueriesContext(connection) as context:
            ada.get(f"/sessions/{world.mine}/")
        return len(context)

    collected(1)
    at_one = queries()
    collected(2, 3)
    at_three = queries()
    collected(*range(4, 40))
    assert (at_three, queries()) == (at_one, at_one)
    assert at_one <= 25
