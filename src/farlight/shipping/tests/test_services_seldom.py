"""What happens seldom: moves taken back, parcels without a session, what another worker did meanwhile."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.samples.public import substance_named
from farlight.samples.types import ContainerContents
from farlight.shipping.access import parcel_row
from farlight.shipping.domain.contents import objections_to_contents
from farlight.shipping.domain.papers import destination_line
from farlight.shipping.models import Incident, Parcel, ParcelItem
from farlight.shipping.public import parcel_histories
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services.board import stores_board
from farlight.shipping.services.cold_chain import clocks_of
from farlight.shipping.services.deadlines import deadline_of, reckon_deadline
from farlight.shipping.services.housekeeping import _moved, pass_waiting_parcels
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.packing import Packing, pack
from farlight.shipping.services.scanning import take_scans
from farlight.shipping.services.telling import _contacts
from farlight.shipping.services.things import parcel_seen
from farlight.shipping.tests.factories import bring_parcel_to, declare, make_puck, move_parcel, put_in
from farlight.shipping.tests.paper_facts import paper_facts
from farlight.shipping.types import Move, ParcelState, Scanned, ScanOutcome, Source

NOW = utc_now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stored(parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety, now=NOW)
    return parcel_row(parcel.code)


def undo(parcel, recorded, by):
    return undo_move(parcel=parcel.code, number=recorded.number, by=by, source=Source.PAGE, now=NOW + 9 * MINUTE)


def test_a_courier_for_the_way_back_is_sent_away(stored, ada, stores):
    move_parcel(stored, Move.REQUEST_RETURN, ada, now=NOW + MINUTE)
    booked = move_parcel(stored, Move.BOOK_RETURN, stores, now=NOW + 2 * MINUTE)
    assert (booked.status.state, booked.status.back.tracking) == (ParcelState.RETURN_BOOKED, "H2")
    status = move_parcel(stored, Move.UNBOOK_RETURN, stores, now=NOW + 3 * MINUTE).status
    assert (status.state, status.back) == (ParcelState.RETURN_REQUESTED, None)


def test_what_was_taken_back_counts_nowhere(stored, stores):
    filled = clocks_of([stored], now=NOW)[stored.pk]
    topped = move_parcel(stored, Move.TOP_UP, stores, now=NOW + MINUTE, ln2_kg=3.0)
    assert clocks_of([stored], now=NOW + MINUTE)[stored.pk] != filled
    undo(stored, topped, stores)
    assert clocks_of([stored], now=NOW)[stored.pk] == filled
    warm = move_parcel(stored, Move.REPORT_WARM, stores, now=NOW + 2 * MINUTE)
    assert (Incident.objects.get().closed_at, parcel_histories(None, None)[0].was_warm) == (None, True)
    undo(stored, warm, stores)
    assert Incident.objects.get().closed_at is not None
    assert parcel_histories(None, None)[0].was_warm is False


@pytest.mark.parametrize(("state", "expected"), [("running", "stored"), ("ended", "awaiting_instructions")])
def test_what_comes_back_from_the_beamline_waits_when_its_session_is_over(stored, stores, session, state, expected):
    move_parcel(stored, Move.TO_BEAMLINE, stores, now=NOW + MINUTE)
    type(session).objects.filter(pk=session.pk).update(state=state)
    move_parcel(stored, Move.STORE, stores, now=NOW + 2 * MINUTE)
    assert parcel_row(stored.code).state == expected


def test_the_clock_moves_nothing_that_somebody_moved_meanwhile(parcel, ada, stores, safety):
    assert _moved(parcel_row(parcel.code), Move.AWAIT, "Its session is over.", NOW) == 0
    put_in(parcel, make_puck(hazard=None))
    declare(substance_named("mx2341", "lyso"), ada)
    move_parcel(parcel, Move.SUBMIT, ada)
    assert pass_waiting_parcels("mx2341", now=utc_now()) == 0
    assert parcel_row(parcel.code).state == "submitted"


def test_the_deadline_is_reckoned_with_the_courier_that_is_booked_and_not_once_it_left(parcel, ada, stores, safety):
    bring_parcel_to(parcel, Move.LABEL, sender=ada, staff=stores, safety=safety, now=NOW)
    before = deadline_of(parcel_row(parcel.code))
    move_parcel(parcel, Move.BOOK, ada, now=NOW + MINUTE, courier="unknown to us")
    assert deadline_of(parcel_row(parcel.code)) is not None
    assert before is not None
    move_parcel(parcel, Move.POST, ada, now=NOW + 2 * MINUTE)
    Parcel.objects.filter(pk=parcel.pk).update(dispatch_by=None)
    reckon_deadline(parcel_row(parcel.code), because="It moved.")
    assert parcel_row(parcel.code).dispatch_by is None


def test_a_parcel_for_the_queue_has_no_session_anywhere(parcel, stores):
    Parcel.objects.filter(pk=parcel.pk).update(session=None, expected_at=NOW + timedelta(days=2))
    row = parcel_row(parcel.code)
    assert _contacts(row) == set()
    assert [name for name, _ in parcel_seen(stores, row, now=NOW).facts][:2] != ["Proposal", "For"]
    planned = {stage.title: stage.planned_at for stage in timeline_of(row, now=NOW).stages}
    assert NOW + timedelta(days=2) in planned.values()
    facts = replace(paper_facts(), session="", is_for_queue=True)
    assert destination_line(facts) == f"{facts.proposal}, for the queue"
    assert destination_line(replace(facts, is_for_queue=False)) == facts.proposal


def test_a_parcel_holds_so_many_things(parcel, ada):
    ParcelItem.objects.bulk_create(ParcelItem(parcel=parcel, kind="tool", text=f"tool {n}") for n in range(200))
    with pytest.raises(Invalid, match="at most 200 things"):
        pack(parcel=parcel.code, what=Packing(tool="one more"), by=ada, source=Source.PAGE, now=NOW)


def test_of_what_nothing_is_said_is_named(parcel):
    put_in(parcel, make_puck(pins=2))
    contents = contents_of_parcel(parcel)
    bare = replace(contents, containers=tuple(map(without_substances, contents.containers)))
    assert [o.message for o in objections_to_contents(bare)] == [
        "Nobody said what CPS-0421-1 and CPS-0421-2 consists of."
    ]


def without_substances(box: ContainerContents):
    return replace(
        box,
        slots=tuple(
            replace(taken, specimen=replace(taken.specimen, substances=(), hazard=None)) for taken in box.slots
        ),
    )


def test_who_has_no_part_sees_no_board_and_a_part_allows_only_its_own_verbs(stored, rival, safety):
    with pytest.raises(NotFound):
        stores_board(rival, now=NOW, ends_today=NOW)
    scan = Scanned(client_id=uuid4(), at=NOW, code=stored.code, verb="to-beamline", place="sim1")
    (answer,) = take_scans(scans=[scan], by=safety, now=NOW + MINUTE)
    assert (answer.outcome, len(answer.reasons) > 0) == (ScanOutcome.REFUSED, True)
