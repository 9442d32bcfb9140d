"""Booking couriers, and following what they say."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from farlight.kernel.errors import Invalid, Objection
from farlight.people.types import Actor
from farlight.shipping.access import parcel_for, parcels_with_names
from farlight.shipping.adapters.couriers import courier_of
from farlight.shipping.domain.deadlines import expected_delivery, transit_from
from farlight.shipping.domain.machine import counting
from farlight.shipping.domain.ports import CourierMessage, Trip
from farlight.shipping.models import Booking, Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.stores import carrier_named, facility_zone, stores_settings
from farlight.shipping.services.moving import record_move
from farlight.shipping.types import (
    CarrierDefinition,
    Direction,
    Move,
    ParcelState,
    Particulars,
    Recorded,
    ShipmentMode,
    Source,
)

_BOOKS = {Direction.OUT: Move.BOOK, Direction.BACK: Move.BOOK_RETURN}


def book_courier(  # noqa: PLR0913 - a booking has so many parts
    *,
    parcel: str,
    direction: Direction,
    courier: str,
    by: Actor,
    source: Source,
    now: datetime,
    tracking: str = "",
    pickup_at: datetime | None = None,
) -> Recorded:
    """Book a courier for a parcel, or write down what was booked elsewhere.

    Raises
    ------
    NotFound, NotAllowed, MoveRefused
        As in ``record_move``.
    Invalid
        When the courier's adapter gives no tracking number and none was typed.
    """
    row = parcel_for(by, parcel)
    carrier = carrier_named(courier)
    trip = _trip(row, direction, carrier, begins_at=pickup_at or now)
    number = tracking.strip() or courier_of(carrier).tracking_number(trip)
    if not number and row.shipment.mode != ShipmentMode.BY_HAND.value:
        missing = Objection(message="The tracking number is missing.", mend="It stands on the label.", field="tracking")
        raise Invalid([missing])
    said = Particulars(courier=courier, tracking=number, pickup_at=pickup_at, expected_at=trip.expected_at)
    return record_move(parcel=parcel, move=_BOOKS[direction], at=now, by=by, source=source, now=now, payload=said)


def _trip(row: Parcel, direction: Direction, carrier: CarrierDefinition | None, *, begins_at: datetime) -> Trip:
    stores = stores_settings()
    home = row.sender or row.shipment.sender
    if direction is Direction.BACK:
        home = row.return_to or row.shipment.return_to or home
    country, here = home.country if home else "", stores.address.country
    days = carrier.simulation.day_s if carrier and carrier.adapter == "simulated" else None
    transit = transit_from(carrier, country)
    expected = expected_delivery(
        posted_at=begins_at, stores=stores, transit=transit, country=country, zone=facility_zone()
    )
    return Trip(
        parcel=row.code,
        tracking="",
        direction=direction,
        origin=country if direction is Direction.OUT else here,
        destination=here if direction is Direction.OUT else country,
        begins_at=begins_at,
        expected_at=begins_at + timedelta(seconds=days * _SIMULATED_DAYS) if days and days < _REAL_DAY_S else expected,
    )


_SIMULATED_DAYS = 1.5
_REAL_DAY_S = 86400


def follow_couriers(*, now: datetime) -> int:
    """Take over what couriers said since they were asked last; return how many messages came."""
    open_bookings = Booking.objects.filter(ended_at=None).select_related("parcel").order_by("pk")
    return sum(_follow(booking, now=now) for booking in open_bookings)


def _follow(booking: Booking, *, now: datetime) -> int:
    carrier = carrier_named(booking.courier)
    direction = Direction(booking.direction)
    row = parcels_with_names().select_related("sender", "return_to", "shipment__sender", "shipment__return_to")
    parcel = row.get(pk=booking.parcel_id)
    begins_at = _begins_at(booking, parcel, direction)
    if begins_at is None:
        return 0
    trip = replace(_trip(parcel, direction, carrier, begins_at=begins_at), tracking=booking.tracking)
    news = list(courier_of(carrier).messages(trip, now=now))[booking.told :]
    for number, message in enumerate(news, booking.told):
        _take_over(booking, parcel, number, message, now=now)
    return len(news)


def _begins_at(booking: Booking, parcel: Parcel, direction: Direction) -> datetime | None:
    """Return when the courier has, or will have, the parcel; None while the facility has not handed it over."""
    moves = counting(moves_of(parcel))
    given = Move.POST if direction is Direction.OUT else Move.HAND_OVER
    by_people = [move.at for move in moves if move.move is given and move.source is not Source.COURIER]
    if by_people:
        return by_people[-1]
    return (booking.pickup_at or booking.booked_at) if direction is Direction.OUT else None


@transaction.atomic
def _take_over(booking: Booking, parcel: Parcel, number: int, message: CourierMessage, *, now: datetime) -> None:
    Booking.objects.filter(pk=booking.pk).update(told=number + 1)
    parcel.refresh_from_db(fields=["base"])
    if message.move is Move.POST and parcel.base != ParcelState.BOOKED.value:
        return
    record_move(
        parcel=parcel.code,
        move=message.move,
        at=message.at,
        by=None,
        source=Source.COURIER,
        now=now,
        place=message.place,
        payload=Particulars(text=message.text, reason=message.text, expected_at=message.expected_at),
        client_id=uuid5(NAMESPACE_URL, f"{booking.courier}/{booking.tracking}/{booking.pk}/{number}"),
    )
