"""Desktops, as an application of Django."""

from django.apps import AppConfig


class DesktopsConfig(AppConfig):
    """Desktops."""

    name = "farlight.desktops"
    label = "desktops"
