"""Everything else of a parcel follows from its moves: its row, its bookings, its incidents."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from farlight.beamtime.public import session_row
from farlight.kernel.ids import new_opaque_id
from farlight.people.public import person_named
from farlight.shipping.domain.machine import steps
from farlight.shipping.models import Booking, Incident, Parcel
from farlight.shipping.types import Direction, Journey, Move, ParcelMove, ParcelState, ParcelStatus

DECIDE_WITHIN = timedelta(days=2)
"""When nothing else is said, somebody decides about what went wrong within this."""
_ON_ITS_WAY = frozenset({ParcelState.BOOKED, ParcelState.IN_TRANSIT})
_ON_ITS_WAY_BACK = frozenset({ParcelState.RETURN_BOOKED, ParcelState.HANDED_OVER})


def follow_moves(parcel: Parcel, moves: Sequence[ParcelMove], status: ParcelStatus) -> None:
    """Write down what a parcel's moves come to, in the caller's transaction."""
    _follow_row(parcel, moves, status)
    _follow_session(parcel, moves, status)
    _follow_bookings(parcel, status, now=moves[-1].recorded_at)
    _follow_incidents(parcel, moves, status)


def _follow_row(parcel: Parcel, moves: Sequence[ParcelMove], status: ParcelStatus) -> None:
    journey = _under_way(status)
    found = {
        "moves": len(moves),
        "state": status.state.value,
        "base": status.base.value,
        "since": status.since or moves[0].at,
        "place": status.place,
        "slot": status.slot,
        "beamline": status.beamline,
        "filled_at": status.filled_at,
        "expected_at": journey.expected_at if journey else None,
    }
    for name, value in found.items():
        setattr(parcel, name, value)
    parcel.save(update_fields=list(found))


def _follow_session(parcel: Parcel, moves: Sequence[ParcelMove], status: ParcelStatus) -> None:
    """A parcel is for its shipment's session until it is transferred, and is so again when that is taken back."""
    if not any(move.move is Move.TRANSFER for move in moves):
        return
    found = session_row(status.session) if status.session else parcel.shipment.session
    if found != parcel.session:
        parcel.session = found
        parcel.save(update_fields=["session"])


def _under_way(status: ParcelStatus) -> Journey | None:
    if status.base in _ON_ITS_WAY:
        return status.out
    return status.back if status.base in _ON_ITS_WAY_BACK else None


def _follow_bookings(parcel: Parcel, status: ParcelStatus, *, now: datetime) -> None:
    """Keep one row of each booking; only those under way are open."""
    for direction, journey in ((Direction.OUT, status.out), (Direction.BACK, status.back)):
        is_open = journey is not None and journey == _under_way(status)
        open_move = journey.by_move if journey and is_open else 0
        own = Booking.objects.filter(parcel=parcel, direction=direction.value)
        own.filter(ended_at=None).exclude(by_move=open_move).update(ended_at=now)
        if journey is None:
            continue
        said = {
            "direction": direction.value,
            "courier": journey.courier,
            "tracking": journey.tracking,
            "pickup_at": journey.pickup_at,
            "expected_at": journey.expected_at,
        }
        Booking.objects.get_or_create(
            parcel=parcel,
            by_move=journey.by_move,
            defaults={"booked_at": now, "ended_at": None if is_open else now, **said},
        )
        if is_open:
            own.filter(by_move=open_move).update(ended_at=None)


def _follow_incidents(parcel: Parcel, moves: Sequence[ParcelMove], status: ParcelStatus) -> None:
    """Keep one row of each thing that went wrong; only those that still hold the parcel are open."""
    holding = {held.by_move for held in status.holds}
    told = {move.number: move for move in moves}
    for held in status.holds:
        _open_incident(parcel, told[held.by_move], held.state)
    for incident in Incident.objects.filter(parcel=parcel, closed_at=None).exclude(by_move__in=holding):
        ended = _ended_by(moves, incident.by_move)
        said = ended.particulars.reason or ended.particulars.text or ended.move.label
        Incident.objects.filter(pk=incident.pk).update(closed_at=ended.at, decision=said)


def _open_incident(parcel: Parcel, move: ParcelMove, problem: ParcelState) -> None:
    said = move.particulars
    Incident.objects.filter(parcel=parcel, by_move=move.number).update(closed_at=None, decision="")
    if Incident.objects.filter(parcel=parcel, by_move=move.number).exists():
        return
    Incident.objects.create(
        code=new_opaque_id("i-", length=8),
        parcel=parcel,
        by_move=move.number,
        problem=problem.value,
        opened_at=move.at,
        owner=person_named(said.owner) if said.owner else None,
        deadline=said.deadline or move.at + DECIDE_WITHIN,
    )


def _ended_by(moves: Sequence[ParcelMove], began: int) -> ParcelMove:
    """Return the move after which a hold does not hold any more, or what took its beginning back."""
    for step in steps(moves):
        before = {held.by_move for held in step.before.holds}
        after = {held.by_move for held in step.after.holds}
        if began in before - after:
            return step.move
    return moves[-1]
