"""Moves in words, as sentences need them."""

from farlight.shipping.types import Move, Party

DONE: dict[Move, str] = {
    Move.CREATE: "prepared",
    Move.CHANGE_CONTENTS: "packed otherwise",
    Move.SUBMIT: "submitted",
    Move.REOPEN: "opened again for changes",
    Move.CANCEL: "cancelled",
    Move.TAKE_REVIEW: "taken into review",
    Move.APPROVE: "approved",
    Move.REQUEST_CHANGES: "given back for changes",
    Move.REFUSE: "refused",
    Move.LABEL: "labelled",
    Move.BOOK: "booked with a courier",
    Move.UNBOOK: "taken back from its courier",
    Move.POST: "posted",
    Move.SIGHT: "seen on the road",
    Move.HOLD_AT_CUSTOMS: "held at customs",
    Move.RELEASE_FROM_CUSTOMS: "released by customs",
    Move.DELIVER: "delivered to the gate",
    Move.RECEIVE: "received",
    Move.INSPECT: "inspected",
    Move.QUARANTINE: "put into quarantine",
    Move.RELEASE: "released from quarantine",
    Move.STORE: "put into a rack",
    Move.TO_BEAMLINE: "brought to a beamline",
    Move.AWAIT: "left to wait for instructions",
    Move.KEEP: "kept",
    Move.REQUEST_TRANSFER: "asked to be transferred",
    Move.TRANSFER: "transferred",
    Move.REQUEST_RETURN: "asked back",
    Move.REQUEST_DISPOSAL: "given up for disposal",
    Move.WITHDRAW_REQUEST: "kept waiting after all",
    Move.CLEAR: "cleared for leaving",
    Move.BOOK_RETURN: "booked for the way back",
    Move.UNBOOK_RETURN: "taken back from the courier of its way back",
    Move.HAND_OVER: "handed over for the way back",
    Move.CONFIRM_RETURN: "received at home",
    Move.DISPOSE: "disposed of",
    Move.CLOSE: "closed",
    Move.REPORT_LOST: "reported lost",
    Move.REPORT_DAMAGED: "reported damaged",
    Move.REPORT_WARM: "reported warm",
    Move.REPORT_WRONG_CONTENT: "reported to hold something else",
    Move.REPORT_UNDECLARED: "reported as not declared",
    Move.REFUSE_AT_GATE: "refused at the gate",
    Move.ABANDON: "given up as abandoned",
    Move.RESOLVE: "let go on",
    Move.TOP_UP: "topped up with liquid nitrogen",
    Move.MEASURE_TEMPERATURE: "measured for its temperature",
    Move.CORRECT_CONTENTS: "corrected in its contents",
    Move.PHOTOGRAPH: "photographed",
    Move.NOTE: "written about",
    Move.UNDO: "taken back by one move",
}
"""What a parcel is once the move was made: "it cannot be …"."""

WHO_MENDS: dict[Party, str] = {
    Party.SENDER: "the group that sends it",
    Party.HANDLER: "stores or the local contact",
    Party.SAFETY: "the safety group",
    Party.COURIER: "the courier",
    Party.RULE: "Farlight itself",
}


def listed(words: list[str], last: str = "or") -> str:
    """``["a", "b", "c"]`` -> ``a, b or c``."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
