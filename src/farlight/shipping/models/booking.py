"""Bookings of couriers."""

from django.db import models

from farlight.shipping.models.parcel import Parcel
from farlight.shipping.types import Direction


class Booking(models.Model):
    """A courier that carries a parcel one way. Follows from the parcel's moves."""

    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, related_name="bookings")
    by_move = models.PositiveIntegerField()
    """Number of the move that booked it."""
    direction = models.CharField(max_length=10, choices=[(d.value, d.value) for d in Direction])
    courier = models.CharField(max_length=40)
    """Code of a carrier of the facility file, or a name that somebody typed."""
    tracking = models.CharField(max_length=60, blank=True)
    booked_at = models.DateTimeField()
    pickup_at = models.DateTimeField(null=True)
    expected_at = models.DateTimeField(null=True)
    told = models.PositiveIntegerField(default=0)
    """How many of the courier's messages were taken over."""
    ended_at = models.DateTimeField(null=True)
    """When it was cancelled, booked otherwise, or over; nobody asks the courier any more."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["parcel", "by_move"], name="shipping_booking_once")]
        indexes = [
            models.Index(fields=["courier"], name="shipping_followed", condition=models.Q(ended_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.courier} {self.tracking}"
