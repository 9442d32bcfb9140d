"""Parcels, and what lies in them."""

from django.db import models

from farlight.shipping.models.address import Address
from farlight.shipping.models.dewar import Dewar
from farlight.shipping.models.shipment import Shipment
from farlight.shipping.types import ItemKind, ParcelKind, ParcelState


class Parcel(models.Model):
    """A dewar, box or toolbox that travels by itself. Its state here is the fold of its moves, kept for lists."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque, with a check character; stands on the label and in addresses."""
    shipment = models.ForeignKey(Shipment, on_delete=models.PROTECT, related_name="parcels")
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, null=True, related_name="+")
    """Its shipment's at first; another one once it was transferred."""
    name = models.CharField(max_length=100)
    """The group's own name for it, unique within the shipment."""
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ParcelKind])
    dewar = models.ForeignKey(Dewar, on_delete=models.PROTECT, null=True, related_name="parcels")
    sender = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="+")
    """None when it is its shipment's."""
    return_to = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, related_name="+")
    weight_kg = models.FloatField(null=True)
    length_mm = models.PositiveIntegerField(null=True)
    width_mm = models.PositiveIntegerField(null=True)
    height_mm = models.PositiveIntegerField(null=True)
    moves = models.PositiveIntegerField(default=0)
    """How many moves there are; the row is locked while one is added, so that their numbers have no gaps."""
    state = models.CharField(max_length=30, choices=[(s.value, s.value) for s in ParcelState])
    base = models.CharField(max_length=30, choices=[(s.value, s.value) for s in ParcelState])
    """Where it is on its way, whatever holds it."""
    since = models.DateTimeField()
    place = models.CharField(max_length=100, blank=True)
    slot = models.CharField(max_length=40, blank=True)
    beamline = models.CharField(max_length=20, blank=True)
    """Code of the beamline that it is at."""
    filled_at = models.DateTimeField(null=True)
    dispatch_by = models.DateTimeField(null=True)
    """Latest safe dispatch, as it was last computed and told."""
    expected_at = models.DateTimeField(null=True)
    """When its courier expects to deliver it."""

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "name"], name="shipping_parcel_named_once"),
            models.UniqueConstraint(fields=["slot"], condition=~models.Q(slot=""), name="shipping_one_a_slot"),
        ]
        indexes = [
            models.Index(fields=["state", "since"], name="shipping_parcels_in_state"),
            models.Index(fields=["proposal", "-id"], name="shipping_parcels_of"),
            models.Index(fields=["session", "state"], name="shipping_parcels_for"),
        ]

    def __str__(self) -> str:
        return self.code


class ParcelItem(models.Model):
    """Something that lies in a parcel: a container with all that is in it, a sample by itself, or a tool."""

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ItemKind])
    container = models.ForeignKey("samples.Container", on_delete=models.PROTECT, null=True, related_name="+")
    sample = models.ForeignKey("samples.Sample", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=200, blank=True)
    """What the tool is."""

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["parcel", "container"], name="shipping_container_once"),
            models.UniqueConstraint(fields=["parcel", "sample"], name="shipping_sample_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.parcel_id}"
