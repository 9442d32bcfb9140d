"""A parcel that is transferred is for the other session, everywhere, until that is taken back."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from farlight.beamtime.public import schedule_session
from farlight.beamtime.types import AccessMode
from farlight.bus.public import all_entries
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.shipping.errors import MoveRefused
from farlight.shipping.models import Parcel
from farlight.shipping.public import parcels_of_session
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services.housekeeping import follow_parcels
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.telling import tell_of_move
from farlight.shipping.services.watching import present_mark
from farlight.shipping.tests.conftest import BACKEND
from farlight.shipping.tests.factories import bring_parcel_to, move_parcel
from farlight.shipping.types import Move, ParcelState, Source

NOW = utc_now()
DAY = timedelta(days=1)


def another_session(days=30):
    start = NOW + days * DAY
    return schedule_session(
        proposal="mx2341", beamline="sim1", start=start, end=start + DAY / 3, access_mode=AccessMode.REMOTE
    )


@pytest.fixture
def later(session):
    return another_session()


@pytest.fixture
def stored(parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety, now=NOW - timedelta(minutes=30))
    return parcel


def session_of(parcel):
    return Parcel.objects.get(pk=parcel.pk).session.code


def all_transfers(*sessions):
    found = [e for code in sessions for e in all_entries(code) if e.kind == "parcel-transferred"]
    return [(e.body["old"], e.body["new"]) for e in found]


def test_a_transferred_parcel_is_for_the_other_session_until_that_is_taken_back(stored, ada, stores, session, later):
    move_parcel(stored, Move.REQUEST_TRANSFER, ada, session=later.code)
    assert session_of(stored) == session.code
    done = move_parcel(stored, Move.TRANSFER, stores)
    assert (session_of(stored), done.status.session) == (later.code, later.code)
    assert [found.code for found in parcels_of_session(later.code)] == [stored.code]
    assert parcels_of_session(session.code) == []
    planned = {stage.title: stage.planned_at for stage in timeline_of(Parcel.objects.get(), now=NOW).stages}
    assert planned["At the beamline"] == later.start
    undo_move(parcel=stored.code, number=done.number, by=stores, source=Source.PAGE, now=utc_now())
    assert session_of(stored) == session.code
    assert all_transfers(session.code, later.code) == [(session.code, later.code), (later.code, session.code)]


def test_a_second_transfer_taken_back_leads_to_the_first(stored, ada, stores, later):
    last = another_session(60)
    for wanted in (later, last):
        move_parcel(stored, Move.REQUEST_TRANSFER, ada, session=wanted.code)
        done = move_parcel(stored, Move.TRANSFER, stores)
    assert session_of(stored) == last.code
    undo_move(parcel=stored.code, number=done.number, by=stores, source=Source.PAGE, now=utc_now())
    assert session_of(stored) == later.code


def test_a_parcel_whose_session_is_over_may_be_given_to_another_one(client, stored, ada, stores, session, later):
    type(session).objects.filter(pk=session.pk).update(state="closed")
    assert follow_parcels(now=utc_now()) == 1
    assert Move.REQUEST_TRANSFER in moves_offered(ada, stored.code).allowed
    client.force_login(ada, backend=BACKEND)
    page = f"/parcels/{stored.code}/moves/request_transfer/"
    offered = BeautifulSoup(client.get(page).content, "html.parser").select("select[name=session] option")
    assert [option["value"] for option in offered] == [later.code]
    assert client.post(page, {"session": later.code}).status_code == 302
    assert f"Asked to be transferred to {later.code}" in client.get(f"/parcels/{stored.code}/").content.decode()
    move_parcel(stored, Move.TRANSFER, stores)
    assert (follow_parcels(now=utc_now()), Parcel.objects.get().state) == (0, ParcelState.STORED.value)


def test_nothing_is_transferred_to_a_session_that_is_over(stored, ada, stores, later):
    move_parcel(stored, Move.REQUEST_TRANSFER, ada, session=later.code)
    type(later).objects.filter(pk=later.pk).update(state="cancelled")
    with pytest.raises(MoveRefused, match=f"Session {later.code} is over"):
        move_parcel(stored, Move.TRANSFER, stores)


def test_people_are_told_once_and_of_the_new_session(client, stored, ada, stores, later):
    contact = make_person("cleo", "local_contact", beamline="sim1")
    move_parcel(stored, Move.REQUEST_TRANSFER, ada, session=later.code)
    done = move_parcel(stored, Move.TRANSFER, stores)
    told = [tell_of_move(parcel=stored.code, number=done.number, now=NOW) for _ in range(2)]
    assert told == [2, 0]
    client.force_login(contact, backend=BACKEND)
    mails = client.get("/api/v1/mails").json()["items"]
    assert [mail["subject"] for mail in mails] == ["Transferred: parcel Dewar 1"]


def test_an_open_page_hears_of_every_change(client, stored, ada, stores, rival, later):
    Parcel.objects.update(session=None)
    marks = [present_mark(ada, stored.code)]
    move_parcel(stored, Move.NOTE, stores)
    marks.append(present_mark(ada, stored.code))
    Parcel.objects.update(name="Blue")
    marks.append(present_mark(ada, stored.code))
    Parcel.objects.update(session=later)
    marks.append(present_mark(ada, stored.code))
    assert (len(set(marks)), present_mark(ada, stored.code)) == (4, marks[-1])
    client.force_login(ada, backend=BACKEND)
    body = BeautifulSoup(client.get(f"/parcels/{stored.code}/").content, "html.parser").body
    assert (body["data-live"], body["data-live-after"]) == (f"/parcels/{stored.code}/news/", str(marks[-1]))
