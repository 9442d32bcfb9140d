from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.samples.public import substance_named
from farlight.shipping.domain.machine import fold
from farlight.shipping.errors import MoveRefused, NotSoCalled
from farlight.shipping.models import Booking, Incident
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.moving import record_move, undo_move
from farlight.shipping.tests.factories import bring_parcel_to, declare, make_parcel, make_puck, move_parcel, put_in
from farlight.shipping.types import Move, Outcome, ParcelState, Source

NOW = utc_now()


@pytest.fixture
def staff(ada, stores, safety):
    return {"sender": ada, "staff": stores, "safety": safety}


def test_a_move_changes_the_row_and_is_told_once(ada, safety, parcel, session):
    declared = make_puck(hazard=None)
    declare(substance_named("mx2341", "lyso"), ada)
    put_in(parcel, declared)
    found = move_parcel(parcel, Move.SUBMIT, ada)
    assert (found.number, found.outcome, found.status.state) == (2, Outcome.RECORDED, ParcelState.SUBMITTED)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.moves) == ("submitted", 2)
    told = [e.body for e in all_entries(session.code) if e.kind == "parcel-moved"]
    assert [(e["move"], e["old"], e["new"]) for e in told] == [
        ("create", "draft", "draft"),
        ("submit", "draft", "submitted"),
    ]
    assert told[-1] == {
        "session": session.code,
        "proposal": "mx2341",
        "shipment": parcel.shipment.code,
        "parcel": parcel.code,
        "number": 2,
        "move": "submit",
        "old": "draft",
        "new": "submitted",
        "at": found.status.since.isoformat(),
        "source": "page",
        "place": "",
        "reason": "Because.",
        "country": "DE",
        "carrier": "",
        "mode": "courier",
        "parcel_kind": "dewar",
        "late": False,
        "undoes": None,
    }


def test_telling_twice_records_once(parcel, ada):
    told = uuid4()
    first = move_parcel(parcel, Move.SUBMIT, ada, client_id=told)
    again = move_parcel(parcel, Move.SUBMIT, ada, client_id=told)
    assert (again.number, again.outcome, again.status) == (first.number, Outcome.REPEATED, first.status)
    with pytest.raises(NotSoCalled):
        move_parcel(parcel, Move.NOTE, ada, client_id=told)


def test_every_reason_is_named(parcel, ada, stores):
    with pytest.raises(MoveRefused) as refusal:
        move_parcel(parcel, Move.STORE, stores, slot="")
    assert [str(objection) for objection in refusal.value.objections] == [
        "The parcel is draft: it cannot be put into a rack now. From there it can be submitted or cancelled.",
        "No place in the stores is named. Scan or choose a place in a rack.",
        "The parcel was not inspected yet. Look it over first.",
    ]
    with pytest.raises(NotAllowed, match="received by others"):
        move_parcel(parcel, Move.RECEIVE, ada)


def test_rivals_cannot_tell_a_parcel_from_none(parcel, rival):
    for code in (parcel.code, "k7mq2xw9rt4c", "x"):
        with pytest.raises(NotFound, match="There is nothing here"):
            record_move(parcel=code, move=Move.NOTE, at=NOW, by=rival, source=Source.PAGE, now=NOW)


def test_a_scan_from_without_network_goes_where_it_belongs(parcel, staff):
    bring_parcel_to(parcel, Move.INSPECT, **staff, now=NOW)
    early = move_parcel(
        parcel,
        Move.STORE,
        staff["staff"],
        at=NOW + timedelta(minutes=1),
        now=NOW + timedelta(hours=2),
        source=Source.SCAN,
    )
    assert (early.outcome, early.status.slot) == (Outcome.RECORDED, "A1")
    later = move_parcel(parcel, Move.TO_BEAMLINE, staff["staff"], now=NOW + timedelta(hours=3))
    between = move_parcel(
        parcel,
        Move.STORE,
        staff["staff"],
        at=NOW + timedelta(minutes=30),
        now=NOW + timedelta(hours=4),
        source=Source.SCAN,
        slot="A2",
    )
    assert (between.outcome, between.status) == (Outcome.RECORDED, later.status)


def test_a_late_scan_that_does_not_fit_is_kept_as_a_remark_and_told(parcel, staff, session):
    last = bring_parcel_to(parcel, Move.STORE, **staff, now=NOW)
    late = move_parcel(
        parcel,
        Move.RECEIVE,
        staff["staff"],
        at=NOW - timedelta(seconds=30),
        now=NOW + timedelta(hours=1),
        source=Source.SCAN,
    )
    assert (late.outcome, late.status, len(late.reasons)) == (Outcome.LATE, last.status, 1)
    newest = [e.body for e in all_entries(session.code) if e.kind == "parcel-moved"][-1]
    assert (newest["late"], newest["old"], newest["new"]) == (True, "stored", "stored")
    with pytest.raises(MoveRefused):
        move_parcel(parcel, Move.RECEIVE, staff["staff"], source=Source.SCAN, now=NOW + timedelta(hours=1))


def test_undo_restores_exactly(parcel, staff):
    before = bring_parcel_to(parcel, Move.INSPECT, **staff, now=NOW).status
    done = move_parcel(parcel, Move.STORE, staff["staff"], now=NOW + timedelta(minutes=1))
    undone = undo_move(
        parcel=parcel.code, number=done.number, by=staff["staff"], source=Source.PAGE, now=NOW + timedelta(minutes=2)
    )
    assert undone.status == before == fold(moves_of(parcel))
    parcel.refresh_from_db()
    assert (parcel.state, parcel.slot) == ("inspected", "")
    with pytest.raises(MoveRefused, match="no such move"):
        undo_move(parcel=parcel.code, number=done.number, by=staff["staff"], source=Source.PAGE, now=NOW)


def test_a_place_that_is_taken_meanwhile_is_not_given_back(parcel, staff, ada):
    other = make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - timedelta(days=1))
    for one in (parcel, other):
        bring_parcel_to(one, Move.INSPECT, **staff, now=NOW)
    move_parcel(parcel, Move.STORE, staff["staff"], now=NOW)
    moved = move_parcel(parcel, Move.STORE, staff["staff"], now=NOW + timedelta(minutes=1), slot="A2")
    move_parcel(other, Move.STORE, staff["staff"], now=NOW + timedelta(minutes=2))
    with pytest.raises(MoveRefused, match="Parcel Dewar 2 stands in A1"):
        undo_move(
            parcel=parcel.code,
            number=moved.number,
            by=staff["staff"],
            source=Source.PAGE,
            now=NOW + timedelta(minutes=3),
        )


def test_bookings_and_incidents_follow(parcel, staff):
    bring_parcel_to(parcel, Move.LABEL, **staff, now=NOW)
    booked = move_parcel(parcel, Move.BOOK, staff["sender"], now=NOW)
    assert list(Booking.objects.values_list("courier", "tracking", "ended_at")) == [("hermes", "H1", None)]
    move_parcel(parcel, Move.UNBOOK, staff["sender"], now=NOW + timedelta(minutes=1))
    assert Booking.objects.get().ended_at is not None
    undo = {"parcel": parcel.code, "by": staff["sender"], "source": Source.PAGE, "now": NOW + timedelta(minutes=2)}
    undo_move(number=booked.number + 1, **undo)
    assert Booking.objects.get().ended_at is None
    move_parcel(parcel, Move.RECEIVE, staff["staff"], now=NOW + timedelta(minutes=3))
    warm = move_parcel(parcel, Move.REPORT_WARM, staff["staff"], now=NOW + timedelta(minutes=4), owner="saf")
    incident = Incident.objects.get()
    assert (incident.problem, incident.owner, incident.closed_at) == ("warm", staff["safety"], None)
    done = move_parcel(parcel, Move.RESOLVE, staff["staff"], now=NOW + timedelta(minutes=5), reason="Cold inside.")
    incident.refresh_from_db()
    assert (incident.decision, incident.closed_at) == ("Cold inside.", NOW + timedelta(minutes=5))
    again = undo_move(**(undo | {"by": staff["staff"]}), number=done.number)
    incident.refresh_from_db()
    assert (again.status, incident.closed_at, incident.decision) == (warm.status, None, "")


def test_a_scanner_whose_clock_runs_ahead_is_not_believed(parcel, ada):
    ahead = NOW + timedelta(days=1)
    move_parcel(parcel, Move.SUBMIT, ada, at=ahead, now=NOW)
    move = moves_of(parcel)[1]
    assert (move.at, move.particulars.claimed_at) == (NOW, ahead)
    assert replace(move.particulars, claimed_at=None).reason == "Because."
