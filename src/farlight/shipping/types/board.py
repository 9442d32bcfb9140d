"""The board of the stores, and the cold-chain clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from farlight.shipping.types.summaries import ParcelSummary


@dataclass(frozen=True, kw_only=True)
class ColdClock:
    """How long a dewar stays cold."""

    dewar: str
    """Facility code; empty for one that is not registered."""
    parcel: str
    """Code of the parcel that it is, or was last; empty when it never travelled."""
    parcel_name: str
    proposal: str
    place: str
    """Where it stands; empty while it is not at the facility."""
    is_on_site: bool
    is_warm: bool
    filled_at: datetime | None
    cold_until: datetime | None
    uncertainty: timedelta | None
    top_up_before: datetime | None
    """With one chance in twenty that it is warm before."""
    must_be_topped_up: bool
    """That moment is over."""
    may_be_warm: bool
    """It is warm by now in half of all cases, or was found so."""
    hold: timedelta
    hold_uncertainty: timedelta
    intervals: int
    """How many intervals between fills taught its hold time."""


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """A parcel on the board of the stores."""

    parcel: ParcelSummary
    session_start: datetime | None
    courier: str = ""
    tracking: str = ""
    pickup_at: datetime | None = None
    clock: ColdClock | None = None


@dataclass(frozen=True, kw_only=True)
class StoresBoard:
    """What the stores have to do with now."""

    at: datetime
    parts: Mapping[str, tuple[BoardLine, ...]]
    """By part of the board; every part is there."""
    top_ups: tuple[ColdClock, ...]
    """Dewars on site that must be topped up within the next days, the most urgent first."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is under way."""
        return not any(self.parts.values())
