"""What the facility file says of stores and couriers."""

from django.db import models


class Stores(models.Model):
    """The facility's stores; one row."""

    settings = models.JSONField(default=dict)
    """The form is that of ``shipping.types.StoresDefinition``."""

    def __str__(self) -> str:
        return "stores"


class Rack(models.Model):
    """A rack in the stores."""

    code = models.CharField(max_length=20, unique=True)
    """Its places are its code and a number: ``A1``, ``A2`` and so on."""
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
    settings = models.JSONField(default=dict)
    """The form is that of ``shipping.types.CarrierDefinition``."""

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.code
