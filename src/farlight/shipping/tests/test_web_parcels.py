"""Pages of parcels: who sees what, and what can be done on them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.kernel.time import utc_now
from farlight.samples.public import substance_named
from farlight.shipping.access import parcel_row
from farlight.shipping.models import Parcel, Shipment
from farlight.shipping.queries.contents import offered_for
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import bring_parcel_to, declare, make_parcel, make_puck, move_parcel, put_in
from farlight.shipping.types import Move

NOW = utc_now()
DAY = timedelta(days=1)


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def browser(client, ada):
    client.force_login(ada, backend=BACKEND)
    return client


def words(response, css):
    return [" ".join(found.get_text(" ").split()) for found in soup_of(response).select(css)]


def test_a_first_parcel_is_sent_from_the_first_page_to_the_label(browser, ada, session):
    puck = make_puck()
    form = {
        "proposal": "mx2341",
        "title": "Insulin",
        "purpose": session.code,
        "mode": "courier",
        "declared_value": "100",
        "name": "Ada",
        "institute": "University",
        "street": "1 Street",
        "city": "Heidelberg",
        "country": "DE",
        "phone": "1",
    }
    assert "No parcels yet" in words(browser.get("/parcels/"), ".fl-empty-title")
    contents = browser.post("/parcels/new/", form)["Location"]
    parcel = Parcel.objects.get()
    assert contents == f"/parcels/{parcel.code}/contents/"
    assert words(browser.get(contents), "#out-title ~ ul, .fl-packing summary strong") == ["CPS-0421"]
    assert browser.post(contents, {"container": puck.code})["Location"] == contents
    page = browser.get(f"/parcels/{parcel.code}/")
    assert words(page, ".fl-refusal-what") == ["Its weight is missing."]
    measures = {"name": "Blue dewar", "kind": "dewar", "weight_kg": "18"}
    assert browser.post(f"/parcels/{parcel.code}/measures/", measures).status_code == 302
    assert words(browser.get(f"/parcels/{parcel.code}/"), ".fl-parcel-act > .btn-primary") == ["Submit it"]
    assert browser.post(f"/parcels/{parcel.code}/moves/submit/").status_code == 302
    assert words(browser.get(f"/parcels/{parcel.code}/"), "h2#now-title") == ["It is approved: print its label."]
    browser.post(f"/parcels/{parcel.code}/moves/label/")
    browser.post(f"/parcels/{parcel.code}/moves/book/", {"courier": "other", "tracking": "T1"})
    browser.post(f"/parcels/{parcel.code}/moves/post/")
    parcel.refresh_from_db()
    assert parcel.state == "in_transit"


def test_what_is_wrong_stands_at_its_field(browser, session, parcel):
    answer = browser.post("/parcels/new/", {"proposal": "mx2341", "title": "", "mode": "courier"})
    assert answer.status_code == 422
    assert {"id_title", "id_declared_value"} <= {tag["id"] for tag in soup_of(answer).select("[aria-invalid]")}
    measures = browser.post(f"/parcels/{parcel.code}/measures/", {"name": "x", "kind": "dewar", "weight_kg": "-2"})
    assert words(measures, "#id_weight_kg-errors li") == ["A weight lies between 0 and 500 kg."]
    packed = browser.post(f"/parcels/{parcel.code}/contents/", {"tool": ""})
    assert (packed.status_code, words(packed, ".fl-refusal-what")) == (422, ["Say what it is."])
    other = browser.post(
        "/parcels/new/", {"proposal": "mx9999", "title": "x", "mode": "courier", "declared_value": "1"}
    )
    assert other.status_code == 404


def test_a_move_that_may_not_be_made_says_why(browser, stores, parcel):
    page = browser.get(f"/parcels/{parcel.code}/moves/receive/")
    assert "received by others" in words(page, ".fl-refusal-what")[0]
    assert browser.get(f"/parcels/{parcel.code}/moves/fly/").status_code == 404
    browser.force_login(stores, backend=BACKEND)
    answer = browser.post(f"/parcels/{parcel.code}/moves/receive/", {"place": "gate"})
    assert answer.status_code == 422


def test_stores_take_a_parcel_in(browser, ada, stores, safety, parcel):
    bring_parcel_to(parcel, Move.POST, sender=ada, staff=stores, safety=safety, now=NOW - timedelta(minutes=1))
    browser.force_login(stores, backend=BACKEND)
    here = f"/parcels/{parcel.code}/"
    assert words(browser.get(here), ".fl-parcel-act > .btn-primary") == ["It arrived"]
    browser.post(here + "moves/receive/", {"place": "Gate 2"})
    browser.post(here + "moves/inspect/", {"ln2_kg": "2.5"})
    parcel.refresh_from_db()
    assert (parcel.state, parcel.place, parcel.filled_at is not None) == ("inspected", "Gate 2", True)
    undo = soup_of(browser.get(here)).select_one(".fl-parcel-history form")["action"]
    assert browser.post(undo).status_code == 302
    parcel.refresh_from_db()
    assert parcel.state == "received"


def test_every_form_of_a_move_opens(client, ada, stores, safety, parcel):
    for person in (ada, stores, safety):
        client.force_login(person, backend=BACKEND)
        for move in Move:
            page = client.get(f"/parcels/{parcel.code}/moves/{move.value}/")
            assert page.status_code in {200, 404}


def test_the_way_is_a_part_that_follows_events(browser, ada, parcel, session):
    page, part = (
        browser.get(f"/parcels/{parcel.code}/"),
        browser.get(f"/parcels/{parcel.code}/", headers={"HX-Request": "true"}),
    )
    assert soup_of(page).body["data-live"] == f"/parcels/{parcel.code}/news/"
    assert (soup_of(part).title, "parcel-changed" in soup_of(part).select_one("#way")["hx-trigger"]) == (None, True)


def test_a_shipment_shows_its_parcels_and_gets_another(browser, ada, parcel):
    here = f"/shipments/{parcel.shipment.code}/"
    assert words(browser.get(here), ".fl-parcel-line .fl-row-link") == ["Dewar 1"]
    browser.post(here)
    assert words(browser.get(here), ".fl-parcel-line .fl-row-link") == ["Dewar 1", "Parcel 2"]
    changed = browser.post(
        here + "change/", {"title": "Other", "mode": "by_hand", "declared_value": "7", "purpose": "queue"}
    )
    assert changed.status_code == 302
    row = Shipment.objects.get()
    assert (row.title, row.mode, row.is_for_queue, row.sender) == ("Other", "by_hand", True, None)
    assert soup_of(browser.get(here + "change/")).select_one("#id_title")["value"] == "Other"
    assert browser.post(here + "change/", {"title": ""}).status_code == 422


def test_a_label_that_was_printed_before_is_outdated(browser, ada, stores, safety, parcel):
    bring_parcel_to(parcel, Move.LABEL, sender=ada, staff=stores, safety=safety, now=NOW)
    refused = browser.post(
        f"/shipments/{parcel.shipment.code}/change/", {"title": "x", "mode": "courier", "declared_value": "1"}
    )
    assert "has its label already" in refused.content.decode()
    put_in(parcel, make_puck())
    assert "print it again" in browser.get(f"/parcels/{parcel.code}/").content.decode()


def test_the_safety_group_decides_with_only_what_is_new(client, ada, stores, safety, parcel):
    put_in(parcel, make_puck(hazard=None))
    declare(substance_named("mx2341", "lyso"), ada)
    move_parcel(parcel, Move.SUBMIT, ada)
    client.force_login(stores, backend=BACKEND)
    assert client.get("/parcels/reviews/").status_code == 404
    client.force_login(safety, backend=BACKEND)
    assert "Substance lyso" in client.get("/parcels/reviews/").content.decode()
    client.post(f"/parcels/{parcel.code}/moves/request_changes/", {"reason": "Say how much."})
    parcel.refresh_from_db()
    assert parcel.state == "changes_requested"
    assert "Nothing waits for you" in client.get("/parcels/reviews/").content.decode()


def test_whoever_holds_the_label_sees_its_state_and_nothing_else(client, ada, parcel):
    put_in(parcel, make_puck())
    page = client.get(f"/t/{parcel.code.upper()}").content.decode()
    assert "It is being prepared." in page
    for secret in ("Dewar 1", "CPS-0421", "mx2341", "lyso", "Ada", "Heidelberg", "Substance"):
        assert secret not in page
    mistyped = parcel.code[:-1] + ("y" if parcel.code.endswith("z") else "z")
    assert [client.get(f"/t/{code}").status_code for code in ("k7mq2xw9rt4c", "x", mistyped)] == [404] * 3


def test_a_form_fills_in_nothing_of_a_group_that_one_does_not_send_for(client, rival, session, parcel):
    client.force_login(rival, backend=BACKEND)
    page = soup_of(client.get("/parcels/new/", {"proposal": "mx2341"}))
    assert page.select_one("#id_name")["value"] == rival.full_name
    assert [option["value"] for option in page.select("#id_purpose option")] == ["", "queue"]


def test_rivals_find_nothing_anywhere(client, rival, parcel):
    client.force_login(rival, backend=BACKEND)
    assert parcel.name not in client.get("/parcels/").content.decode()
    here = f"/parcels/{parcel.code}/"
    for path in (
        here,
        here + "contents/",
        here + "measures/",
        here + "moves/note/",
        f"/shipments/{parcel.shipment.code}/",
    ):
        answer = client.get(path)
        assert (answer.status_code, b"Dewar" in answer.content) == (404, False)
    assert client.post(here + "undo/1/").status_code == 404
    client.logout()
    assert client.get(here)["Location"].startswith("/accounts/login/")


def chosen_in(page):
    return [tag.get("value") for tag in soup_of(page).select("#proposal [selected], #id_purpose [selected]")]


def test_a_new_parcel_is_for_the_session_that_runs_or_comes_next(browser, ada, session):
    make_session(ada, "mx1111", beamline="sim3", starts_in=20 * HOUR, state="scheduled")
    make_session(ada, "mx1112", beamline="sim4", starts_in=-90 * HOUR, lasts=HOUR, state="ended")
    new = "/parcels/new/"
    assert chosen_in(browser.get(new)) == ["mx2341", session.code]
    assert chosen_in(browser.get(new, {"proposal": "mx1111"})) == ["mx1111", "mx1111-1"]
    assert chosen_in(browser.get(new, {"proposal": "mx1112"})) == ["mx1112", ""]
    rows = type(session).objects
    rows.filter(pk=session.pk).update(state="ended")
    assert chosen_in(browser.get(new)) == ["mx1111", "mx1111-1"]
    rows.update(state="ended")
    assert chosen_in(browser.get(new)) == ["mx1111", ""]


def test_what_lies_in_another_parcel_is_not_offered_and_it_is_said_where_it_lies(browser, ada, parcel):
    other = make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - DAY)
    pucks = [make_puck(name=f"P-{number}", acronym=f"s{number}") for number in (1, 2, 3)]
    put_in(other, pucks[0])
    put_in(parcel, pucks[1])
    here = f"/parcels/{parcel.code}/contents/"
    offered = ".fl-panel[aria-labelledby=out-title] .fl-packing > li"
    assert words(browser.get(here), offered)[1:] == ["P-1 in Dewar 2 , draft"]
    assert soup_of(browser.get(here)).select_one(".fl-packed-elsewhere a")["href"] == f"/parcels/{other.code}/"
    refused = browser.post(here, {"container": pucks[0].code})
    assert (refused.status_code, words(refused, ".fl-refusal-what")) == (422, ["P-1 lies in parcel Dewar 2 already."])
    put_in(other, pucks[2])
    assert words(browser.get(here), offered)[0] == "Every other one lies in a parcel already."


@pytest.mark.parametrize("number", [1, 3])
def test_what_is_offered_costs_the_same_queries_for_any_number(ada, parcel, number):
    other = make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - DAY)
    for count in range(number):
        put_in(other, make_puck(name=f"P-{count}", acronym=f"s{count}"))
        make_puck(name=f"Q-{count}", acronym=f"t{count}")
    with CaptureQueriesContext(connection) as asked:
        offered = offered_for(ada, parcel_row(parcel.code))
    assert (len(offered.containers), len(offered.elsewhere), len(asked)) == (number, number, QUERIES_OF_OFFER)


QUERIES_OF_OFFER = 24


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_queries_for_any_number(browser, ada, session, number, django_assert_num_queries):
    for count in range(number):
        make_parcel(ada, session=session.code, name=f"Dewar {count}", now=NOW - DAY)
    browser.get("/parcels/")
    with django_assert_num_queries(QUERIES_OF_LIST):
        browser.get("/parcels/")


QUERIES_OF_LIST = 17


def test_markup_in_what_people_write_is_text(browser, ada, parcel):
    hostile = "<script>alert(1)</script>"
    move_parcel(parcel, Move.NOTE, ada, text=hostile)
    soup = soup_of(browser.get(f"/parcels/{parcel.code}/"))
    assert soup.select(".fl-parcel-history script") == []
    assert hostile in soup.select_one(".fl-parcel-history .fl-note-text").get_text()
    assert moves_of(parcel)[-1].particulars.text == hostile
