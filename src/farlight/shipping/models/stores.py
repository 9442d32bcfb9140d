"""What the facility file says of stores and carriers."""

from django.db import models


class Stores(models.Model):
    """The facility's stores; one row."""

    address = models.JSONField(default=dict)
    """The form is that of ``shipping.types.Address``."""
    settings = models.JSONField(default=dict)
    """The form is that of ``shipping.types.StoresSettings``."""

    def __str__(self) -> str:
        return "stores"


class Rack(models.Model):
    """A rack in the stores, with places 1, 2, 3 and so on."""

    code = models.CharField(max_length=20, unique=True)
    """``A``; its places are ``A1``, ``A2`` …"""
    title = models.CharField(max_length=100, blank=True)
    places = models.PositiveIntegerField()
    kinds = models.JSONField(default=list)
    """Kinds of parcels that it takes; all when empty."""

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Carrier(models.Model):
    """A courier that parcels can be booked with."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=100)
    adapter = models.CharField(max_length=40)
    """How it is spoken with: ``manual`` or ``simulated``."""
    tracking_url = models.CharField(max_length=300, blank=True)
    """Address of its own page, with ``{tracking}`` in it."""
    settings = models.JSONField(default=dict)
    """What its adapter wants to know."""

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.code


class TransitTime(models.Model):
    """How long a carrier needs from a country, in working days."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="transit_times")
    country = models.CharField(max_length=2, blank=True)
    """ISO 3166-1 alpha-2 code; empty for every other country."""
    days = models.PositiveIntegerField()
    customs_days = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["carrier", "country"], name="shipping_transit_once")]

    def __str__(self) -> str:
        return f"{self.carrier_id} from {self.country}"
