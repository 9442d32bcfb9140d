"""A parcel's way as its sender reads it: only what it went through, and only the end that it comes to."""

from datetime import timedelta

from farlight.shipping.domain.machine import UNDO_WITHIN
from farlight.shipping.domain.timeline import timeline_from
from farlight.shipping.tests.test_domain_machine import T0, TO_STORES, told
from farlight.shipping.types import Move, StageState

NOW = T0 + timedelta(hours=1)
OUT = [
    "Being prepared",
    "Safety review",
    "Approved, to be labelled",
    "Labelled, to be sent",
    "On its way",
    "At the facility",
]
BACK = ["To be sent back", "On its way back", "Back home"]
HOME = (Move.REQUEST_RETURN, (Move.BOOK_RETURN, {"courier": "hermes"}), Move.HAND_OVER, Move.CONFIRM_RETURN)
GIVEN_UP = (Move.REQUEST_DISPOSAL, (Move.DISPOSE, {"reason": "Measured."}))


def titles(*moves, state=None):
    stages = timeline_from(told(*moves), {}, now=NOW).stages
    return [stage.title for stage in stages if state is None or stage.state is state]


def test_ahead_is_the_way_home():
    assert titles(*TO_STORES) == [*OUT, "At the beamline", "Waiting for your instructions", *BACK]
    assert titles(*TO_STORES, state=StageState.HERE) == ["At the facility"]


def test_what_was_passed_over_is_not_said_to_be_done():
    assert titles(*TO_STORES, *HOME) == titles(*TO_STORES, *HOME, state=StageState.DONE) == [*OUT, *BACK]
    assert titles(*TO_STORES, *HOME, Move.CLOSE) == [*OUT, *BACK]


def test_what_is_disposed_of_does_not_come_home():
    waiting = [*OUT, "Waiting for your instructions", "Disposed of"]
    assert titles(*TO_STORES, GIVEN_UP[0]) == waiting
    assert titles(*TO_STORES, GIVEN_UP[0], state=StageState.AHEAD) == ["Disposed of"]
    assert titles(*TO_STORES, *GIVEN_UP, state=StageState.DONE) == waiting
    assert titles(*TO_STORES, *GIVEN_UP, Move.CLOSE, state=StageState.DONE) == waiting


def test_only_the_newest_move_and_remarks_may_be_taken_back():
    moves = told(*TO_STORES, (Move.NOTE, {"text": "Look at it."}))
    entries = timeline_from(moves, {}, now=NOW).entries
    open_ones = [(one.move, one.may_be_undone_until) for one in entries if one.may_be_undone_until]
    note, store = moves[-1], moves[-2]
    assert open_ones == [
        (Move.NOTE, note.recorded_at + UNDO_WITHIN),
        (Move.STORE, store.recorded_at + UNDO_WITHIN),
    ]
