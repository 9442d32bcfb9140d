"""The board of the stores: what comes, what is here, what goes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.shipping.access import summary_of, visible_parcels, watches_stores
from farlight.shipping.domain.board import ON_THE_BOARD, BoardFacts, BoardPart, board_part
from farlight.shipping.models import Booking, Parcel, ParcelEvent
from farlight.shipping.services.cold_chain import clocks_of
from farlight.shipping.types import BoardLine, ColdClock, Direction, ParcelState, StoresBoard

TOP_UP_AHEAD = timedelta(days=3)
"""Dewars that must be topped up within this stand on the board."""
_FAR = datetime.max.replace(tzinfo=UTC)


def stores_board(person: Actor, *, now: datetime, ends_today: datetime) -> StoresBoard:
    """Return what the stores have to do with now: as many queries for one parcel as for hundreds.

    Parameters
    ----------
    person : Actor
        Sees only parcels that they may know of.
    now : datetime
        The present moment.
    ends_today : datetime
        The end of the day at the facility.

    Raises
    ------
    NotFound
        When the person has no part in which they look at the board.
    """
    if not watches_stores(person):
        raise NotFound
    rows = list(visible_parcels(person).filter(base__in=[state.value for state in ON_THE_BOARD]))
    bookings, clocks = _bookings(rows), clocks_of(rows, now=now)
    parts: dict[str, list[BoardLine]] = {part.value: [] for part in BoardPart}
    for row in rows:
        booking = bookings.get(row.pk)
        part = board_part(_facts(row, booking), now=now, ends_today=ends_today)
        parts[part.value].append(_line(row, booking, clocks.get(row.pk)))
    on_site = sorted((clock for clock in clocks.values() if clock.is_on_site), key=_top_up)
    return StoresBoard(
        at=now,
        parts={part: tuple(sorted(lines, key=_when)) for part, lines in parts.items()},
        top_ups=tuple(clock for clock in on_site if clock.is_warm or _top_up(clock) < now + TOP_UP_AHEAD),
    )


def newest_move(person: Actor) -> int:
    """Return a number that grows whenever something happens to any parcel; NotFound for who may not see the board."""
    if not watches_stores(person):
        raise NotFound
    return ParcelEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _bookings(rows: Iterable[Parcel]) -> dict[int, Booking]:
    """Return the booking that is under way of each parcel, the newest where there are several: one query."""
    found = Booking.objects.filter(parcel__in=[row.pk for row in rows], ended_at=None).order_by("pk")
    return {booking.parcel_id: booking for booking in found}


def _facts(row: Parcel, booking: Booking | None) -> BoardFacts:
    return BoardFacts(
        state=ParcelState(row.state),
        base=ParcelState(row.base),
        expected_at=row.expected_at,
        session_start=row.session.start if row.session else None,
        pickup_at=booking.pickup_at if booking and booking.direction == Direction.BACK.value else None,
    )


def _line(row: Parcel, booking: Booking | None, clock: ColdClock | None) -> BoardLine:
    return BoardLine(
        parcel=summary_of(row),
        session_start=row.session.start if row.session else None,
        courier=booking.courier if booking else "",
        tracking=booking.tracking if booking else "",
        pickup_at=booking.pickup_at if booking else None,
        clock=clock,
    )


def _when(line: BoardLine) -> datetime:
    moments = (line.pickup_at, line.parcel.expected_at, line.session_start)
    return min((moment for moment in moments if moment), default=_FAR)


def _top_up(clock: ColdClock) -> datetime:
    return clock.top_up_before or _FAR
