from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from farlight.shipping.domain.guards import Mover, objections_to_undoing
from farlight.shipping.domain.machine import UNDO_WITHIN, counting, fits_in, fold, last_changing, leads_to, steps
from farlight.shipping.domain.table import ENTERS, HOLDS, LETS_GO, NEXT, REMARKS, WHO
from farlight.shipping.errors import BrokenHistory
from farlight.shipping.types import Held, Move, ParcelMove, ParcelState, ParcelStatus, Particulars, Party, Source

T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)
S = ParcelState


def told(*moves, start=1):
    """Moves a minute after each other; each a verb, or a verb with particulars."""
    found = []
    for number, said in enumerate(moves, start):
        move, particulars = said if isinstance(said, tuple) else (said, {})
        at = T0 + timedelta(minutes=number)
        found.append(
            ParcelMove(
                number=number,
                move=move,
                at=at,
                recorded_at=at,
                source=Source.PAGE,
                by="ada",
                particulars=Particulars(**particulars),
            )
        )
    return found


TO_STORES = (
    Move.CREATE,
    Move.SUBMIT,
    (Move.APPROVE, {"content_hash": "c", "colour": "green"}),
    (Move.LABEL, {"content_hash": "c"}),
    (Move.BOOK, {"courier": "hermes", "tracking": "H1"}),
    Move.POST,
    Move.DELIVER,
    Move.RECEIVE,
    Move.INSPECT,
    (Move.STORE, {"slot": "A1"}),
)


def test_the_whole_way_there_and_back():
    back = (
        (Move.TO_BEAMLINE, {"beamline": "sim1"}),
        (Move.STORE, {"slot": "B2"}),
        Move.AWAIT,
        Move.REQUEST_RETURN,
        Move.CLEAR,
        (Move.BOOK_RETURN, {"courier": "hermes", "tracking": "H2"}),
        Move.HAND_OVER,
        Move.CONFIRM_RETURN,
        Move.CLOSE,
    )
    walked = list(steps(told(*TO_STORES, *back)))
    words = (
        "draft submitted approved labelled booked in_transit delivered received inspected stored at_beamline stored "
        "awaiting_instructions return_requested cleared return_booked handed_over returned closed"
    )
    assert " ".join(step.after.state.value for step in walked) == words
    status = walked[-1].after
    assert (status.was_at_beamline, status.is_cleared, status.slot, status.beamline) == (True, True, "", "")
    assert (status.out.tracking, status.back.tracking) == ("H1", "H2")


def test_what_went_wrong_does_not_overwrite_where_the_parcel_is():
    at_beamline = told(*TO_STORES, (Move.TO_BEAMLINE, {"beamline": "sim1"}))
    warm = [*at_beamline, *told(Move.REPORT_WARM, Move.REPORT_DAMAGED, start=12)]
    status = fold(warm)
    assert (status.state, status.base, status.beamline) == (S.DAMAGED, S.AT_BEAMLINE, "sim1")
    assert status.holds == (Held(state=S.WARM, by_move=12), Held(state=S.DAMAGED, by_move=13))
    back = [*warm, *told((Move.STORE, {"slot": "C3"}), Move.RESOLVE, Move.RESOLVE, start=14)]
    assert [s.after.state for s in list(steps(back))[-3:]] == [S.DAMAGED, S.WARM, S.STORED]
    assert fold(back).slot == "C3"


@pytest.mark.parametrize(
    ("moves", "state", "base"),
    [
        ((Move.HOLD_AT_CUSTOMS,), S.CUSTOMS_HOLD, S.IN_TRANSIT),
        ((Move.HOLD_AT_CUSTOMS, Move.RELEASE_FROM_CUSTOMS), S.IN_TRANSIT, S.IN_TRANSIT),
        ((Move.HOLD_AT_CUSTOMS, Move.RECEIVE), S.RECEIVED, S.RECEIVED),
        ((Move.REPORT_LOST,), S.LOST, S.IN_TRANSIT),
        ((Move.REPORT_LOST, Move.RESOLVE), S.IN_TRANSIT, S.IN_TRANSIT),
        ((Move.REPORT_LOST, Move.RECEIVE), S.RECEIVED, S.RECEIVED),
        ((Move.REPORT_LOST, Move.CLOSE), S.CLOSED, S.CLOSED),
        ((Move.REFUSE_AT_GATE, Move.HAND_OVER), S.HANDED_OVER, S.HANDED_OVER),
        ((Move.REPORT_DAMAGED, Move.RECEIVE), S.DAMAGED, S.RECEIVED),
        ((Move.REPORT_DAMAGED, Move.RECEIVE, Move.REQUEST_RETURN), S.RETURN_REQUESTED, S.RETURN_REQUESTED),
        ((Move.RECEIVE, Move.QUARANTINE, Move.STORE, Move.RELEASE), S.STORED, S.STORED),
        ((Move.RECEIVE, Move.QUARANTINE, Move.DISPOSE), S.DISPOSED, S.DISPOSED),
        ((Move.RECEIVE, Move.AWAIT, Move.ABANDON, Move.KEEP), S.STORED, S.STORED),
        ((Move.RECEIVE, Move.REPORT_WRONG_CONTENT, Move.REPORT_UNDECLARED), S.UNDECLARED, S.RECEIVED),
    ],
)
def test_ways_out_of_what_went_wrong(moves, state, base):
    status = fold(told(*TO_STORES[:6], *moves))
    assert (status.state, status.base) == (state, base)


@pytest.mark.parametrize("missing", ["lost", "refused_at_gate"])
def test_nothing_more_goes_wrong_with_what_is_not_there(missing):
    status = ParcelStatus(base=S.IN_TRANSIT, holds=(Held(state=S(missing), by_move=1),))
    assert [leads_to(status, move) for move in ENTERS] == [None] * len(ENTERS)


def test_an_undeclared_parcel_stands_in_the_stores_whatever_was_known_of_it():
    status = fold(told(Move.CREATE, Move.REPORT_UNDECLARED))
    assert (status.state, status.base, status.received_at) == (S.UNDECLARED, S.RECEIVED, T0 + timedelta(minutes=2))
    late = fold(told(*TO_STORES, Move.REPORT_UNDECLARED))
    assert (late.base, late.received_at, late.slot) == (S.STORED, T0 + timedelta(minutes=8), "A1")


def test_forbidden_moves_break_a_history():
    for moves in ((), (Move.SUBMIT,), (Move.CREATE, Move.STORE), (Move.CREATE, Move.RESOLVE)):
        with pytest.raises(BrokenHistory):
            fold(told(*moves))


def test_remarks_change_no_state_but_are_noted():
    moves = told(*TO_STORES, (Move.TOP_UP, {"ln2_kg": 4.0}), (Move.NOTE, {"text": "Ice"}))
    before, after = fold(moves[:-2]), fold(moves)
    assert replace(after, filled_at=None) == before
    assert after.filled_at == moves[-2].at


def test_an_undone_move_is_as_if_it_had_not_been():
    moves = told(*TO_STORES)
    undoing = replace(told(Move.UNDO, start=11)[0], undoes=10)
    assert fold([*moves, undoing]) == fold(moves[:-1])
    assert [m.number for m in counting([*moves, undoing])] == list(range(1, 10))
    again = told((Move.STORE, {"slot": "A1"}), start=12)
    assert fold([*moves, undoing, *again]).slot == "A1"


def test_moves_count_in_the_order_in_which_they_happened():
    moves = told(*TO_STORES)
    late = replace(moves[-1], number=11, at=moves[8].at + timedelta(seconds=1), particulars=Particulars(slot="B9"))
    assert fits_in(moves, late)
    assert fold([*moves, late]).slot == "A1"
    impossible = replace(late, move=Move.POST)
    assert not fits_in(moves, impossible)
    assert fold([*moves, replace(impossible, is_late=True)]) == fold(moves)


def test_what_the_table_names_is_complete():
    assert set(NEXT) | set(HOLDS) == set(S)
    assert not set(NEXT) & set(HOLDS)
    assert set(WHO) == set(Move)
    made = {move for ways in NEXT.values() for move in ways} | set(ENTERS) | set(LETS_GO) | set(REMARKS)
    assert made | {Move.CREATE, Move.UNDO} == set(Move)
    targets = {state for ways in NEXT.values() for state in ways.values()} | {S.DRAFT}
    assert targets | {s for hold in HOLDS.values() for s in hold.leads_to.values()} == set(NEXT)
    for hold in HOLDS.values():
        assert set(hold.leads_to) <= hold.ended_by
        assert not hold.under & hold.ended_by


def test_undoing_is_refused_with_every_reason():
    moves = told(*TO_STORES)
    staff = Mover(parties=frozenset({Party.HANDLER}), login="sol")
    ada = Mover(parties=frozenset({Party.SENDER}), login="ada")
    newest = last_changing(moves)
    assert objections_to_undoing(newest, newest, ada, now=newest.at) == ()
    assert objections_to_undoing(newest, newest, staff, now=newest.at + UNDO_WITHIN) == ()
    stranger = Mover(parties=frozenset({Party.SENDER}), login="jon")
    late = newest.at + UNDO_WITHIN + timedelta(seconds=1)
    found = objections_to_undoing(replace(moves[3], by=""), newest, stranger, now=late)
    assert [str(objection).split(".")[0] for objection in found] == [
        "Only who did it, or stores or the local contact, takes a move back",
        "It was no person's move: it is not taken back",
        "Something happened since",
        "A move is taken back within 10 minutes",
    ]
    for nothing in (None, moves[0]):
        (only,) = objections_to_undoing(nothing, newest, ada, now=newest.at)
        assert only.message == "There is no such move that could be taken back."
    assert last_changing(moves[:1]) is None
