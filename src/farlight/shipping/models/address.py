"""Where parcels come from and go back to."""

from django.db import models


class Address(models.Model):
    """An address that a group wrote down. Never changed, so that what was printed stays true; a new one is written."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100, blank=True)
    institute = models.CharField(max_length=200, blank=True)
    street = models.CharField(max_length=300, blank=True)
    """Lines, with line breaks."""
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=2, blank=True)
    """ISO 3166-1 alpha-2 code, in capitals."""
    phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    eori = models.CharField(max_length=20, blank=True)
    digest = models.CharField(max_length=64)
    """Of all fields, so that an address is written once in a proposal."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "digest"], name="shipping_address_once")]

    def __str__(self) -> str:
        return f"{self.institute}, {self.city}"
