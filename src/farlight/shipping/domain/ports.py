"""What a courier must be able to do. The facility file says which adapter speaks with which courier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from farlight.shipping.types import Direction, Move


@dataclass(frozen=True, kw_only=True)
class Trip:
    """A parcel's way with a courier."""

    parcel: str
    """Code; what a simulated courier's luck hangs on, with the tracking number."""
    tracking: str
    direction: Direction
    origin: str
    """Country that it comes from, as ISO 3166-1 alpha-2 code."""
    destination: str
    begins_at: datetime
    """When the courier fetches it, or somebody posted it."""
    expected_at: datetime


@dataclass(frozen=True, kw_only=True)
class CourierMessage:
    """Something that a courier says of a parcel."""

    move: Move
    at: datetime
    place: str
    text: str = ""
    expected_at: datetime | None = None


class Courier(Protocol):
    """Speaks with a courier."""

    def tracking_number(self, trip: Trip) -> str:
        """Book a trip; return its tracking number, or an empty text when people must type it."""

    def messages(self, trip: Trip, *, now: datetime) -> Sequence[CourierMessage]:
        """Return all that the courier said of a trip so far, the oldest first; earlier answers are never taken back."""
