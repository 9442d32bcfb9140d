"""Beamlines' rows."""

from django.db import models


class Beamline(models.Model):
    """An instrument of the facility."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    definition = models.JSONField()
    """The whole of ``types.BeamlineDefinition`` in JSON, written by ``services.define_beamline`` alone."""

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ChannelState(models.Model):
    """The last known value of a channel of a beamline: one row a channel, however often it changes."""

    beamline = models.ForeignKey(Beamline, on_delete=models.CASCADE, related_name="channels")
    channel = models.CharField(max_length=60)
    """With its unit: ``ring_current_ma``."""
    value = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    """When the beamline was last heard of, even if nothing had changed."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["beamline", "channel"], name="beamlines_channel_once")]

    def __str__(self) -> str:
        return f"{self.channel} = {self.value}"
