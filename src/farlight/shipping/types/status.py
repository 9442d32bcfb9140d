"""What a parcel's moves come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from farlight.kernel.errors import Objection
from farlight.shipping.types.moves import Move, Outcome
from farlight.shipping.types.states import ParcelState


@dataclass(frozen=True, kw_only=True)
class Held:
    """What holds a parcel."""

    state: ParcelState
    by_move: int
    """Number of the move with which it began."""


@dataclass(frozen=True, kw_only=True)
class Journey:
    """A courier that carries a parcel one way, as it was booked last."""

    courier: str
    tracking: str
    by_move: int
    """Number of the move that booked it."""
    pickup_at: datetime | None = None
    expected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ParcelStatus:
    """What a parcel's moves come to."""

    base: ParcelState
    """Where it is on its way, whatever holds it."""
    holds: tuple[Held, ...] = ()
    """What holds it: customs, quarantine, and what went wrong, the newest last; empty while nothing does."""
    since: datetime | None = None
    """When it came into its state."""
    place: str = ""
    """Where it was last, as people say it."""
    slot: str = ""
    """Place in the stores; empty while it is elsewhere."""
    beamline: str = ""
    """Beamline that it is at."""
    approved_hash: str = ""
    label_hash: str = ""
    """What the contents were when the label was printed."""
    colour: str = ""
    received_at: datetime | None = None
    is_inspected: bool = False
    was_at_beamline: bool = False
    is_cleared: bool = False
    keep_until: date | None = None
    wanted_session: str = ""
    """Session that its group wants it to be transferred to, or wanted last."""
    session: str = ""
    """Session that it was transferred to; empty while it is its shipment's."""
    filled_at: datetime | None = None
    """When liquid nitrogen was last filled in."""
    out: Journey | None = None
    """The way to the facility; None while no courier is booked."""
    back: Journey | None = None

    @property
    def held_by(self) -> tuple[ParcelState, ...]:
        """What holds it, without the moves with which it began."""
        return tuple(hold.state for hold in self.holds)

    @property
    def state(self) -> ParcelState:
        """The newest hold, or where it is on its way."""
        return self.holds[-1].state if self.holds else self.base


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What became of a move, and where the parcel is now."""

    parcel: str
    number: int
    outcome: Outcome
    status: ParcelStatus
    reasons: tuple[Objection, ...] = ()
    """Why it changed nothing, when it came late."""


@dataclass(frozen=True, kw_only=True)
class ParcelPlan:
    """Moves that may be made with a parcel, and what stands in the way of the others."""

    allowed: tuple[Move, ...]
    refused: Mapping[Move, tuple[Objection, ...]] = field(default_factory=dict)
