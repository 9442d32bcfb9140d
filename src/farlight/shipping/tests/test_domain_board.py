from datetime import UTC, datetime, timedelta

import pytest

from farlight.shipping.domain.barcodes import lines_drawing, qr_drawing
from farlight.shipping.domain.board import ON_THE_BOARD, BoardFacts, board_part
from farlight.shipping.domain.clocks import clock_error, moment_told
from farlight.shipping.domain.cold_chain import ColdMove, fills_in
from farlight.shipping.domain.hold_time import Fill, span_text
from farlight.shipping.domain.supposing import supposed_moves, supposed_status, ways_on
from farlight.shipping.domain.verbs import Verb
from farlight.shipping.types import Move, ParcelState, Particulars

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TONIGHT = NOW + timedelta(hours=11)
DAY = timedelta(days=1)
S = ParcelState


@pytest.mark.parametrize(
    ("state", "more", "part"),
    [
        (S.BOOKED, {}, "due"),
        (S.IN_TRANSIT, {"expected_at": NOW + DAY}, "due"),
        (S.IN_TRANSIT, {"expected_at": NOW - DAY}, "overdue"),
        (S.IN_TRANSIT, {"session_start": NOW + 3 * DAY}, "due"),
        (S.IN_TRANSIT, {"session_start": NOW + DAY / 2}, "overdue"),
        (S.STORED, {"session_start": NOW - DAY}, "on_site"),
        (S.WARM, {"base": S.STORED}, "problems"),
        (S.AWAITING_INSTRUCTIONS, {}, "awaiting"),
        (S.RETURN_BOOKED, {"pickup_at": NOW + timedelta(hours=2)}, "leaving_today"),
        (S.RETURN_BOOKED, {"pickup_at": NOW + 2 * DAY}, "leaving"),
        (S.CLEARED, {}, "leaving"),
    ],
)
def test_each_parcel_has_its_part_of_the_board(state, more, part):
    facts = BoardFacts(**({"state": state, "base": state} | more))
    assert board_part(facts, now=NOW, ends_today=TONIGHT).value == part


def test_what_is_at_home_has_no_part_of_the_board():
    assert {S.DRAFT, S.LABELLED, S.RETURNED} & ON_THE_BOARD == set()


@pytest.mark.parametrize(
    ("sent_at", "error"),
    [(None, 0), (NOW - timedelta(seconds=3), 0), (NOW + timedelta(hours=1), -3600), (NOW - timedelta(hours=1), 3600)],
)
def test_a_phones_clock_is_off_by_what_it_says_when_it_sends(sent_at, error):
    assert clock_error(sent_at, NOW) == timedelta(seconds=error)


@pytest.mark.parametrize(
    ("at", "error", "told"),
    [
        (NOW - DAY, timedelta(), NOW - DAY),
        (NOW - DAY, timedelta(hours=1), NOW - DAY + timedelta(hours=1)),
        (NOW + DAY, timedelta(), NOW),
        (datetime.max.replace(tzinfo=UTC), DAY, NOW),
        (datetime.min.replace(tzinfo=UTC), -DAY, NOW),
    ],
)
def test_nothing_happened_later_than_now_whatever_a_clock_said(at, error, told):
    assert moment_told(at, error, NOW) == told


def test_what_happened_to_a_dewar_says_how_full_it_was():
    moves = [
        ColdMove(move=Move.TOP_UP, at=NOW - 9 * DAY, said=Particulars(ln2_level_frac=0.25)),
        ColdMove(move=Move.POST, at=NOW - 8 * DAY),
        ColdMove(move=Move.INSPECT, at=NOW - 4 * DAY),
        ColdMove(move=Move.INSPECT, at=NOW - 3 * DAY, said=Particulars(ln2_level_frac=0.5)),
        ColdMove(move=Move.TOP_UP, at=NOW - 2 * DAY, said=Particulars(ln2_kg=3.0)),
        ColdMove(move=Move.REPORT_WARM, at=NOW),
        ColdMove(move=Move.TOP_UP, at=NOW - 1 * DAY),
    ]
    assert fills_in(moves, capacity_kg=4.0) == [
        Fill(at=NOW - 9 * DAY, left_frac=0.25),
        Fill(at=NOW - 3 * DAY, left_frac=0.5, filled_frac=0.5),
        Fill(at=NOW - 2 * DAY, left_frac=0.25),
        Fill(at=NOW - 1 * DAY),
        Fill(at=NOW, was_warm=True),
    ]
    assert fills_in(moves[4:5], capacity_kg=None) == [Fill(at=NOW - 2 * DAY)]


def test_a_dewar_is_posted_full_unless_it_was_filled_just_before():
    post = ColdMove(move=Move.POST, at=NOW)
    warm = ColdMove(move=Move.REPORT_WARM, at=NOW - DAY)
    long_ago = ColdMove(move=Move.TOP_UP, at=NOW - 5 * DAY)
    assert fills_in([post], capacity_kg=None) == [Fill(at=NOW)]
    assert fills_in([warm, post], capacity_kg=None)[-1] == Fill(at=NOW)
    assert len(fills_in([long_ago, post], capacity_kg=None)) == 2


@pytest.mark.parametrize(
    ("hours", "text"), [(0.2, "1 h"), (6.4, "6 h"), (47, "47 h"), (60, "2.5 d"), (24 * 12.4, "12 d")]
)
def test_spans_are_written_as_people_say_them(hours, text):
    assert span_text(timedelta(hours=hours)) == text


def test_a_phone_supposes_by_the_same_table():
    moves = supposed_moves()
    assert moves["in_transit"] == {
        "arrived": "received",
        "topped-up": "in_transit",
        "warm": "warm",
        "damaged": "damaged",
    }
    assert moves["warm"]["inspected"] == "warm"
    assert "topped-up" not in moves["draft"]
    assert ways_on(supposed_status(S.CUSTOMS_HOLD))[Verb.ARRIVED] is S.RECEIVED
    assert supposed_status(S.WARM, S.AT_BEAMLINE).base is S.AT_BEAMLINE


def test_barcodes_have_their_margins():
    square, lines = qr_drawing("FL:ARRIVED"), lines_drawing("FL:ARRIVED")
    assert (square.width, square.height, square.path.startswith("M4 4h1v1h-1z")) == (29, 29, True)
    assert lines.path.startswith("M10 0h2v40h-2z")
    assert lines.width > 10 * 11 + 35
