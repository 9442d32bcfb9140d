"""Registers the pages with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Pages only: no models, no handlers."""

    name = "farlight.portal"
    label = "portal"
