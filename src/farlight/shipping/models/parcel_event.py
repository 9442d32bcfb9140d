"""What happened to parcels: the truth of which everything else of a parcel is made."""

from django.db import models

from farlight.shipping.models.parcel import Parcel
from farlight.shipping.types import Move, Source


class ParcelEvent(models.Model):
    """One move of a parcel. Never changed, never deleted; what was wrong is taken back by another one."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    """From 1, without gaps, in the order in which they became known."""
    move = models.CharField(max_length=30, choices=[(m.value, m.value) for m in Move])
    at = models.DateTimeField()
    """When it happened."""
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """None when a courier, a rule or the clock did it."""
    source = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Source])
    place = models.CharField(max_length=100, blank=True)
    payload = models.JSONField(default=dict)
    """The particulars that were said; those that were not are left out."""
    client_id = models.UUIDField(unique=True, null=True)
    """Given by the scanner or program that told of it, so that telling twice records once."""
    undoes = models.PositiveIntegerField(null=True)
    """Number of the move that it takes back."""
    is_late = models.BooleanField(default=False)
    """It became known late and does not go together with what was known: a remark."""

    class Meta:
        ordering = ["parcel", "number"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "number"], name="shipping_move_numbered_once"),
            models.UniqueConstraint(fields=["parcel", "undoes"], name="shipping_undone_once"),
        ]

    def __str__(self) -> str:
        return f"{self.parcel_id} #{self.number} {self.move}"
