"""Shipping's rows."""

from farlight.shipping.models.address import Address
from farlight.shipping.models.booking import Booking
from farlight.shipping.models.dewar import Dewar
from farlight.shipping.models.incident import Incident
from farlight.shipping.models.parcel import Parcel, ParcelItem
from farlight.shipping.models.parcel_event import ParcelEvent
from farlight.shipping.models.photograph import ParcelPhotograph
from farlight.shipping.models.scan import Scan
from farlight.shipping.models.shipment import Shipment
from farlight.shipping.models.stores import Carrier, Rack, Stores

__all__ = [
    "Address",
    "Booking",
    "Carrier",
    "Dewar",
    "Incident",
    "Parcel",
    "ParcelEvent",
    "ParcelItem",
    "ParcelPhotograph",
    "Rack",
    "Scan",
    "Shipment",
    "Stores",
]
