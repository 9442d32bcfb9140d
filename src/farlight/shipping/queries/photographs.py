"""Pictures of parcels, for what has asked for the person already."""

from farlight.kernel.errors import NotFound
from farlight.shipping.models import Parcel, ParcelEvent, ParcelPhotograph


def photograph_of(parcel: Parcel, code: str) -> ParcelPhotograph:
    """Return a picture of a parcel.

    Raises
    ------
    NotFound
        When there is none of that code, or it was taken back.
    """
    row = ParcelPhotograph.objects.filter(parcel=parcel, code=code).first()
    if row is None or ParcelEvent.objects.filter(parcel=parcel, undoes=row.by_move).exists():
        raise NotFound
    return row


def photographs_of(parcel: Parcel) -> list[ParcelPhotograph]:
    """Return the pictures of a parcel that were not taken back, in the order in which they were added."""
    undone = ParcelEvent.objects.filter(parcel=parcel, undoes__isnull=False).values("undoes")
    return list(ParcelPhotograph.objects.filter(parcel=parcel).exclude(by_move__in=undone).order_by("pk"))
