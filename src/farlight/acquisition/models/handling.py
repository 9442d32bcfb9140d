"""What the robot and the goniometer do to samples."""

from django.db import models

from farlight.acquisition.models.request import Request
from farlight.acquisition.types import HandlingKind, HandlingState


class Handling(models.Model):
    """One thing that was done to a sample, from its beginning to its end."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and events."""
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    """For what it was done."""
    sample = models.ForeignKey("samples.Sample", on_delete=models.PROTECT, null=True, related_name="+")
    sample_name = models.CharField(max_length=100)
    """Kept as it was called then."""
    container = models.CharField(max_length=60, blank=True)
    container_position = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in HandlingKind])
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in HandlingState], default=HandlingState.RUNNING.value
    )
    note = models.TextField(blank=True)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    pictures = models.JSONField(default=dict)
    """Absolute paths by name; the paths are never shown."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.sample_name}"
