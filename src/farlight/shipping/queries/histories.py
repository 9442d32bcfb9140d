"""The ways of many parcels, for figures: a constant number of queries."""

from collections import defaultdict
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from farlight.shipping.domain.histories import MILESTONES, Milestone, first_times
from farlight.shipping.models import Booking, Parcel, ParcelEvent
from farlight.shipping.types import Direction, Move, ParcelHistory, ParcelKind


def parcel_years() -> list[int]:
    """Return the years in which any parcel was made, the earliest first."""
    years = Parcel.objects.order_by().values_list(ExtractYear("shipment__created_at"), flat=True)
    return sorted(set(years))


def parcel_histories(made_from: datetime | None, made_until: datetime | None) -> list[ParcelHistory]:
    """Return the ways of the parcels of the shipments made from one moment until before another; None is no bound."""
    rows = Parcel.objects.select_related("shipment__sender", "sender", "proposal", "session__beamline").order_by("pk")
    if made_from is not None:
        rows = rows.filter(shipment__created_at__gte=made_from)
    if made_until is not None:
        rows = rows.filter(shipment__created_at__lt=made_until)
    times, carriers = _times_of(rows), _carriers_of(rows)
    return [_history_of(row, times.get(row.pk, {}), carriers.get(row.pk, "")) for row in rows]


def _times_of(rows: QuerySet[Parcel]) -> dict[int, dict[Move, datetime]]:
    found: dict[int, list[Milestone]] = defaultdict(list)
    events = ParcelEvent.objects.filter(parcel__in=rows, move__in=[move.value for move in MILESTONES])
    for parcel, number, move, at, undoes, is_late in events.order_by("parcel", "number").values_list(
        "parcel_id", "number", "move", "at", "undoes", "is_late"
    ):
        found[parcel].append(Milestone(number=number, move=Move(move), at=at, undoes=undoes, is_late=is_late))
    return {parcel: first_times(moves) for parcel, moves in found.items()}


def _carriers_of(rows: QuerySet[Parcel]) -> dict[int, str]:
    """Who was booked last for the way here, by the parcel's key."""
    bookings = Booking.objects.filter(parcel__in=rows, direction=Direction.OUT.value).order_by("pk")
    return dict(bookings.values_list("parcel_id", "courier"))


def _history_of(row: Parcel, times: dict[Move, datetime], carrier: str) -> ParcelHistory:
    sender, session = row.sender or row.shipment.sender, row.session
    return ParcelHistory(
        parcel=row.code,
        shipment=row.shipment.code,
        proposal=row.proposal.code,
        kind=ParcelKind(row.kind),
        country=sender.country if sender else "",
        carrier=carrier,
        access_mode=session.access_mode if session else "",
        beamline=session.beamline.code if session else "",
        made_at=row.shipment.created_at,
        posted_at=times.get(Move.POST),
        received_at=times.get(Move.RECEIVE),
        handed_over_at=times.get(Move.HAND_OVER),
        returned_at=times.get(Move.CONFIRM_RETURN),
        session_start=session.start if session else None,
        was_warm=Move.REPORT_WARM in times,
        was_damaged=Move.REPORT_DAMAGED in times,
        was_lost=Move.REPORT_LOST in times,
    )
