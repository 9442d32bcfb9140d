"""The page of a session and its parts."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamlines.public import beamline, record_readings
from farlight.beamtime.public import follow_clock, schedule_session, session_row, set_team_member
from farlight.beamtime.types import AccessMode, TeamRole
from farlight.kernel.time import utc_now
from farlight.logbook.public import write_note
from farlight.people.public import register_person
from farlight.portal.queries.feed import CARDS_A_PAGE, MOST_NEWER
from farlight.portal.tests.world import collect
from farlight.samples.public import register_sample, register_substance
from farlight.samples.types import Hazard
from farlight.science.scans import Grid, Screening

PARTS = (
    "",
    "cards/",
    "cards/?entries=1",
    "cards/?after=0",
    "groups/",
    "entries/1/",
    "strip/",
    "summary/",
    "summary.csv",
    "results/",
    "head/",
)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def soup(response):
    assert response.status_code == 200
    return soup_of(response)


def without_token(response):
    """The page, without what differs at every request."""
    page = soup_of(response)
    del page.body["hx-headers"]
    for drawn_by_lot in page.select("input[name=csrfmiddlewaretoken], input[name=once]"):
        drawn_by_lot.decompose()
    return str(page)


def numbers(page):
    return [int(card["id"].removeprefix("run-")) for card in page.select("article[data-run]")]


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
    assert "Nothing was done yet" in page.select_one("#feed").text
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


def test_cards_stand_newest_first_and_older_ones_come_by_cursor(ada, world, collected):
    collected(*range(1, CARDS_A_PAGE + 4))
    page = soup(ada.get(f"/sessions/{world.mine}/"))
    assert numbers(page) == list(range(CARDS_A_PAGE + 3, 3, -1))
    part, more = page.select_one("[data-page]"), page.select_one("[data-feed-more]")
    assert (part["data-page"], part["data-page-end"], part["data-page-next"]) == (str(CARDS_A_PAGE + 3), "4", "4")
    address = page.select_one("#feed")["data-feed"]
    assert numbers(soup(ada.get(f"{address}?before={more['data-feed-more']}"))) == [3, 2, 1]
    assert numbers(soup(ada.get(f"/sessions/{world.mine}/{more.a['href']}"))) == [3, 2, 1]


def test_open_page_gets_the_cards_that_it_does_not_know(ada, world, collected):
    collected(1, 2)
    feed = soup(ada.get(f"/sessions/{world.mine}/")).select_one("#feed")
    collected(3, 4)
    assert numbers(soup(ada.get(f"{feed['data-feed']}?after={feed['data-newest']}"))) == [4, 3]
    assert numbers(soup(ada.get(f"{feed['data-feed']}?after=4"))) == []
    assert numbers(soup(ada.get(f"{feed['data-feed']}?entries=2,4,999,x"))) == [4, 2]


def test_who_was_away_for_long_gets_the_newest_and_a_cursor(ada, world, collected):
    collected(*range(1, MOST_NEWER + 3))
    part = soup(ada.get(f"/sessions/{world.mine}/cards/?after=1")).section
    assert (len(numbers(part)), part["data-page-next"]) == (MOST_NEWER, "3")


def test_filters_leave_what_fits(ada, world, collected):
    collected(1)
    collected(2, kind="grid", layout=Grid(rows=30, columns=30, step_x_um=10.0, step_y_um=10.0))
    collected(3, kind="xanes")
    write_note(session=world.mine, text="Lyso-1 lost its loop", by=world.ada)

    def found(query):
        return [card["data-entry"] for card in soup(ada.get(f"/sessions/{world.mine}/?{query}")).select("article")]

    assert found("kind=rotation") == ["1"]
    assert found("kind=grid") == ["2"]
    assert found("kind=scan") == ["3"]
    assert found("kind=note") == ["4"]
    assert found("q=lyso-1") == ["4", "1"]
    assert found("q=run_master") == ["3", "2", "1"]
    assert found("sample=Lyso-2") == ["2"]
    assert found("kind=") == found("kind=nonsense") == ["4", "3", "2", "1"]
    assert found("starred") == []
    ada.post(f"/sessions/{world.mine}/entries/2/star/", {"starred": "1"})
    assert found("starred") == ["2"]


def test_samples_group_the_cards(ada, world, collected):
    collected(1, 2)
    page = soup(ada.get(f"/sessions/{world.mine}/?group=sample"))
    groups = page.select("details.fl-group")
    assert [(g["data-group"], g.select_one("[data-feed]")["data-newest"]) for g in groups] == [
        ("Lyso-2", "2"),
        ("Lyso-1", "1"),
    ]
    feed = groups[1].select_one("[data-feed]")
    assert numbers(soup(ada.get(f"{feed['data-feed']}?{feed['data-query']}"))) == [1]
    collected(3)
    later = soup(ada.get(f"/sessions/{world.mine}/groups/?after=2"))
    assert [group["data-group"] for group in later.select("details")] == ["Lyso-3"]


def test_a_card_has_an_address(ada, world, collected):
    collected(1, 2)
    page = soup(ada.get(f"/sessions/{world.mine}/entries/1/"))
    assert numbers(page) == [1]
    assert page.select_one("#talk-1 textarea") is not None
    assert page.select_one(f'a[href="/sessions/{world.mine}/?before=2"]').text == "In the feed"
    assert ada.get(f"/sessions/{world.mine}/entries/9/").status_code == 404


def test_a_card_of_a_run_under_way_grows(ada, world, collected):
    collected(1, end=False)
    card = soup(ada.get(f"/sessions/{world.mine}/cards/?entries=1")).article
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


def test_the_card_of_an_aborted_run_says_why(ada, world, collected):
    collected(1)
    card = soup(ada.get(f"/sessions/{world.mine}/cards/?entries=1")).article
    assert (card["data-state"], "Aborted by Ada Okafor." in card.text, card.progress) == ("aborted", True, None)


def test_the_card_of_a_grid_says_where_its_cells_lie(ada, world, collected):
    collected(1, kind="grid", layout=Grid(rows=3, columns=4, step_x_um=20.0, step_y_um=12.5))
    card = soup(ada.get(f"/sessions/{world.mine}/cards/?entries=1")).article
    cells = card.find("farlight-grid-map")
    wanted = {"rows": "3", "columns": "4", "step-x-um": "20", "step-y-um": "12.5", "snaked": ""}
    assert {name: cells[name] for name in wanted} == wanted
    assert "3 \N{MULTIPLICATION SIGN} 4 cells of 20 \N{MULTIPLICATION SIGN} 12.5 µm" in card.text


def test_the_card_of_a_screening_names_its_angles(ada, world, collected):
    collected(1, kind="screening", layout=Screening(angles_deg=(0.0, 45.0)))
    assert "2 images at 0°, 45°" in soup(ada.get(f"/sessions/{world.mine}/cards/?entries=1")).text


def test_names_are_escaped(ada, world):
    substance = register_substance(proposal="mx2341", acronym="thau", name="Thaumatin", hazard=Hazard.GREEN)
    register_sample(substance=substance, name="<script>ü &")
    response = ada.get(f"/sessions/{world.mine}/")
    assert b"<script>\xc3\xbc" not in response.content
    assert "<script>ü &" in soup(response).text


@pytest.mark.parametrize("query", ["", "?group=sample", "?kind=rotation&q=lyso", "?starred"])
def test_queries_do_not_grow_with_cards(ada, world, collected, query):
    def queries():
        with CaptureQueriesContext(connection) as context:
            ada.get(f"/sessions/{world.mine}/{query}")
        return len(context)

    collected(1)
    at_one = queries()
    collected(2, 3)
    write_note(session=world.mine, text="x", by=world.ada)
    at_three = queries()
    collected(*range(4, 40))
    assert (at_three, queries()) == (at_one, at_one)
    assert at_one <= 33


def test_the_strip_shows_the_beamline_to_those_who_have_it(ada, world):
    readings = {"ring_current_ma": 299.5, "energy_ev": 12658.0, "sample_mounted": "secret", "unheard_of": 1}
    follow_clock(now=utc_now())
    for code in ("sim1", "sim2"):
        record_readings(beamline_id=beamline(code).id, readings=readings, now=utc_now())
    strip = soup(ada.get(f"/sessions/{world.mine}/strip/"))
    shown = {item["data-channel"]: item.dd.text.strip() for item in strip.select("[data-channel]")}
    assert shown == {"ring_current_ma": "299.5\u202fmA", "energy_ev": "12.658\u202fkeV", "sample_mounted": "secret"}
    start = utc_now() + timedelta(days=1)
    later = schedule_session(
        proposal="mx2341", beamline="sim2", start=start, end=start + timedelta(hours=8), access_mode=AccessMode.REMOTE
    )
    theirs = soup(ada.get(f"/sessions/{later.code}/strip/"))
    assert [item["data-channel"] for item in theirs.select("[data-channel]")] == ["ring_current_ma"]
    assert "secret" not in theirs.text


def test_the_table_of_a_session_is_filtered_and_exported(ada, world, collected):
    collected(1, 2)
    page = soup(ada.get(f"/sessions/{world.mine}/summary/"))
    assert [a.text for a in page.select("tbody .fl-row-link")] == ["2", "1"]
    assert [
        a.text for a in soup(ada.get(f"/sessions/{world.mine}/summary/?q=lyso-1")).select("tbody .fl-row-link")
    ] == ["1"]
    assert "No run fits" in soup(ada.get(f"/sessions/{world.mine}/summary/?resolution=1.8")).text
    answer = ada.get(f"/sessions/{world.mine}/summary.csv?resolution=x")
    lines = answer.content.decode().splitlines()
    assert (lines[0].split(",")[:3], len(lines)) == (["run", "sample", "kind"], 3)
    assert lines[1].startswith("2,Lyso-2,rotation,aborted,")
    assert answer["Content-Disposition"] == f'attachment; filename="{world.mine}.csv"'
