"""The machine's table: which move leads from which state to which, who may make it, and what each hold lets through.

Documents are made of this table; nothing else decides what may follow what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from farlight.shipping.types import Move, Party
from farlight.shipping.types import ParcelState as S

_WAYS_OUT = {Move.REQUEST_RETURN: S.RETURN_REQUESTED, Move.REQUEST_DISPOSAL: S.DISPOSAL_REQUESTED}
_ARRIVALS = {Move.DELIVER: S.DELIVERED, Move.RECEIVE: S.RECEIVED}
_DECISIONS = {Move.APPROVE: S.APPROVED, Move.REQUEST_CHANGES: S.CHANGES_REQUESTED, Move.REFUSE: S.REFUSED}
_CHANGES_OF_MIND = {Move.REOPEN: S.DRAFT, Move.CANCEL: S.CANCELLED}

NEXT: Mapping[S, Mapping[Move, S]] = {
    S.DRAFT: {Move.CHANGE_CONTENTS: S.DRAFT, Move.SUBMIT: S.SUBMITTED, Move.CANCEL: S.CANCELLED},
    S.SUBMITTED: {Move.TAKE_REVIEW: S.UNDER_REVIEW} | _DECISIONS | _CHANGES_OF_MIND,
    S.UNDER_REVIEW: _DECISIONS | _CHANGES_OF_MIND,
    S.CHANGES_REQUESTED: {
        Move.CHANGE_CONTENTS: S.CHANGES_REQUESTED,
        Move.SUBMIT: S.SUBMITTED,
        Move.CANCEL: S.CANCELLED,
    },
    S.REFUSED: _CHANGES_OF_MIND,
    S.APPROVED: {Move.LABEL: S.LABELLED} | _CHANGES_OF_MIND,
    S.LABELLED: {Move.LABEL: S.LABELLED, Move.BOOK: S.BOOKED, Move.POST: S.IN_TRANSIT} | _ARRIVALS | _CHANGES_OF_MIND,
    S.BOOKED: {Move.LABEL: S.BOOKED, Move.BOOK: S.BOOKED, Move.UNBOOK: S.LABELLED, Move.POST: S.IN_TRANSIT} | _ARRIVALS,
    S.IN_TRANSIT: {Move.BOOK: S.IN_TRANSIT, Move.SIGHT: S.IN_TRANSIT} | _ARRIVALS,
    S.DELIVERED: {Move.RECEIVE: S.RECEIVED},
    S.RECEIVED: {
        Move.INSPECT: S.INSPECTED,
        Move.STORE: S.STORED,
        Move.TO_BEAMLINE: S.AT_BEAMLINE,
        Move.AWAIT: S.AWAITING_INSTRUCTIONS,
    }
    | _WAYS_OUT,
    S.INSPECTED: {
        Move.INSPECT: S.INSPECTED,
        Move.STORE: S.STORED,
        Move.TO_BEAMLINE: S.AT_BEAMLINE,
        Move.AWAIT: S.AWAITING_INSTRUCTIONS,
    }
    | _WAYS_OUT,
    S.STORED: {
        Move.STORE: S.STORED,
        Move.INSPECT: S.STORED,
        Move.TO_BEAMLINE: S.AT_BEAMLINE,
        Move.AWAIT: S.AWAITING_INSTRUCTIONS,
        Move.KEEP: S.STORED,
        Move.REQUEST_TRANSFER: S.TRANSFER_REQUESTED,
    }
    | _WAYS_OUT,
    S.AT_BEAMLINE: {Move.TO_BEAMLINE: S.AT_BEAMLINE, Move.STORE: S.STORED},
    S.AWAITING_INSTRUCTIONS: {
        Move.STORE: S.AWAITING_INSTRUCTIONS,
        Move.KEEP: S.STORED,
        Move.TO_BEAMLINE: S.AT_BEAMLINE,
        Move.REQUEST_TRANSFER: S.TRANSFER_REQUESTED,
    }
    | _WAYS_OUT,
    S.TRANSFER_REQUESTED: {
        Move.STORE: S.TRANSFER_REQUESTED,
        Move.TRANSFER: S.STORED,
        Move.WITHDRAW_REQUEST: S.AWAITING_INSTRUCTIONS,
    },
    S.RETURN_REQUESTED: {
        Move.STORE: S.RETURN_REQUESTED,
        Move.CLEAR: S.CLEARED,
        Move.BOOK_RETURN: S.RETURN_BOOKED,
        Move.HAND_OVER: S.HANDED_OVER,
        Move.WITHDRAW_REQUEST: S.AWAITING_INSTRUCTIONS,
    },
    S.DISPOSAL_REQUESTED: {
        Move.STORE: S.DISPOSAL_REQUESTED,
        Move.CLEAR: S.DISPOSAL_REQUESTED,
        Move.DISPOSE: S.DISPOSED,
        Move.WITHDRAW_REQUEST: S.AWAITING_INSTRUCTIONS,
    },
    S.CLEARED: {
        Move.STORE: S.CLEARED,
        Move.BOOK_RETURN: S.RETURN_BOOKED,
        Move.HAND_OVER: S.HANDED_OVER,
        Move.WITHDRAW_REQUEST: S.AWAITING_INSTRUCTIONS,
    },
    S.RETURN_BOOKED: {
        Move.STORE: S.RETURN_BOOKED,
        Move.CLEAR: S.RETURN_BOOKED,
        Move.BOOK_RETURN: S.RETURN_BOOKED,
        Move.UNBOOK_RETURN: S.RETURN_REQUESTED,
        Move.HAND_OVER: S.HANDED_OVER,
    },
    S.HANDED_OVER: {
        Move.BOOK_RETURN: S.HANDED_OVER,
        Move.SIGHT: S.HANDED_OVER,
        Move.CONFIRM_RETURN: S.RETURNED,
        Move.RECEIVE: S.RECEIVED,
    },
    S.RETURNED: {Move.CLOSE: S.CLOSED},
    S.DISPOSED: {Move.CLOSE: S.CLOSED},
    S.CANCELLED: {},
    S.CLOSED: {},
}
"""From each state that is no hold, the moves that may be made and where they lead."""

UNSENT = frozenset(
    {S.DRAFT, S.SUBMITTED, S.UNDER_REVIEW, S.CHANGES_REQUESTED, S.REFUSED, S.APPROVED, S.LABELLED, S.BOOKED}
)
ON_SITE = frozenset(
    {
        S.RECEIVED,
        S.INSPECTED,
        S.STORED,
        S.AT_BEAMLINE,
        S.AWAITING_INSTRUCTIONS,
        S.TRANSFER_REQUESTED,
        S.RETURN_REQUESTED,
        S.DISPOSAL_REQUESTED,
        S.CLEARED,
        S.RETURN_BOOKED,
    }
)
"""Where the parcel is in the facility's hands."""
ON_THE_ROAD = frozenset({S.IN_TRANSIT, S.HANDED_OVER})
PACKED = frozenset({S.APPROVED, S.LABELLED, S.BOOKED, S.DELIVERED, S.RETURNED}) | ON_THE_ROAD | ON_SITE
OPEN = frozenset(NEXT) - {S.CANCELLED, S.CLOSED}
UNPACKED = frozenset({S.RETURNED, S.DISPOSED, S.CANCELLED, S.CLOSED})
"""Where what lay in the parcel does so no more."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A state that a parcel must be let out of."""

    entered_by: Move
    out_of: frozenset[S]
    """Where it may begin."""
    under: frozenset[Move] = frozenset()
    """Moves that go on while it holds."""
    ended_by: frozenset[Move]
    """Moves that end it; the plain ones lead back to where it was."""
    leads_to: Mapping[Move, S] = field(default_factory=dict)
    """Where a move that ends it leads, whatever the parcel's way was before."""


_HANDLED = frozenset({Move.DELIVER, Move.RECEIVE, Move.INSPECT, Move.STORE, Move.CONFIRM_RETURN, Move.SIGHT})
_DECIDED = frozenset({Move.RESOLVE, Move.REQUEST_RETURN, Move.REQUEST_DISPOSAL})

HOLDS: Mapping[S, Hold] = {
    S.CUSTOMS_HOLD: Hold(
        entered_by=Move.HOLD_AT_CUSTOMS,
        out_of=ON_THE_ROAD,
        under=frozenset({Move.SIGHT, Move.BOOK, Move.BOOK_RETURN}),
        ended_by=frozenset({Move.RELEASE_FROM_CUSTOMS, Move.DELIVER, Move.RECEIVE, Move.CONFIRM_RETURN}),
    ),
    S.QUARANTINED: Hold(
        entered_by=Move.QUARANTINE,
        out_of=ON_SITE,
        under=frozenset({Move.INSPECT, Move.STORE}),
        ended_by=frozenset({Move.RELEASE, Move.DISPOSE}),
        leads_to={Move.DISPOSE: S.DISPOSED},
    ),
    S.LOST: Hold(
        entered_by=Move.REPORT_LOST,
        out_of=ON_THE_ROAD | ON_SITE | {S.BOOKED, S.DELIVERED},
        ended_by=frozenset({Move.RESOLVE, Move.RECEIVE, Move.CONFIRM_RETURN, Move.CLOSE}),
        leads_to={Move.RECEIVE: S.RECEIVED, Move.CLOSE: S.CLOSED},
    ),
    S.DAMAGED: Hold(
        entered_by=Move.REPORT_DAMAGED,
        out_of=ON_THE_ROAD | ON_SITE | {S.DELIVERED, S.RETURNED},
        under=_HANDLED,
        ended_by=_DECIDED,
    ),
    S.WARM: Hold(
        entered_by=Move.REPORT_WARM,
        out_of=ON_THE_ROAD | ON_SITE | {S.DELIVERED, S.RETURNED},
        under=_HANDLED,
        ended_by=_DECIDED,
    ),
    S.WRONG_CONTENT: Hold(
        entered_by=Move.REPORT_WRONG_CONTENT,
        out_of=ON_SITE,
        under=frozenset({Move.INSPECT, Move.STORE}),
        ended_by=_DECIDED,
    ),
    S.UNDECLARED: Hold(
        entered_by=Move.REPORT_UNDECLARED,
        out_of=UNSENT | ON_SITE | {S.IN_TRANSIT, S.DELIVERED},
        under=frozenset({Move.INSPECT, Move.STORE}),
        ended_by=_DECIDED,
    ),
    S.REFUSED_AT_GATE: Hold(
        entered_by=Move.REFUSE_AT_GATE,
        out_of=UNSENT | {S.IN_TRANSIT, S.DELIVERED},
        ended_by=frozenset({Move.RESOLVE, Move.RECEIVE, Move.HAND_OVER}),
        leads_to={Move.RECEIVE: S.RECEIVED, Move.HAND_OVER: S.HANDED_OVER},
    ),
    S.ABANDONED: Hold(
        entered_by=Move.ABANDON,
        out_of=frozenset({S.STORED, S.AWAITING_INSTRUCTIONS, S.RETURN_REQUESTED, S.CLEARED}),
        under=frozenset({Move.STORE}),
        ended_by=frozenset({Move.KEEP, Move.REQUEST_TRANSFER, Move.DISPOSE}) | _DECIDED,
        leads_to={Move.DISPOSE: S.DISPOSED},
    ),
}
"""What can hold a parcel."""

ENTERS: Mapping[Move, S] = {hold.entered_by: state for state, hold in HOLDS.items()}
FOUND_HERE = frozenset({Move.REPORT_UNDECLARED})
"""Holds that begin when the parcel stands in the stores, whatever was known of it before."""
LETS_GO: Mapping[Move, frozenset[S]] = {
    Move.RELEASE_FROM_CUSTOMS: frozenset({S.CUSTOMS_HOLD}),
    Move.RELEASE: frozenset({S.QUARANTINED}),
    Move.RESOLVE: frozenset(state for state in HOLDS if state.is_exception),
}
"""Moves that end a hold and change nothing else."""

REMARKS: Mapping[Move, frozenset[S]] = {
    Move.TOP_UP: PACKED,
    Move.MEASURE_TEMPERATURE: PACKED,
    Move.CORRECT_CONTENTS: ON_SITE,
    Move.PHOTOGRAPH: OPEN,
    Move.NOTE: OPEN,
}
"""Moves that change no state, and where the parcel may be when they are made."""

_GROUP = frozenset({Party.SENDER})
_STAFF = frozenset({Party.HANDLER})
_SAFETY = frozenset({Party.SAFETY})
_ROAD = frozenset({Party.SENDER, Party.HANDLER, Party.COURIER})
_CHOICE = frozenset({Party.SENDER, Party.HANDLER})
_FINDERS = frozenset({Party.HANDLER, Party.SAFETY})

WHO: Mapping[Move, frozenset[Party]] = {
    Move.CREATE: _GROUP,
    Move.CHANGE_CONTENTS: _GROUP,
    Move.SUBMIT: _GROUP,
    Move.REOPEN: _GROUP,
    Move.CANCEL: _GROUP,
    Move.TAKE_REVIEW: _SAFETY,
    Move.APPROVE: _SAFETY | {Party.RULE},
    Move.REQUEST_CHANGES: _SAFETY,
    Move.REFUSE: _SAFETY,
    Move.LABEL: _CHOICE,
    Move.BOOK: _CHOICE,
    Move.UNBOOK: _ROAD,
    Move.POST: _ROAD,
    Move.SIGHT: _ROAD,
    Move.HOLD_AT_CUSTOMS: _ROAD,
    Move.RELEASE_FROM_CUSTOMS: _ROAD,
    Move.DELIVER: frozenset({Party.HANDLER, Party.COURIER}),
    Move.RECEIVE: _STAFF,
    Move.INSPECT: _STAFF,
    Move.QUARANTINE: _FINDERS,
    Move.RELEASE: _SAFETY,
    Move.STORE: _STAFF,
    Move.TO_BEAMLINE: _STAFF,
    Move.AWAIT: frozenset({Party.HANDLER, Party.RULE}),
    Move.KEEP: _CHOICE,
    Move.REQUEST_TRANSFER: _CHOICE,
    Move.TRANSFER: _STAFF,
    Move.REQUEST_RETURN: _CHOICE,
    Move.REQUEST_DISPOSAL: _CHOICE,
    Move.WITHDRAW_REQUEST: _CHOICE,
    Move.CLEAR: _FINDERS,
    Move.BOOK_RETURN: _CHOICE,
    Move.UNBOOK_RETURN: _ROAD,
    Move.HAND_OVER: _STAFF,
    Move.CONFIRM_RETURN: frozenset({Party.SENDER, Party.COURIER}),
    Move.DISPOSE: _FINDERS,
    Move.CLOSE: frozenset({Party.HANDLER, Party.RULE}),
    Move.REPORT_LOST: _ROAD,
    Move.REPORT_DAMAGED: _ROAD | {Party.SAFETY},
    Move.REPORT_WARM: _ROAD,
    Move.REPORT_WRONG_CONTENT: _FINDERS,
    Move.REPORT_UNDECLARED: _FINDERS,
    Move.REFUSE_AT_GATE: _FINDERS,
    Move.ABANDON: frozenset({Party.HANDLER, Party.RULE}),
    Move.RESOLVE: _FINDERS,
    Move.TOP_UP: _CHOICE,
    Move.MEASURE_TEMPERATURE: _CHOICE,
    Move.CORRECT_CONTENTS: _STAFF,
    Move.PHOTOGRAPH: _CHOICE | {Party.SAFETY},
    Move.NOTE: _ROAD | {Party.SAFETY},
    Move.UNDO: _ROAD | {Party.SAFETY},
}
"""In which part somebody may make each move."""
