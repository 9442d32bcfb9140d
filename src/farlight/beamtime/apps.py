"""Beamtime, as an application of Django."""

from django.apps import AppConfig


class BeamtimeConfig(AppConfig):
    """Beamtime."""

    name = "farlight.beamtime"
    label = "beamtime"
