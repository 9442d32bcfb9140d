"""A parcel's way as one record, for figures."""

from dataclasses import dataclass
from datetime import datetime

from farlight.shipping.types.states import ParcelKind


@dataclass(frozen=True, kw_only=True)
class ParcelHistory:
    """When a parcel was where, and what befell it. Times of moves that were taken back do not count."""

    parcel: str
    """Code of the parcel."""
    shipment: str
    proposal: str
    kind: ParcelKind
    country: str
    """From which it was sent: ISO 3166-1 alpha-2 code; empty while nobody said."""
    carrier: str
    """Who carried it here; empty for those that are brought by hand."""
    access_mode: str
    """Of its session; empty while it has none."""
    beamline: str
    made_at: datetime
    """When its sender made it."""
    posted_at: datetime | None
    received_at: datetime | None
    handed_over_at: datetime | None
    """When its way home began."""
    returned_at: datetime | None
    session_start: datetime | None
    was_warm: bool
    was_damaged: bool
    was_lost: bool
