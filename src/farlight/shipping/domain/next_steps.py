"""What a person most likely wants to do next with a parcel, and how it is said."""

from collections.abc import Collection, Mapping

from farlight.shipping.types import Move
from farlight.shipping.types import ParcelState as S

WANTED: Mapping[S, tuple[Move, ...]] = {
    S.DRAFT: (Move.SUBMIT,),
    S.CHANGES_REQUESTED: (Move.SUBMIT,),
    S.SUBMITTED: (Move.APPROVE,),
    S.UNDER_REVIEW: (Move.APPROVE,),
    S.REFUSED: (Move.REOPEN,),
    S.APPROVED: (Move.LABEL,),
    S.LABELLED: (Move.BOOK, Move.RECEIVE),
    S.BOOKED: (Move.POST, Move.RECEIVE),
    S.IN_TRANSIT: (Move.RECEIVE,),
    S.CUSTOMS_HOLD: (Move.RECEIVE,),
    S.DELIVERED: (Move.RECEIVE,),
    S.RECEIVED: (Move.INSPECT,),
    S.INSPECTED: (Move.STORE,),
    S.STORED: (Move.TO_BEAMLINE,),
    S.AT_BEAMLINE: (Move.STORE,),
    S.AWAITING_INSTRUCTIONS: (Move.REQUEST_RETURN,),
    S.TRANSFER_REQUESTED: (Move.TRANSFER,),
    S.RETURN_REQUESTED: (Move.BOOK_RETURN, Move.CLEAR),
    S.CLEARED: (Move.BOOK_RETURN,),
    S.RETURN_BOOKED: (Move.HAND_OVER, Move.CLEAR),
    S.DISPOSAL_REQUESTED: (Move.DISPOSE, Move.CLEAR),
    S.HANDED_OVER: (Move.CONFIRM_RETURN,),
    S.QUARANTINED: (Move.RELEASE,),
    S.LOST: (Move.RECEIVE, Move.RESOLVE),
    S.DAMAGED: (Move.RESOLVE, Move.REQUEST_RETURN),
    S.WARM: (Move.RESOLVE, Move.REQUEST_RETURN),
    S.WRONG_CONTENT: (Move.RESOLVE, Move.REQUEST_RETURN),
    S.UNDECLARED: (Move.RESOLVE, Move.REQUEST_RETURN),
    S.REFUSED_AT_GATE: (Move.RECEIVE, Move.RESOLVE),
    S.ABANDONED: (Move.KEEP, Move.DISPOSE),
}
"""The moves that are the next step in each state, the likeliest first."""

ASKED: Mapping[Move, str] = {
    Move.SUBMIT: "Submit it",
    Move.REOPEN: "Open it again",
    Move.CANCEL: "Cancel it",
    Move.TAKE_REVIEW: "Take it into review",
    Move.APPROVE: "Approve it",
    Move.REQUEST_CHANGES: "Ask for changes",
    Move.REFUSE: "Refuse it",
    Move.LABEL: "It has its label",
    Move.BOOK: "Book a courier",
    Move.UNBOOK: "The pickup was cancelled",
    Move.POST: "I posted it",
    Move.SIGHT: "It was seen on the road",
    Move.HOLD_AT_CUSTOMS: "It is held at customs",
    Move.RELEASE_FROM_CUSTOMS: "Customs released it",
    Move.DELIVER: "It was delivered",
    Move.RECEIVE: "It arrived",
    Move.INSPECT: "Look it over",
    Move.QUARANTINE: "Put it into quarantine",
    Move.RELEASE: "Release it from quarantine",
    Move.STORE: "Put it into a rack",
    Move.TO_BEAMLINE: "Bring it to the beamline",
    Move.AWAIT: "Ask its group what becomes of it",
    Move.KEEP: "Keep it here",
    Move.REQUEST_TRANSFER: "Give it to another session",
    Move.TRANSFER: "It was transferred",
    Move.REQUEST_RETURN: "Have it sent back",
    Move.REQUEST_DISPOSAL: "Have it disposed of",
    Move.WITHDRAW_REQUEST: "Not yet, after all",
    Move.CLEAR: "Record the survey",
    Move.BOOK_RETURN: "Book the way back",
    Move.UNBOOK_RETURN: "The way back was cancelled",
    Move.HAND_OVER: "The courier has it",
    Move.CONFIRM_RETURN: "It is back home",
    Move.DISPOSE: "It was disposed of",
    Move.CLOSE: "Close it",
    Move.REPORT_LOST: "It is lost",
    Move.REPORT_DAMAGED: "It is damaged",
    Move.REPORT_WARM: "It is warm",
    Move.REPORT_WRONG_CONTENT: "Something else lies in it",
    Move.REPORT_UNDECLARED: "It was not declared",
    Move.REFUSE_AT_GATE: "Refuse it at the gate",
    Move.ABANDON: "Nobody asks for it",
    Move.RESOLVE: "Decide, and let it go on",
    Move.TOP_UP: "Nitrogen was filled in",
    Move.MEASURE_TEMPERATURE: "Record a temperature",
    Move.PHOTOGRAPH: "Add photographs",
    Move.NOTE: "Write a note",
}
"""What stands on the button of each move that people make on pages."""

TROUBLE = frozenset(
    {
        Move.REPORT_LOST,
        Move.REPORT_DAMAGED,
        Move.REPORT_WARM,
        Move.REPORT_WRONG_CONTENT,
        Move.REPORT_UNDECLARED,
        Move.REFUSE_AT_GATE,
        Move.ABANDON,
        Move.QUARANTINE,
        Move.HOLD_AT_CUSTOMS,
    }
)
"""What goes wrong: offered apart, so that nobody says it by mistake."""


def next_step(state: S, allowed: Collection[Move]) -> Move | None:
    """Return the move that a person most likely makes next; None when it is somebody else's turn."""
    return next((move for move in WANTED.get(state, ()) if move in allowed), None)


def groups_of(allowed: Collection[Move], chosen: Move | None) -> tuple[list[Move], list[Move]]:
    """Return the other moves that may be made, and apart from them what may go wrong, in the order of the way."""
    shown = [move for move in Move if move in allowed and move in ASKED and move is not chosen]
    return [move for move in shown if move not in TROUBLE], [move for move in shown if move in TROUBLE]
