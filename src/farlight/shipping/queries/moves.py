"""What happened to parcels, for what has asked for the person already."""

from uuid import UUID

from pydantic import TypeAdapter

from farlight.shipping.models import Parcel, ParcelEvent
from farlight.shipping.types import Move, ParcelMove, Particulars, Source

_PARTICULARS = TypeAdapter(Particulars)


def moves_of(parcel: Parcel) -> list[ParcelMove]:
    """Return a parcel's moves, in the order in which they became known: one query."""
    return [_move_of(row) for row in ParcelEvent.objects.filter(parcel=parcel).select_related("by").order_by("number")]


def move_told_as(client_id: UUID) -> ParcelEvent | None:
    """Return the move that was told under an identifier; None when none was."""
    return ParcelEvent.objects.select_related("parcel").filter(client_id=client_id).first()


def _move_of(row: ParcelEvent) -> ParcelMove:
    return ParcelMove(
        number=row.number,
        move=Move(row.move),
        at=row.at,
        recorded_at=row.recorded_at,
        source=Source(row.source),
        by=row.by.username if row.by else "",
        by_name=row.by.full_name if row.by else "",
        place=row.place,
        particulars=_PARTICULARS.validate_python(row.payload),
        undoes=row.undoes,
        is_late=row.is_late,
    )


def said_as_json(particulars: Particulars) -> dict[str, object]:
    """Return the particulars that were said, in the form in which they are kept."""
    said: dict[str, object] = _PARTICULARS.dump_python(particulars, mode="json", exclude_defaults=True)
    return said
