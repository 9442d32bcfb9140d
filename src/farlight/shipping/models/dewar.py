"""Registered dewars, which travel again and again."""

from django.db import models


class Dewar(models.Model):
    """A dewar with a code of a facility on it. Codes are given again to other dewars; the newest of a code counts."""

    code = models.CharField(max_length=40, db_index=True)
    """What is engraved or stuck on it, in capitals: ``DLS-MX-0001``."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    """Whose it is; None when it is the facility's."""
    model = models.CharField(max_length=100, blank=True)
    hold_time_days = models.FloatField(null=True)
    """How long a fill lasts while it stands still, as its maker says; None while nobody knows."""
    capacity_kg = models.FloatField(null=True)
    """Mass of liquid nitrogen that it takes up."""
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.code
