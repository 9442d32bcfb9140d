"""A channel: a row while it is open, and afterwards for a while."""

from django.db import models

from farlight.leases.types import ChannelKind, Ending


class OpenChannel(models.Model):
    """A way into a session that a person has open, or had."""

    code = models.CharField(max_length=40, unique=True)
    session = models.ForeignKey("beamtime.Session", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.label) for k in ChannelKind])
    address = models.CharField(max_length=64, blank=True)
    """Where it was opened from."""
    opened_with = models.CharField(max_length=64, blank=True)
    """Code of the SSH key or certificate, when it was one."""
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    """When the process that holds it was last known to be alive."""
    closed_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=20, blank=True, choices=[(e.value, e.label) for e in Ending])
    """Why it is open no more; empty while it is open."""

    class Meta:
        indexes = [
            models.Index(fields=["session", "closed_at"], name="leases_in_session"),
            models.Index(fields=["closed_at", "seen_at"], name="leases_lost"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"
