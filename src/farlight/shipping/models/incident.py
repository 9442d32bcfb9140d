"""What went wrong with parcels, and who decides."""

from django.db import models

from farlight.shipping.models.parcel import Parcel
from farlight.shipping.types import ParcelState


class Incident(models.Model):
    """Something that went wrong with a parcel: open until somebody decided. Follows from the parcel's moves."""

    code = models.CharField(max_length=20, unique=True)
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="incidents")
    problem = models.CharField(max_length=30, choices=[(s.value, s.value) for s in ParcelState if s.is_hold])
    by_move = models.PositiveIntegerField()
    """Number of the move that reported it."""
    opened_at = models.DateTimeField()
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who looks after it; None while it is the stores'."""
    deadline = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["parcel", "by_move"], name="shipping_incident_once")]
        indexes = [
            models.Index(
                fields=["deadline"], name="shipping_open_incidents", condition=models.Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.problem} of {self.parcel_id}"
