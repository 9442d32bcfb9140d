"""Pictures of parcels."""

from django.db import models

from farlight.shipping.models.parcel import Parcel


class ParcelPhotograph(models.Model):
    """A picture of a parcel. It belongs to the move that told of it, and is shown as long as that counts."""

    code = models.CharField(max_length=20, unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="photographs")
    by_move = models.PositiveIntegerField()
    """Number of the move that told of it."""
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveBigIntegerField()
    path = models.CharField(max_length=1000)
    """Where it lies; never shown. The small one lies beside it."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
