"""What a group sends at once."""

from django.db import models

from farlight.shipping.models.address import Address
from farlight.shipping.types import ShipmentMode


class Shipment(models.Model):
    """Parcels that a group sends together, for one session or for the queue. Its state is that of its parcels."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque, with a check character."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, null=True, related_name="+")
    """None while there is none, or when its samples are measured when there is time."""
    is_for_queue = models.BooleanField(default=False)
    """Whether it is sent to be measured when there is time, without a session of its own."""
    title = models.CharField(max_length=100)
    mode = models.CharField(max_length=20, choices=[(m.value, m.value) for m in ShipmentMode])
    sender = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="+")
    return_to = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="+")
    """None when it goes back to its sender."""
    declared_value = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    """For customs only; of a parcel's contents, in ``currency``."""
    currency = models.CharField(max_length=3, default="EUR")
    """ISO 4217 code."""
    incoterm = models.CharField(max_length=3, default="DAP")
    """Who pays which part of the way, as Incoterms 2020 name it."""
    comment = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["proposal", "-id"], name="shipping_shipments_of")]

    def __str__(self) -> str:
        return self.code
