"""Which moves people are told of by mail: whom, in which words, and for whom something waits."""

from dataclasses import dataclass
from enum import StrEnum

from farlight.shipping.types import Move, ParcelMove, ParcelState, Source


class Listener(StrEnum):
    """Somebody who is told about parcels, by the part in which they are."""

    SENDER = "sender"
    """Who made the shipment and who submitted the parcel."""
    LEADER = "leader"
    """Answers for the proposal."""
    LOCAL_CONTACT = "local_contact"
    STORES = "stores"
    SAFETY = "safety"


@dataclass(frozen=True, kw_only=True)
class Telling:
    """How people are told of a move."""

    template: str
    to: frozenset[Listener]
    needed: frozenset[Listener] = frozenset()
    """Those among them for whom something waits."""
    link_word: str = "Open the parcel"


_SENDER, _LEADER, _CONTACT = Listener.SENDER, Listener.LEADER, Listener.LOCAL_CONTACT
_STORES, _SAFETY = Listener.STORES, Listener.SAFETY


def _telling(
    template: str, *to: Listener, needed: tuple[Listener, ...] = (), link_word: str = "Open the parcel"
) -> Telling:
    return Telling(template=template, to=frozenset(to), needed=frozenset(needed), link_word=link_word)


_PROBLEM = _telling("parcel_problem", _SENDER, _LEADER, _CONTACT, _STORES, needed=(_SENDER, _CONTACT))
_WANTED = _telling("parcel_wanted", _STORES, _CONTACT, needed=(_STORES,))

TOLD: dict[Move, Telling] = {
    Move.SUBMIT: _telling("parcel_submitted", _SAFETY, _CONTACT, needed=(_SAFETY,), link_word="Review it"),
    Move.APPROVE: _telling("parcel_approved", _SENDER, needed=(_SENDER,), link_word="Print its label"),
    Move.REQUEST_CHANGES: _telling("parcel_changes", _SENDER, _LEADER, needed=(_SENDER,), link_word="Change it"),
    Move.REFUSE: _telling("parcel_refused", _SENDER, _LEADER, needed=(_SENDER,)),
    Move.HOLD_AT_CUSTOMS: _telling("parcel_customs", _SENDER, _STORES, _CONTACT, needed=(_SENDER,)),
    Move.RELEASE_FROM_CUSTOMS: _telling("parcel_let_go", _SENDER, _CONTACT),
    Move.RECEIVE: _telling("parcel_received", _SENDER, _CONTACT),
    Move.INSPECT: _telling("parcel_inspected", _SENDER, _CONTACT),
    Move.QUARANTINE: _telling("parcel_quarantined", _SENDER, _LEADER, _CONTACT, _SAFETY, needed=(_SAFETY,)),
    Move.RELEASE: _telling("parcel_let_go", _SENDER, _CONTACT),
    Move.AWAIT: _telling("parcel_awaiting", _SENDER, _CONTACT, needed=(_SENDER,), link_word="Say what becomes of it"),
    Move.REQUEST_TRANSFER: _WANTED,
    Move.REQUEST_RETURN: _WANTED,
    Move.REQUEST_DISPOSAL: _WANTED,
    Move.TRANSFER: _telling("parcel_transferred", _SENDER, _CONTACT),
    Move.HAND_OVER: _telling("parcel_handed_over", _SENDER),
    Move.DISPOSE: _telling("parcel_disposed", _SENDER, _LEADER),
    Move.REPORT_LOST: _PROBLEM,
    Move.REPORT_DAMAGED: _PROBLEM,
    Move.REPORT_WARM: _PROBLEM,
    Move.REPORT_WRONG_CONTENT: _PROBLEM,
    Move.REPORT_UNDECLARED: _telling(
        "parcel_problem", _SENDER, _LEADER, _CONTACT, _STORES, _SAFETY, needed=(_SENDER, _SAFETY)
    ),
    Move.REFUSE_AT_GATE: _PROBLEM,
    Move.ABANDON: _telling("parcel_abandoned", _SENDER, _LEADER, _STORES, needed=(_SENDER, _LEADER)),
    Move.RESOLVE: _telling("parcel_let_go", _SENDER, _LEADER, _CONTACT),
}
"""Moves that people are told of; of all others the timeline tells."""

UNDONE = _telling("parcel_undone")
DEADLINE = _telling("parcel_deadline", _SENDER, _CONTACT, needed=(_SENDER,))


def telling_of(move: ParcelMove, moves: list[ParcelMove], present: ParcelState) -> Telling | None:
    """Return how people are told of a move; None when the timeline is enough.

    Parameters
    ----------
    move : ParcelMove
        The one that people may be told of.
    moves : list of ParcelMove
        All of the parcel, as far as they are known.
    present : ParcelState
        Where the parcel is now: a submission that passed by itself is no work for the safety group any more.
    """
    if move.is_late:
        return None
    if move.undoes is not None:
        undone = next((other for other in moves if other.number == move.undoes), None)
        known = TOLD.get(undone.move) if undone else None
        return Telling(template=UNDONE.template, to=known.to) if known else None
    if move.move is Move.SUBMIT and present is not ParcelState.SUBMITTED:
        return None
    if move.move is Move.APPROVE and move.source is Source.RULE and _follows_submission(move, moves):
        return None
    if move.move is Move.INSPECT and not move.particulars.missing:
        return None
    return TOLD.get(move.move)


def _follows_submission(move: ParcelMove, moves: list[ParcelMove]) -> bool:
    """Whether a parcel passed at once when it was submitted: its sender sees it on the page."""
    before = next((other for other in moves if other.number == move.number - 1), None)
    return before is not None and before.move is Move.SUBMIT and before.at == move.at
