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
