"""Leases, as an application of Django."""

from django.apps import AppConfig


class LeasesConfig(AppConfig):
    """Leases."""

    name = "farlight.leases"
    label = "leases"
