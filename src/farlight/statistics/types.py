"""What statistics say."""

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """What parcels are told apart by."""

    COUNTRY = "country"
    CARRIER = "carrier"
    MODE = "mode"
    KIND = "kind"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The dimension, as people say it."""
        return {"mode": "access mode", "kind": "kind of parcel"}.get(self.value, self.value)


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How long something took."""

    count: int | None
    """How many there are that took a known time; None where that would tell of few, as everywhere below."""
    p50_s: float | None
    """Half of them took no longer; None where there are too few to say."""
    p90_s: float | None


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a group of parcels comes to."""

    parcels: int
    dewars: int | None
    shipments: int | None
    outward: Spread
    """From being posted until stores received it."""
    homeward: Spread
    """From being handed over until the sender had it back."""
    in_time_frac: float | None
    """Share that came before its session began, of those that had a session and came; None where there are too few."""
    warm_frac: float | None
    """Share that was once found warm, of those that came."""
    damaged_frac: float | None
    lost_frac: float | None
    """Share that was lost, of those that were posted."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a breakdown."""

    key: str
    """Country code, carrier, mode …; empty for everything that is not told apart."""
    label: str
    figures: Figures


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """Parcels by one dimension."""

    dimension: Dimension
    lines: tuple[Line, ...]
    """The largest first; years in their order."""
    total: Figures | None
    """None where a total could tell what the lines keep to themselves."""
    is_exact: bool
    """False when small groups were put together, so that nobody can tell whose parcels they are."""
