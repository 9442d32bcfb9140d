"""What a parcel's moves come to: its status is a fold of them, and of nothing else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from farlight.shipping.domain.table import ENTERS, FOUND_HERE, HOLDS, LETS_GO, NEXT, ON_SITE, REMARKS
from farlight.shipping.errors import BrokenHistory
from farlight.shipping.types import Held, Journey, Move, ParcelMove, ParcelState, ParcelStatus

UNDO_WITHIN = timedelta(minutes=10)
"""So long after it became known, a move may be taken back."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A move, with the status before and after it."""

    move: ParcelMove
    before: ParcelStatus
    after: ParcelStatus


def in_order(moves: Iterable[ParcelMove]) -> list[ParcelMove]:
    """Return moves in the order in which they happened, and not in that in which they became known."""
    return sorted(moves, key=lambda move: (move.at, move.number))


def counting(moves: Iterable[ParcelMove]) -> list[ParcelMove]:
    """Return the moves that count, in the order in which they happened: neither late, nor undone, nor an undoing."""
    moves = list(moves)
    undone = {move.undoes for move in moves if move.undoes is not None}
    return in_order(m for m in moves if not m.is_late and m.move is not Move.UNDO and m.number not in undone)


def steps(moves: Iterable[ParcelMove]) -> Iterator[Step]:
    """Walk through a parcel's moves.

    Raises
    ------
    BrokenHistory
        When a move may not follow those before it.
    """
    status = ParcelStatus(base=ParcelState.DRAFT)
    for number, move in enumerate(counting(moves)):
        after = _opened(move) if number == 0 else after_move(status, move)
        if after is None:
            raise BrokenHistory(f"Move {move.number} ({move.move.value}) may not follow {status.state.value}.")
        yield Step(move=move, before=status, after=after)
        status = after


def fold(moves: Iterable[ParcelMove]) -> ParcelStatus:
    """Return what a parcel's moves come to.

    Raises
    ------
    BrokenHistory
        When a move may not follow those before it, or there is none.
    """
    status = None
    for step in steps(moves):
        status = step.after
    if status is None:
        raise BrokenHistory("A parcel begins with its creation.")
    return status


def _opened(move: ParcelMove) -> ParcelStatus | None:
    return ParcelStatus(base=ParcelState.DRAFT, since=move.at) if move.move is Move.CREATE else None


def after_move(status: ParcelStatus, move: ParcelMove) -> ParcelStatus | None:
    """Return the status after a move; None when it may not be made. Remarks may always have been made."""
    if move.move in REMARKS:
        return _noted(status, move)
    led = leads_to(status, move.move, number=move.number)
    if led is None:
        return None
    base, holds = led
    after = replace(status, base=base, holds=holds)
    stays = (after.state, after.base) == (status.state, status.base)
    return _noted(after if stays else replace(after, since=move.at), move)


def leads_to(status: ParcelStatus, move: Move, *, number: int = 0) -> tuple[ParcelState, tuple[Held, ...]] | None:
    """Return where a move leads: the way's state and what holds the parcel then; None when it may not be made.

    Parameters
    ----------
    status : ParcelStatus
        Where the parcel is.
    move : Move
        What happens; no remark.
    number : int
        The move's number in the parcel.
    """
    if move in ENTERS:
        return _held(status, move, number)
    if move in LETS_GO:
        return _let_go(status, LETS_GO[move])
    holds = [HOLDS[state] for state in status.held_by]
    if not all(move in hold.under | hold.ended_by for hold in holds):
        return None
    targets = [hold.leads_to[move] for hold in holds if move in hold.leads_to]
    base = targets[-1] if targets else NEXT[status.base].get(move)
    if base is None:
        return None
    return base, tuple(held for held in status.holds if move not in HOLDS[held.state].ended_by)


def _held(status: ParcelStatus, move: Move, number: int) -> tuple[ParcelState, tuple[Held, ...]] | None:
    hold = ENTERS[move]
    is_gone = bool({ParcelState.LOST, ParcelState.REFUSED_AT_GATE} & set(status.held_by))
    if hold in status.held_by or is_gone or status.base not in HOLDS[hold].out_of:
        return None
    is_found = move in FOUND_HERE and status.base not in ON_SITE
    return ParcelState.RECEIVED if is_found else status.base, (*status.holds, Held(state=hold, by_move=number))


def _let_go(status: ParcelStatus, kinds: frozenset[ParcelState]) -> tuple[ParcelState, tuple[Held, ...]] | None:
    ended = next((held for held in reversed(status.holds) if held.state in kinds), None)
    if ended is None:
        return None
    return status.base, tuple(held for held in status.holds if held is not ended)


def may_be_remarked(status: ParcelStatus, move: Move) -> bool:
    """Whether a remark may be made now."""
    return status.base in REMARKS[move]


def _noted(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    """Note what a move says beside the state."""
    if move.place:
        status = replace(status, place=move.place)
    note = _NOTES.get(move.move)
    return note(status, move) if note else status


def _draft_again(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, approved_hash="", label_hash="", colour="")


def _approved(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    said = move.particulars
    return replace(status, approved_hash=said.content_hash, colour=said.colour)


def _labelled(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, label_hash=move.particulars.content_hash)


def _received(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, received_at=move.at, slot="", beamline="", is_inspected=False, is_cleared=False)


def _found_here(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, received_at=status.received_at or move.at)


def _inspected(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    said = move.particulars
    filled = move.at if said.ln2_kg or said.ln2_level_frac else status.filled_at
    return replace(status, is_inspected=True, filled_at=filled)


def _stored(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, slot=move.particulars.slot, beamline="")


def _at_beamline(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, slot="", beamline=move.particulars.beamline, was_at_beamline=True)


def _kept(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, keep_until=move.particulars.keep_until, was_at_beamline=False)


def _to_be_transferred(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, wanted_session=move.particulars.session)


def _transferred(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, was_at_beamline=False, keep_until=None, session=status.wanted_session)


def _cleared(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, is_cleared=True)


def _out_of_hands(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, slot="", beamline="")


def _booked(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, out=_journey(move))


def _unbooked(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, out=None)


def _booked_back(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, back=_journey(move))


def _unbooked_back(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:  # noqa: ARG001 - the form of every note
    return replace(status, back=None)


def _journey(move: ParcelMove) -> Journey:
    said = move.particulars
    return Journey(
        courier=said.courier,
        tracking=said.tracking,
        by_move=move.number,
        pickup_at=said.pickup_at,
        expected_at=said.expected_at,
    )


def _filled(status: ParcelStatus, move: ParcelMove) -> ParcelStatus:
    return replace(status, filled_at=move.at)


_NOTES: dict[Move, Callable[[ParcelStatus, ParcelMove], ParcelStatus]] = {
    Move.REOPEN: _draft_again,
    Move.SUBMIT: _draft_again,
    Move.APPROVE: _approved,
    Move.LABEL: _labelled,
    Move.BOOK: _booked,
    Move.UNBOOK: _unbooked,
    Move.BOOK_RETURN: _booked_back,
    Move.UNBOOK_RETURN: _unbooked_back,
    Move.RECEIVE: _received,
    Move.REPORT_UNDECLARED: _found_here,
    Move.INSPECT: _inspected,
    Move.STORE: _stored,
    Move.TO_BEAMLINE: _at_beamline,
    Move.KEEP: _kept,
    Move.REQUEST_TRANSFER: _to_be_transferred,
    Move.TRANSFER: _transferred,
    Move.CLEAR: _cleared,
    Move.HAND_OVER: _out_of_hands,
    Move.DISPOSE: _out_of_hands,
    Move.TOP_UP: _filled,
}


def fits_in(moves: Sequence[ParcelMove], late: ParcelMove) -> bool:
    """Whether a move that became known late may have happened among the others."""
    try:
        fold((*moves, late))
    except BrokenHistory:
        return False
    return True


def last_changing(moves: Sequence[ParcelMove]) -> ParcelMove | None:
    """Return the newest move that counts and is no remark; None when only the parcel's creation is."""
    changing = [move for move in counting(moves) if move.move not in REMARKS]
    return changing[-1] if len(changing) > 1 else None
