"""Parcels and addresses, as lists, pages and papers show them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from farlight.shipping.types.states import ParcelKind, ParcelState, ShipmentMode, ShipmentState


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a parcel comes from or goes to."""

    name: str
    """Who to ask for."""
    institute: str
    street: str
    """Street, house, building, room; lines."""
    postcode: str
    city: str
    country: str
    """ISO 3166-1 alpha-2 code, in capitals."""
    region: str = ""
    phone: str = ""
    email: str = ""
    eori: str = ""
    """Number for customs, of those who have one."""


@dataclass(frozen=True, kw_only=True)
class ParcelSummary:
    """A parcel, in lists."""

    id: int
    """Key of its row, for foreign keys within Farlight; never shown."""
    code: str
    name: str
    kind: ParcelKind
    shipment: str
    proposal: str
    session: str
    """Empty while it has none."""
    beamline: str
    """Of its session; empty while it has none."""
    state: ParcelState
    since: datetime
    place: str
    slot: str
    dewar: str
    """Facility code of the registered dewar; empty for others."""
    dispatch_by: datetime | None
    """Latest safe dispatch; None when nothing says so."""
    expected_at: datetime | None
    """When the courier expects to deliver, on the journey that is under way or booked."""


@dataclass(frozen=True, kw_only=True)
class ShipmentSummary:
    """A shipment, with its parcels."""

    code: str
    title: str
    proposal: str
    session: str
    """Empty while there is none."""
    is_for_queue: bool
    mode: ShipmentMode
    state: ShipmentState
    sender: Address | None
    return_to: Address | None
    """None when it goes back to its sender."""
    declared_value: Decimal
    currency: str
    incoterm: str
    comment: str
    created_at: datetime
    parcels: tuple[ParcelSummary, ...]
    """In the order in which they were begun."""
