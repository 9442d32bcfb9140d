"""Beamlines, as an application of Django."""

from django.apps import AppConfig


class BeamlinesConfig(AppConfig):
    """Beamlines."""

    name = "farlight.beamlines"
    label = "beamlines"
