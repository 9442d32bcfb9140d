"""The door of shipping."""

from datetime import datetime

from farlight.beamtime.public import session_row
from farlight.people.types import Actor
from farlight.shipping.access import (
    mover_of,
    parcel_for,
    parcel_row,
    parcels_with_names,
    shipment_for,
    summary_of,
    visible_parcels,
    visible_shipments,
)
from farlight.shipping.domain.codes import read_code, spelled
from farlight.shipping.domain.machine import fold
from farlight.shipping.queries.addresses import return_address_of, sender_of
from farlight.shipping.queries.contents import contents_of_parcel, contents_of_parcels
from farlight.shipping.queries.histories import parcel_histories, parcel_years
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.stores import (
    carriers,
    dewar_named,
    facility_zone,
    free_slots,
    parcel_in_slot,
    racks,
    stores_settings,
)
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.queries.waiting import parcels_waiting
from farlight.shipping.services.couriers import book_courier, follow_couriers
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.housekeeping import follow_parcels
from farlight.shipping.services.moving import record_move, undo_move
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.packing import Packing, ParcelDescription, describe_parcel, pack, unpack
from farlight.shipping.services.preparing import ShipmentPlan, create_parcel, create_shipment
from farlight.shipping.services.shipments import change_shipment
from farlight.shipping.services.stores import define_shipping
from farlight.shipping.types import ParcelStatus, ParcelSummary

__all__ = [
    "Packing",
    "ParcelDescription",
    "ShipmentPlan",
    "book_courier",
    "carriers",
    "change_shipment",
    "contents_hash_of",
    "contents_of_parcel",
    "contents_of_parcels",
    "create_parcel",
    "create_shipment",
    "define_shipping",
    "describe_parcel",
    "dewar_named",
    "facility_zone",
    "follow_couriers",
    "follow_parcels",
    "free_slots",
    "keep_parcels",
    "mover_of",
    "moves_of",
    "moves_offered",
    "pack",
    "parcel_for",
    "parcel_histories",
    "parcel_in_slot",
    "parcel_row",
    "parcel_status",
    "parcel_summary",
    "parcel_years",
    "parcels_of_session",
    "parcels_waiting",
    "racks",
    "read_code",
    "record_move",
    "return_address_of",
    "sender_of",
    "shipment_for",
    "spelled",
    "stores_settings",
    "timeline_of",
    "undo_move",
    "unpack",
    "visible_parcels",
    "visible_shipments",
]


def parcel_status(code: str) -> ParcelStatus:
    """Return what a parcel's moves come to, for what has asked already; NotFound when there is none."""
    return fold(moves_of(parcel_row(code)))


def parcel_summary(person: Actor, code: str) -> ParcelSummary:
    """Return a parcel as lists show it; NotFound when the person may not know of it."""
    return summary_of(parcel_for(person, code))


def parcels_of_session(session: str) -> list[ParcelSummary]:
    """Return the parcels for a session, newest first, for what has asked ``may`` already."""
    rows = parcels_with_names().filter(session_id=session_row(session).pk).order_by("-pk")
    return [summary_of(row) for row in rows]


def keep_parcels(*, now: datetime) -> int:
    """Take over what couriers said, and make the moves whose time has come; return how many. The worker calls this."""
    return follow_couriers(now=now) + follow_parcels(now=now)
