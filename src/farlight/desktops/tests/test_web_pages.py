from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from farlight.desktops.public import ask_for_control, desktop_sight
from farlight.desktops.services.lives import desktop_runs, desktop_waits, end_desktop
from farlight.desktops.tests.conftest import BACKEND
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.kernel.time import utc_now

pytestmark = pytest.mark.django_db
LIST = f"/sessions/{CODE}/desktops/"
ONE = f"{LIST}control-room/"


def get(client, person, url=ONE, **headers):
    client.force_login(person, backend=BACKEND)
    return BeautifulSoup(client.get(url, headers=headers).content, "html.parser")


def post(client, person, act, body=None, **headers):
    client.force_login(person, backend=BACKEND)
    return client.post(f"{ONE}{act}/", body or {}, headers=headers)


def buttons(page):
    return [" ".join(button.text.split()) for button in page.select("#desktop-control button")]


def test_a_desktop_is_started_from_the_list_and_only_once(client, session, ada):
    page = get(client, ada, LIST)
    assert [b["aria-label"] for b in page.select("form button[aria-label]")] == [
        "Start Control room",
        "Start Microscope PC",
    ]
    for _ in range(2):
        assert post(client, ada, "start")["Location"] == ONE
    assert "you have control" in get(client, ada).select_one("#desktop-control").text


def test_each_sees_what_they_may_do(client, ada, bela, olga, lena):
    make_desktop(ada)
    ask_for_control(session=CODE, name="control-room", by=bela, now=utc_now())
    assert buttons(get(client, ada)) == ["Give control to Bela Tester", "Lay control down", "Close the desktop"]
    assert buttons(get(client, bela)) == []
    assert buttons(get(client, olga)) == []
    assert buttons(get(client, lena)) == ["Ask for control", "Take control", "Lock", "Close the desktop"]
    assert get(client, olga).select_one("#desktop-control")["data-role"] == "observer"


def test_control_changes_hands_by_forms(client, ada, bela, lena):
    make_desktop(ada)

    def holder():
        found = desktop_sight(ada, CODE, "control-room", now=utc_now()).desktop.holder
        return found.username if found else ""

    assert post(client, ada, "give", {"to": "bela"}).status_code == 302
    assert holder() == "bela"
    assert post(client, bela, "lay-down").status_code == 302
    assert post(client, ada, "ask").status_code == 302
    assert post(client, lena, "take", {"reason": ""}).status_code == 422
    assert post(client, lena, "take", {"reason": "Stuck"}).status_code == 302
    assert holder() == "lena"
    part = post(client, lena, "lock", {"lock": "on", "reason": "Hutch"}, HX_Request="true", HX_Target="desktop-control")
    assert BeautifulSoup(part.content, "html.parser").select_one("#desktop-control") is not None
    assert "locked by staff: Hutch" in get(client, ada).text
    assert post(client, lena, "close").status_code == 302
    assert post(client, lena, "close").status_code == 422
    assert post(client, lena, "dance").status_code == 404


def test_who_may_not_is_told_why_or_nothing(client, ada, olga, rolf):
    make_desktop(ada)
    refused = post(client, olga, "ask")
    assert (refused.status_code, b"does not let you" in refused.content) == (422, True)
    assert post(client, rolf, "ask").status_code == 404
    client.force_login(rolf, backend=BACKEND)
    assert [client.get(url).status_code for url in (LIST, ONE)] == [404, 404]


def test_the_card_is_a_part_and_staff_have_a_wall(client, ada, lena):
    make_desktop(ada)
    card = get(client, ada, LIST, HX_Request="true", HX_Target="desktops-card")
    assert (card.title, card.select_one("#desktops-card a")["href"]) == (None, ONE)
    walls = [len(get(client, person, "/desktops/").select("desktop-thumbnail")) for person in (ada, lena)]
    assert walls == [0, 1]
    part = get(client, lena, "/desktops/", HX_Request="true")
    assert (part.title, part.select_one("section")["id"]) == (None, "wall")
    assert get(client, lena, "/desktops/").body["data-live"] == "/desktops/news/"


def test_a_desktop_that_waits_says_for_what_and_one_that_is_over_is_started_anew(client, ada, olga):
    row = make_desktop(ada, runs=False)
    words = "It waits for a free node."
    desktop_waits(code=row.code, words=words, now=utc_now(), expected_at=utc_now())
    panel = get(client, ada).select_one("#desktop-control")
    assert (panel["data-state"], panel["data-words"]) == ("asked", words)
    assert ("Expected" in panel.text, "It has waited since" in panel.text) == (True, True)
    assert words in get(client, ada, LIST).select_one("#desktops-list").text
    assert buttons(get(client, ada)) == ["Cancel it"]
    listed = get(client, ada, LIST).select_one("#desktops-list form[action$='close/']")
    assert (listed["action"], "Its place in the queue is lost" in listed["hx-confirm"]) == (f"{ONE}close/", True)
    assert get(client, olga, LIST).select("#desktops-list form") == []
    desktop_runs(code=row.code, now=utc_now(), ends_at=utc_now() + timedelta(hours=8))
    assert "Save what you need before" in get(client, ada).select_one("#desktop-control").text
    end_desktop(code=row.code, now=utc_now(), reason="Its 8 h at the cluster are over.", failed=True)
    panel = get(client, ada).select_one("#desktop-control")
    assert panel["data-words"] == "Its 8 h at the cluster are over."
    assert buttons(get(client, ada)) == ["Start it anew"]
    assert buttons(get(client, olga)) == []
    assert "Control room is not there: Its 8 h at the cluster are over." in get(client, ada, LIST).text
    assert panel.select_one("form")["action"] == f"{ONE}start/"


def test_by_rest_it_is_the_same(client, ada, bela, lena):
    client.force_login(ada, backend=BACKEND)
    base = f"/api/v1/sessions/{CODE}/desktops"

    def send(path, **body):
        return client.post(f"{base}/control-room{path}", body, content_type="application/json")

    assert send("").json()["state"] == "asked"
    assert send("/views").status_code == 409
    assert [d["name"] for d in client.get(base).json()["desktops"]] == ["control-room"]
    assert send("/control/give", to="bela").json()["holder"]["username"] == "bela"
    assert send("/control/ask").json()["asking"][0]["username"] == "ada"
    client.force_login(bela, backend=BACKEND)
    assert send("/control/lay-down").json()["holder"] is None
    client.force_login(lena, backend=BACKEND)
    assert send("/control/take", reason="Help").json()["is_mine"]
    assert send("/lock", lock=True, reason="Help").json()["is_locked"]
    assert len(client.get("/api/v1/desktops").json()) == 1
    assert send("/close", reason="").json()["state"] == "closing"
