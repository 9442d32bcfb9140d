"""The pages of stores, and scans by REST."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.kernel.time import utc_now
from farlight.shipping.models import Dewar, Parcel, Rack
from farlight.shipping.services.board import stores_board
from farlight.shipping.services.cold_chain import dewar_clock, visible_clocks
from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel, move_parcel
from farlight.shipping.types import Move

NOW = utc_now()
PAGES = ["/scan/", "/scan/verbs/", "/stores/", "/stores/news/", "/dewars/", "/dewars/FL-MX-0001/"]


@pytest.fixture
def stored(parcel, ada, stores, safety):
    """A registered dewar in the rack."""
    dewar = Dewar.objects.create(code="FL-MX-0001", registered_at=NOW, hold_time_days=10)
    Parcel.objects.filter(pk=parcel.pk).update(dewar=dewar)
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety, now=NOW)
    return parcel


@pytest.fixture
def visitor(client):
    def log_in(person):
        client.force_login(person, backend=BACKEND)
        return client

    return log_in


def test_pages_are_shown_to_stores_and_do_not_exist_for_others(stored, stores, ada, rival, visitor):
    Rack.objects.create(code="A", places=1)
    client = visitor(stores)
    found = {path: client.get(path) for path in PAGES if path != "/stores/news/"}
    assert {path: answer.status_code for path, answer in found.items()} == dict.fromkeys(found, 200)
    assert found["/scan/"]["Permissions-Policy"].startswith("camera=(self)")
    assert found["/stores/"]["Permissions-Policy"].startswith("camera=()")
    assert "FL:AT:A1" in found["/scan/verbs/"].text
    assert "Dewar 1" in found["/stores/"].text
    assert "FL-MX-0001" in found["/dewars/"].text
    for person in (ada, rival):
        client = visitor(person)
        assert {path: client.get(path).status_code for path in PAGES if "dewars/FL" not in path} == dict.fromkeys(
            [path for path in PAGES if "dewars/FL" not in path], 404
        )
    assert visitor(rival).get("/dewars/FL-MX-0001/").status_code == 404


def test_the_service_worker_names_what_belongs_to_the_page(client, db):
    answer = client.get("/scan/offline.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert '"page": "/scan/"' in answer.text
    assert 'importScripts("/static/built/scanner-offline.js");' in answer.text


def test_the_board_costs_the_same_for_one_parcel_and_for_three(stored, ada, stores, safety):
    with CaptureQueriesContext(connection) as one:
        board = stores_board(stores, now=NOW, ends_today=NOW + timedelta(hours=9))
    assert [line.parcel.name for line in board.parts["on_site"]] == ["Dewar 1"]
    for number in (2, 3):
        more = make_parcel(ada, shipment=stored.shipment, name=f"Dewar {number}", now=NOW - timedelta(days=1))
        bring_parcel_to(more, Move.POST, sender=ada, staff=stores, safety=safety, now=NOW)
    with CaptureQueriesContext(connection) as three:
        board = stores_board(stores, now=NOW, ends_today=NOW + timedelta(hours=9))
    assert len(board.parts["overdue"]) == 2  # their session runs already
    assert len(three) == len(one)
    assert not board.is_empty


def test_dewars_that_must_be_topped_up_come_first(stored, stores, ada):
    later = NOW + timedelta(days=9)
    board = stores_board(stores, now=later, ends_today=later)
    assert [clock.dewar for clock in board.top_ups] == ["FL-MX-0001"]
    assert board.top_ups[0].must_be_topped_up
    Dewar.objects.create(code="FL-MX-0002", registered_at=NOW)
    Dewar.objects.create(code="FL-MX-0003", registered_at=NOW, retired_at=NOW)
    assert [clock.dewar for clock in visible_clocks(stores, now=NOW)] == ["FL-MX-0001", "FL-MX-0002"]
    move_parcel(stored, Move.REPORT_WARM, stores, now=NOW + timedelta(seconds=1))
    clock, fills = dewar_clock(stores, "fl-mx-0001", now=NOW + timedelta(seconds=2))
    assert (clock.is_warm, clock.cold_until, fills[-1].was_warm) == (True, None, True)
    assert dewar_clock(stores, "FL-MX-0002", now=NOW) is None


def test_scans_by_rest(stored, stores, ada, visitor):
    client = visitor(stores)
    scan = {"client_id": str(uuid4()), "at": NOW.isoformat(), "code": stored.code, "verb": "topped-up"}
    body = {"person": "sol", "sent_at": utc_now().isoformat(), "scans": [scan]}
    answer = client.post("/api/v1/scans", body, content_type="application/json").json()["answers"][0]
    assert (answer["outcome"], answer["words"], answer["thing"]["state_words"]) == (
        "done",
        "Dewar 1: topped up.",
        "stored",
    )
    known = client.get("/api/v1/scans/things").json()
    assert (known["person"], [thing["title"] for thing in known["things"]]) == ("sol", ["Dewar 1"])
    thing = client.get("/api/v1/scans/thing", {"code": stored.code}).json()
    assert (thing["code"], thing["place"]) == (stored.code, "A1")
    other = client.post("/api/v1/scans", body | {"person": "ada"}, content_type="application/json")
    assert (other.status_code, other.json()["title"]) == (409, "These are scans of ada, and you are sol.")
    group = visitor(ada)
    assert group.post("/api/v1/scans", body | {"person": ""}, content_type="application/json").status_code == 404
    assert group.get("/api/v1/scans/thing", {"code": stored.code}).status_code == 404
