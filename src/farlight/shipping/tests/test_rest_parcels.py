import pytest

from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import make_puck, move_parcel
from farlight.shipping.types import Move

JSON = {"content_type": "application/json"}
SENDER = {
    "name": "Ada",
    "institute": "University",
    "street": "1 Street",
    "postcode": "1",
    "city": "Heidelberg",
    "country": "DE",
    "phone": "1",
}


@pytest.fixture
def api(client, ada):
    client.force_login(ada, backend=BACKEND)
    return client


def test_a_parcel_is_sent_from_a_program(api, ada, session):
    puck = make_puck()
    body = {"title": "Insulin", "session": session.code, "sender": SENDER, "declared_value": 100}
    shipment = api.post("/api/v1/proposals/mx2341/shipments", body, **JSON)
    assert (shipment.status_code, shipment.json()["state"]) == (201, "draft")
    code = shipment.json()["code"]
    parcel = api.post(f"/api/v1/shipments/{code}/parcels", {"name": "Blue"}, **JSON).json()["code"]
    here = f"/api/v1/parcels/{parcel}"
    api.post(f"{here}/items", {"container": puck.code}, **JSON)
    api.post(f"{here}/items", {"tool": "T-bar"}, **JSON)
    assert api.delete(f"{here}/items?tool=T-bar").json()["tools"] == []
    refused = api.post(f"{here}/moves", {"move": "submit"}, **JSON)
    assert (refused.status_code, [r["field"] for r in refused.json()["reasons"]]) == (422, ["weight_kg"])
    api.put(here, {"name": "Blue", "weight_kg": 18}, **JSON)
    assert "submit" in api.get(f"{here}/moves").json()["allowed"]
    told = api.post(f"{here}/moves", {"move": "submit"}, **JSON).json()
    assert (told["outcome"], told["status"]["base"]) == ("recorded", "approved")
    api.post(f"{here}/moves", {"move": "label"}, **JSON)
    booked = api.post(f"{here}/bookings", {"courier": "dhl", "tracking": "T1"}, **JSON).json()
    undone = api.post(f"{here}/moves/{booked['number']}/undo").json()
    assert (booked["status"]["base"], undone["status"]["base"]) == ("booked", "labelled")
    way = api.get(f"{here}/timeline").json()
    assert (way["headline"], way["entries"][0]["text"]) == (
        "It has its label: book a courier, or post it.",
        f"Move {booked['number']} was taken back",
    )
    listed = api.get("/api/v1/parcels?words=blue&state=labelled&session=" + session.code + "&proposal=mx2341").json()
    assert [item["code"] for item in listed["items"]] == [parcel]
    read = api.get(here).json()
    assert read["containers"] == [{"code": puck.code, "name": "CPS-0421", "container_type": "unipuck", "pieces": 1}]
    assert api.get("/api/v1/proposals/mx2341/shipments").json()[0]["parcels"][0]["state"] == "labelled"
    assert api.get(f"/api/v1/shipments/{code}").json()["state"] == "to_be_sent"
    assert api.put(f"/api/v1/shipments/{code}", body, **JSON).status_code == 409


def test_telling_twice_is_recorded_once(api, ada, parcel):
    body = {"move": "note", "payload": {"text": "Ice"}, "client_id": "12345678-1234-5678-1234-567812345678"}
    first, second = (api.post(f"/api/v1/parcels/{parcel.code}/moves", body, **JSON).json() for _ in range(2))
    assert (first["outcome"], second["outcome"], first["number"]) == ("recorded", "repeated", second["number"])


def test_reviews_are_for_the_safety_group(api, safety, parcel):
    assert api.get("/api/v1/parcel-reviews").json() == []
    api.force_login(safety, backend=BACKEND)
    assert api.get("/api/v1/parcel-reviews").json() == []


def test_pages_of_parcels_follow_a_cursor(api, ada, parcel):
    first = api.get("/api/v1/parcels?limit=1").json()
    assert (first["next_cursor"], api.get(f"/api/v1/parcels?cursor={parcel.code}").json()["items"]) == (None, [])


def test_rivals_cannot_tell_parcels_from_none(api, rival, ada, parcel):
    move_parcel(parcel, Move.NOTE, ada)
    api.force_login(rival, backend=BACKEND)
    for path in ("", "/timeline", "/moves"):
        real, none = (api.get(f"/api/v1/parcels/{code}{path}") for code in (parcel.code, "k7mq2xw9rt4c"))
        assert (real.status_code, none.status_code) == (404, 404)
        assert real.content.replace(parcel.code.encode(), b"k7mq2xw9rt4c") == none.content
    assert api.get("/api/v1/proposals/mx2341/shipments").status_code == 404
    assert api.get("/api/v1/parcels").json()["items"] == []


def test_what_is_too_long_to_be_written_down_is_refused_and_what_is_to_come_may_come(api, session):
    address = {**dict.fromkeys(SENDER, ""), "country": "GERMANY", "postcode": "7" * 21, "eori": "D" * 21}
    body = {"title": "Insulin", "session": session.code, "sender": address, "return_to": {**address, "country": "DE"}}
    refused = api.post("/api/v1/proposals/mx2341/shipments", body, **JSON)
    assert [reason["field"] for reason in refused.json()["reasons"]] == [
        "sender.postcode",
        "sender.country",
        "sender.eori",
        "return_to.postcode",
        "return_to.eori",
    ]
    draft = api.post("/api/v1/proposals/mx2341/shipments", {**body, "sender": None, "return_to": None}, **JSON)
    code = draft.json()["code"]
    assert (refused.status_code, draft.status_code) == (422, 201)
    assert api.put(f"/api/v1/shipments/{code}", body, **JSON).status_code == 422
    assert (
        api.put(
            f"/api/v1/shipments/{code}",
            {**body, "sender": {**address, "country": "", "postcode": "", "eori": ""}, "return_to": None},
            **JSON,
        ).status_code
        == 200
    )
