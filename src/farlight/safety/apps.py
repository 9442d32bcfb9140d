"""Safety, as an application of Django."""

from django.apps import AppConfig


class SafetyConfig(AppConfig):
    """Safety."""

    name = "farlight.safety"
    label = "safety"
