"""What happens to parcels, and what is said with it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Move(StrEnum):
    """What happens to a parcel: a verb. Moves that are remarks change no state."""

    CREATE = "create"
    CHANGE_CONTENTS = "change_contents"
    SUBMIT = "submit"
    REOPEN = "reopen"
    CANCEL = "cancel"
    TAKE_REVIEW = "take_review"
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"
    REFUSE = "refuse"
    LABEL = "label"
    BOOK = "book"
    UNBOOK = "unbook"
    POST = "post"
    SIGHT = "sight"
    HOLD_AT_CUSTOMS = "hold_at_customs"
    RELEASE_FROM_CUSTOMS = "release_from_customs"
    DELIVER = "deliver"
    RECEIVE = "receive"
    INSPECT = "inspect"
    QUARANTINE = "quarantine"
    RELEASE = "release"
    STORE = "store"
    TO_BEAMLINE = "to_beamline"
    AWAIT = "await"
    KEEP = "keep"
    REQUEST_TRANSFER = "request_transfer"
    TRANSFER = "transfer"
    REQUEST_RETURN = "request_return"
    REQUEST_DISPOSAL = "request_disposal"
    WITHDRAW_REQUEST = "withdraw_request"
    CLEAR = "clear"
    BOOK_RETURN = "book_return"
    UNBOOK_RETURN = "unbook_return"
    HAND_OVER = "hand_over"
    CONFIRM_RETURN = "confirm_return"
    DISPOSE = "dispose"
    CLOSE = "close"
    REPORT_LOST = "report_lost"
    REPORT_DAMAGED = "report_damaged"
    REPORT_WARM = "report_warm"
    REPORT_WRONG_CONTENT = "report_wrong_content"
    REPORT_UNDECLARED = "report_undeclared"
    REFUSE_AT_GATE = "refuse_at_gate"
    ABANDON = "abandon"
    RESOLVE = "resolve"
    TOP_UP = "top_up"
    MEASURE_TEMPERATURE = "measure_temperature"
    CORRECT_CONTENTS = "correct_contents"
    PHOTOGRAPH = "photograph"
    NOTE = "note"
    UNDO = "undo"

    @property
    def label(self) -> str:
        """The verb, as people say it."""
        return self.value.replace("_", " ")


class Party(StrEnum):
    """In which part somebody, or something, moves a parcel."""

    SENDER = "sender"
    """Belongs to the group that sends it, or sends in its name."""
    HANDLER = "handler"
    """Stores, the local contact, the beamline's scientists."""
    SAFETY = "safety"
    COURIER = "courier"
    """The courier's own messages."""
    RULE = "rule"
    """Farlight itself: a rule or the clock."""


class Source(StrEnum):
    """How a move became known."""

    SCAN = "scan"
    COURIER = "courier"
    API = "api"
    PAGE = "page"
    MANUAL = "manual"
    IMPORT = "import"
    CLOCK = "clock"
    RULE = "rule"
    """Followed from another move by itself."""


class Outcome(StrEnum):
    """What became of a move that was told."""

    RECORDED = "recorded"
    LATE = "late"
    """It happened before something that it does not go together with: it is kept as a remark, and changes nothing."""
    REPEATED = "repeated"
    """It was recorded before, under the same identifier."""


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What else is known of a move; each move uses few of these."""

    reason: str = ""
    text: str = ""
    slot: str = ""
    """Place in the stores: ``A3``, of a rack of the facility file."""
    beamline: str = ""
    session: str = ""
    """Session that a parcel is transferred to or kept for."""
    courier: str = ""
    tracking: str = ""
    expected_at: datetime | None = None
    """When the courier expects to deliver."""
    pickup_at: datetime | None = None
    keep_until: date | None = None
    colour: str = ""
    """Hazard colour with which the contents were approved."""
    conditions: str = ""
    content_hash: str = ""
    """What the contents were when it was approved or its label printed."""
    temperature_k: float | None = None
    ln2_kg: float | None = None
    """Mass of liquid nitrogen that was filled in, or is in it."""
    ln2_level_frac: float | None = None
    dose_rate_usv_h: float | None = None
    """What the survey before leaving measured, in µSv/h."""
    missing: tuple[str, ...] = ()
    """What an inspection missed or found amiss: keys of the facility file's checklist."""
    photographs: tuple[str, ...] = ()
    """Codes of the pictures that were added."""
    owner: str = ""
    """Login name of who looks after an incident."""
    deadline: datetime | None = None
    """Until when an incident must be decided."""
    claimed_at: datetime | None = None
    """When a scanner whose clock runs ahead said that it happened."""


@dataclass(frozen=True, kw_only=True)
class ParcelMove:
    """One thing that happened to a parcel."""

    number: int
    """From 1, in the order in which they became known."""
    move: Move
    at: datetime
    """When it happened."""
    recorded_at: datetime
    """When it became known."""
    source: Source
    by: str = ""
    """Login name; empty when a courier, a rule or the clock did it."""
    by_name: str = ""
    place: str = ""
    particulars: Particulars = Particulars()
    undoes: int | None = None
    is_late: bool = False
    """It did not go together with what was known, and is a remark."""
