"""Pictures of parcels, such as of a damaged lid."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from farlight.kernel.files import write_new_file
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.pictures import Photograph, Picture, drawn_anew
from farlight.people.types import Actor
from farlight.shipping.access import parcel_for
from farlight.shipping.models import Parcel, ParcelPhotograph
from farlight.shipping.services.moving import record_move
from farlight.shipping.types import Move, Outcome, Particulars, Recorded, Source

SMALL = "-small"
"""Ending of the name of the file with the small picture."""


@transaction.atomic
def photograph_parcel(  # noqa: PLR0913 - a move has so many parts
    *,
    parcel: str,
    photographs: Sequence[Photograph],
    by: Actor,
    source: Source,
    now: datetime,
    at: datetime | None = None,
    text: str = "",
    client_id: UUID | None = None,
) -> Recorded:
    """Add pictures of a parcel, as a remark; told twice under one identifier, they are kept once.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or there is none.
    NotAllowed
        When the person sees it but has no part in it.
    Invalid
        When there is no picture, or one is too large, damaged or none; every objection at once.
    NotSoCalled
        When another move was told under the same identifier.
    """
    row = parcel_for(by, parcel)
    pictures = drawn_anew(photographs)
    codes = tuple(new_opaque_id("pp-") for _ in pictures)
    recorded = record_move(
        parcel=parcel,
        move=Move.PHOTOGRAPH,
        at=at or now,
        by=by,
        source=source,
        now=now,
        payload=Particulars(photographs=codes, text=text.strip()),
        client_id=client_id,
    )
    if recorded.outcome is not Outcome.REPEATED:
        for code, picture in zip(codes, pictures, strict=True):
            _keep(row, recorded.number, code, picture)
    return recorded


@transaction.atomic
def record_what_was_seen(  # noqa: PLR0913 - a move has so many parts
    *,
    parcel: str,
    move: Move,
    photographs: Sequence[Photograph],
    by: Actor,
    source: Source,
    now: datetime,
    place: str = "",
    payload: Particulars | None = None,
) -> Recorded:
    """Write down something that happened, with the pictures of it: both or neither.

    Raises
    ------
    NotFound, NotAllowed, MoveRefused, NotSoCalled
        As in ``record_move``.
    Invalid
        When a picture is too large, damaged or none.
    """
    recorded = record_move(
        parcel=parcel, move=move, at=now, by=by, source=source, now=now, place=place, payload=payload
    )
    if photographs:
        photograph_parcel(parcel=parcel, photographs=photographs, by=by, source=source, now=now)
    return recorded


def _keep(row: Parcel, number: int, code: str, picture: Picture) -> None:
    folder: Path = settings.FARLIGHT_DATA_DIR / "parcels" / row.code
    ParcelPhotograph.objects.create(
        code=code,
        parcel=row,
        by_move=number,
        name=picture.name,
        media_type=picture.media_type,
        size_bytes=len(picture.content),
        path=str(folder / code),
    )
    write_new_file(folder, code, picture.content)
    write_new_file(folder, code + SMALL, picture.small)
