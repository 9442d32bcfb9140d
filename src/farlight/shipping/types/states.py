"""Where parcels and shipments are, and what kinds of them there are."""

from enum import StrEnum


class ParcelState(StrEnum):
    """Where a parcel is on its way. It is folded from the parcel's moves and never said by anybody."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    CHANGES_REQUESTED = "changes_requested"
    REFUSED = "refused"
    APPROVED = "approved"
    LABELLED = "labelled"
    BOOKED = "booked"
    IN_TRANSIT = "in_transit"
    CUSTOMS_HOLD = "customs_hold"
    DELIVERED = "delivered"
    RECEIVED = "received"
    INSPECTED = "inspected"
    QUARANTINED = "quarantined"
    STORED = "stored"
    AT_BEAMLINE = "at_beamline"
    AWAITING_INSTRUCTIONS = "awaiting_instructions"
    TRANSFER_REQUESTED = "transfer_requested"
    RETURN_REQUESTED = "return_requested"
    DISPOSAL_REQUESTED = "disposal_requested"
    CLEARED = "cleared"
    RETURN_BOOKED = "return_booked"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    DISPOSED = "disposed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    LOST = "lost"
    DAMAGED = "damaged"
    WARM = "warm"
    WRONG_CONTENT = "wrong_content"
    UNDECLARED = "undeclared"
    REFUSED_AT_GATE = "refused_at_gate"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """The state, as people say it."""
        return _SAID_OTHERWISE.get(self.value, self.value.replace("_", " "))

    @property
    def is_exception(self) -> bool:
        """Whether something went wrong that somebody must decide about."""
        return self.value in _EXCEPTIONS

    @property
    def is_hold(self) -> bool:
        """Whether the parcel must be let out of it, to go on from where it was."""
        return self.is_exception or self in {ParcelState.CUSTOMS_HOLD, ParcelState.QUARANTINED}

    @property
    def is_unsent(self) -> bool:
        """Whether it has not left home yet."""
        return self.value in _UNSENT

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens to it."""
        return self.value in {"closed", "cancelled"}


_SAID_OTHERWISE = {
    "in_transit": "on its way",
    "customs_hold": "held at customs",
    "handed_over": "on its way back",
    "changes_requested": "changes asked for",
    "refused_at_gate": "refused at the gate",
    "wrong_content": "wrong contents",
    "undeclared": "not declared",
    "return_requested": "to be sent back",
    "transfer_requested": "to be transferred",
    "disposal_requested": "to be disposed of",
    "cleared": "cleared for leaving",
    "disposed": "disposed of",
}
_UNSENT = frozenset(
    {"draft", "submitted", "under_review", "changes_requested", "refused", "approved", "labelled", "booked"}
)
_EXCEPTIONS = frozenset({"lost", "damaged", "warm", "wrong_content", "undeclared", "refused_at_gate", "abandoned"})


class ParcelKind(StrEnum):
    """What travels."""

    DEWAR = "dewar"
    BOX = "box"
    TOOLBOX = "toolbox"


class ItemKind(StrEnum):
    """What lies in a parcel."""

    CONTAINER = "container"
    SAMPLE = "sample"
    TOOL = "tool"


class ShipmentMode(StrEnum):
    """How a shipment comes."""

    COURIER = "courier"
    BY_HAND = "by_hand"
    """Somebody of the group brings it."""
    FACILITY = "facility"
    """The facility pays for the courier."""

    @property
    def label(self) -> str:
        """The mode, as people say it."""
        return {
            "courier": "by a courier of ours",
            "by_hand": "we bring it ourselves",
            "facility": "by the facility's courier",
        }[self.value]


class Direction(StrEnum):
    """Which way a journey goes."""

    OUT = "out"
    """To the facility."""
    BACK = "back"


class ShipmentState(StrEnum):
    """Where a shipment is, as its parcels together tell; the one that is behind the others counts."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    TO_BE_SENT = "to_be_sent"
    ON_ITS_WAY = "on_its_way"
    AT_FACILITY = "at_facility"
    GOING_BACK = "going_back"
    OVER = "over"
    NEEDS_ATTENTION = "needs_attention"
    """Something went wrong with one of them, or its group must decide."""

    @property
    def label(self) -> str:
        """The state, as people say it."""
        return self.value.replace("_", " ")
