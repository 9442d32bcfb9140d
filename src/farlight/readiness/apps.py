"""Readiness, as an application of Django."""

from django.apps import AppConfig


class ReadinessConfig(AppConfig):
    """Readiness."""

    name = "farlight.readiness"
    label = "readiness"
