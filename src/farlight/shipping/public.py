"""The door of shipping."""

from farlight.beamtime.public import session_row
from farlight.people.types import Actor
from farlight.shipping.access import (
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
from farlight.shipping.queries import moves_of
from farlight.shipping.services.moving import record_move, undo_move
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.preparing import create_parcel, create_shipment
from farlight.shipping.types import ParcelStatus, ParcelSummary

__all__ = [
    "create_parcel",
    "create_shipment",
    "moves_of",
    "moves_offered",
    "parcel_for",
    "parcel_row",
    "parcel_status",
    "parcel_summary",
    "parcels_of_session",
    "read_code",
    "record_move",
    "shipment_for",
    "spelled",
    "undo_move",
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
