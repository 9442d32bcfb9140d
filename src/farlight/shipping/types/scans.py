"""What scanners tell and are told."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from farlight.kernel.errors import Objection
from farlight.shipping.types.states import ParcelState


class ScanOutcome(StrEnum):
    """What became of a scan."""

    DONE = "done"
    REPEATED = "repeated"
    """It was done when it came before."""
    LATE = "late"
    """It is kept as a remark: it does not go together with what was known already."""
    DIFFERS = "differs"
    """What lies in a container is not what was declared."""
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class PinTold:
    """What somebody found in a position of a container."""

    slot: str
    state: str
    """``read``, ``empty`` or ``unreadable``."""
    barcode: str = ""


@dataclass(frozen=True, kw_only=True)
class Scanned:
    """Something that somebody scanned or pressed."""

    client_id: UUID
    at: datetime
    code: str
    verb: str
    """A verb of the wall, or ``undo``, ``contents``, ``accept``, ``photograph``."""
    place: str = ""
    words: str = ""
    mark: str = ""
    """The contents that the label was printed for."""
    left_frac: float | None = None
    """How much nitrogen was left, as a fraction of a full dewar."""
    pins: tuple[PinTold, ...] = ()
    photograph: bytes = field(default=b"", repr=False)
    """A picture as the phone made it; only with ``photograph``."""
    undoes: UUID | None = None
    """The scan that this one takes back or accepts."""


@dataclass(frozen=True, kw_only=True)
class OfferedVerb:
    """A verb, and what stands in its way."""

    verb: str
    allowed: bool
    reasons: tuple[Objection, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SlotSeen:
    """A position in the drawing of a container; coordinates are fractions of a unit box."""

    name: str
    x_frac: float
    y_frac: float
    size_frac: float
    declared: str
    """What is declared there, as far as the person may know; empty for nothing."""


@dataclass(frozen=True, kw_only=True)
class ThingSeen:
    """A thing that was scanned."""

    code: str
    kind: str
    """``parcel`` or ``container``."""
    title: str
    aliases: tuple[str, ...] = ()
    """Every code that stands on it, in capitals."""
    state: ParcelState | None = None
    place: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    cold_until: datetime | None = None
    cold_uncertainty: timedelta | None = None
    verbs: tuple[OfferedVerb, ...] = ()
    slots: tuple[SlotSeen, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingTold:
    """How a position of a container stands to what was declared."""

    slot: str
    kind: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ScanAnswer:
    """What a scanner is told of a scan."""

    client_id: UUID
    outcome: ScanOutcome
    words: str
    reasons: tuple[Objection, ...] = ()
    findings: tuple[FindingTold, ...] = ()
    can_accept: bool = False
    """Whether the person may accept what was found in place of what was declared."""
    thing: ThingSeen | None = None


@dataclass(frozen=True, kw_only=True)
class KnownThings:
    """What a phone takes along to where there is no network."""

    person: str
    at: datetime
    things: tuple[ThingSeen, ...]
    moves: dict[str, dict[str, str]]
    """State that a verb leads to, by state."""
    states: tuple[ParcelState, ...]
    racks: tuple[str, ...]
    beamlines: tuple[str, ...]
