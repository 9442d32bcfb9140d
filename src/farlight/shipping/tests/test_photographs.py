"""Pictures of parcels: on pages, by REST and from the phone; seen only by those who may see the parcel."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from farlight.kernel.errors import NotFound
from farlight.kernel.pictures import Photograph
from farlight.kernel.tests.factories import make_picture
from farlight.kernel.time import utc_now
from farlight.shipping.models import ParcelEvent, ParcelPhotograph, Scan
from farlight.shipping.queries.photographs import photograph_of, photographs_of
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.photographs import photograph_parcel
from farlight.shipping.services.scanning import take_scans
from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel
from farlight.shipping.types import Move, Outcome, Scanned, Source

NOW = utc_now()
PLACED = make_picture(place=True)


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.FARLIGHT_DATA_DIR = tmp_path
    return tmp_path


def browser_of(client, person):
    client.force_login(person, backend=BACKEND)
    return client


def upload(name="lid.jpg", content=PLACED):
    return SimpleUploadedFile(name, content, "image/jpeg")


def photographed(parcel, by, *, client_id=None, text=""):
    came = [Photograph(name="lid.jpg", content=PLACED), Photograph(name="vent.jpg", content=PLACED)]
    told = {"parcel": parcel.code, "source": Source.PAGE, "now": NOW, "client_id": client_id, "text": text}
    return photograph_parcel(photographs=came, by=by, **told)


def test_pictures_are_kept_with_the_move_that_tells_of_them(parcel, ada, data):
    done = photographed(parcel, ada, text=" The lid ")
    kept = photographs_of(parcel)
    assert [(one.name, one.media_type, one.by_move, str(one)) for one in kept] == [
        ("lid.jpg", "image/jpeg", done.number, "lid.jpg"),
        ("vent.jpg", "image/jpeg", done.number, "vent.jpg"),
    ]
    assert all(b"Exif" not in path.read_bytes() for path in (data / "parcels" / parcel.code).iterdir())
    assert b"Exif" in PLACED
    entry = timeline_of(parcel, now=NOW).entries[0]
    assert (entry.text, entry.said, entry.photographs) == (
        "Photographed",
        "The lid",
        tuple(one.code for one in kept),
    )


def test_pictures_that_are_told_of_twice_are_kept_once(parcel, ada, data):
    same = uuid4()
    outcomes = [photographed(parcel, ada, client_id=same).outcome for _ in range(2)]
    assert outcomes == [Outcome.RECORDED, Outcome.REPEATED]
    assert (ParcelPhotograph.objects.count(), len(list((data / "parcels" / parcel.code).iterdir()))) == (2, 4)


def test_pictures_that_were_taken_back_are_not_shown(parcel, ada):
    done = photographed(parcel, ada)
    code = photographs_of(parcel)[0].code
    undo_move(parcel=parcel.code, number=done.number, by=ada, source=Source.PAGE, now=NOW)
    assert photographs_of(parcel) == []
    assert [entry.photographs for entry in timeline_of(parcel, now=NOW).entries] == [(), (), ()]
    with pytest.raises(NotFound):
        photograph_of(parcel, code)


def test_who_has_no_part_in_a_parcel_adds_no_pictures(parcel, rival, ada):
    with pytest.raises(NotFound):
        photographed(parcel, rival)
    broken = [Photograph(name="x.jpg", content=b"none")]
    with pytest.raises(NotFound):  # not what is wrong with the picture, which would tell that there is the parcel
        photograph_parcel(parcel=parcel.code, photographs=broken, by=rival, source=Source.PAGE, now=NOW)
    assert ParcelPhotograph.objects.count() == 0


def test_pictures_are_those_of_their_own_parcel(client, parcel, ada, rival):
    theirs = make_parcel(rival, "mx9999", name="Theirs", now=NOW - timedelta(days=1))
    done = [photographed(parcel, ada), photographed(theirs, rival)]
    assert done[0].number == done[1].number
    own, foreign = ([one.code for one in photographs_of(row)] for row in (theirs, parcel))
    browser = browser_of(client, rival)
    for base in (f"/parcels/{theirs.code}", f"/api/v1/parcels/{theirs.code}"):
        slash = "/" if base.startswith("/parcels") else ""
        assert b"".join(browser.get(f"{base}/photographs/{own[0]}{slash}").streaming_content)
        assert browser.get(f"{base}/photographs/{foreign[0]}{slash}").status_code == 404
    listed = browser.get(f"/api/v1/parcels/{theirs.code}/photographs").json()
    assert [one["code"] for one in listed] == own
    undo_move(parcel=theirs.code, number=done[1].number, by=rival, source=Source.PAGE, now=NOW)
    assert ([one.code for one in photographs_of(parcel)], photographs_of(theirs)) == (foreign, [])
    assert photograph_of(parcel, foreign[0]).code == foreign[0]


def test_damage_is_reported_with_pictures_or_not_at_all(client, parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety)
    browser, page = browser_of(client, stores), f"/parcels/{parcel.code}/moves/report_damaged/"
    form = BeautifulSoup(browser.get(page).content, "html.parser").select_one("main form")
    assert (form["enctype"], form.select_one("[type=file]").has_attr("multiple")) == ("multipart/form-data", True)
    refused = browser.post(page, {"reason": "Lid broken", "photographs": [upload("x.heic", b"ftypheic")]})
    assert (refused.status_code, ParcelEvent.objects.filter(move="report_damaged").count()) == (422, 0)
    assert b"x.heic is no picture that browsers show. Use JPEG, PNG or WebP." in refused.content
    assert browser.post(page, {"reason": "Lid broken", "photographs": [upload(), upload()]}).status_code == 302
    told = list(ParcelEvent.objects.order_by("-number").values_list("move", flat=True)[:2])
    shown = BeautifulSoup(browser.get(f"/parcels/{parcel.code}/").content, "html.parser").select(".fl-photographs img")
    assert (told, len(shown)) == (["photograph", "report_damaged"], 2)
    assert browser.post(page.replace("damaged", "warm"), {"reason": "Warm"}).status_code == 302


def test_pictures_are_seen_by_those_who_see_the_parcel(client, parcel, ada, rival):
    browser, page = browser_of(client, ada), f"/parcels/{parcel.code}/moves/photograph/"
    assert "Choose at least one picture." in browser.post(page, {"text": "x"}).content.decode()
    assert browser.post(page, {"photographs": [upload(content=b"no")]}).status_code == 422
    assert browser.post(page, {"photographs": [upload()], "text": "The lid"}).status_code == 302
    kept = ParcelPhotograph.objects.get()
    whole = browser.get(f"/parcels/{parcel.code}/photographs/{kept.code}/")
    small = browser.get(f"/parcels/{parcel.code}/photographs/{kept.code}/?small")
    assert b"".join(whole.streaming_content) == Path(kept.path).read_bytes()
    assert (b"".join(small.streaming_content)[:3], small["Content-Type"]) == (b"\xff\xd8\xff", "image/jpeg")
    assert "sandbox" in whole["Content-Security-Policy"]
    assert kept.code not in browser.get(f"/t/{parcel.code}").content.decode()
    other = browser_of(client, rival)
    for place in ("", "api/v1/"):
        assert other.get(f"/{place}parcels/{parcel.code}/photographs/{kept.code}/").status_code == 404
    assert other.post(page, {"photographs": [upload()]}).status_code == 404


def test_programs_add_and_fetch_pictures(client, parcel, ada, rival):
    api, here = browser_of(client, ada), f"/api/v1/parcels/{parcel.code}"
    done = api.post(f"{here}/photographs", {"files": [upload(), upload("b.jpg")], "text": "Both"})
    names = [one["name"] for one in done.json()["photographs"]]
    assert (done.status_code, done.json()["outcome"], names) == (201, "recorded", ["lid.jpg", "b.jpg"])
    code = done.json()["photographs"][0]["code"]
    assert api.get(f"{here}/photographs").json()[0]["code"] == code
    assert b"".join(api.get(f"{here}/photographs/{code}").streaming_content)[:3] == b"\xff\xd8\xff"
    assert api.post(f"{here}/photographs", {"files": [upload(content=b"no")]}).status_code == 422
    claimed = {"move": "photograph", "payload": {"photographs": [code]}}
    assert api.post(f"{here}/moves", claimed, content_type="application/json").status_code == 422
    other = browser_of(client, rival)
    assert [other.get(f"{here}/photographs{end}").status_code for end in ("", f"/{code}")] == [404, 404]


def test_a_phone_sends_pictures_like_scans(client, parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety)
    scan = {"client_id": str(uuid4()), "at": utc_now().isoformat(), "code": parcel.code, "verb": "photograph"}
    scan["photograph"] = b64encode(PLACED).decode()
    api = browser_of(client, stores)
    answers = [
        api.post("/api/v1/scans", {"scans": [scan]}, content_type="application/json").json()["answers"][0]
        for _ in range(2)
    ]
    assert [(one["outcome"], one["words"]) for one in answers] == [
        ("done", "Dewar 1: photographed."),
        ("repeated", "Dewar 1: photographed."),
    ]
    assert (len(photographs_of(parcel)), "photograph" in Scan.objects.get().said) == (1, False)
    broken = scan | {"photograph": "?"}
    assert api.post("/api/v1/scans", {"scans": [broken]}, content_type="application/json").status_code == 422


def test_a_picture_that_is_none_is_answered_as_a_refused_scan(parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety)
    scan = Scanned(client_id=uuid4(), at=NOW, code=parcel.code, verb="photograph", photograph=b"no")
    (answer,) = take_scans(scans=[scan], by=stores, now=NOW)
    assert (answer.outcome.value, answer.words) == ("refused", "Dewar 1.jpg is no picture that browsers show.")
