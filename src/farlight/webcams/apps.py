"""Webcams, as an application of Django."""

from django.apps import AppConfig


class WebcamsConfig(AppConfig):
    """Webcams."""

    name = "farlight.webcams"
    label = "webcams"
