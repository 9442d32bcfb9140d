"""Acquisition as a Django application."""

from django.apps import AppConfig


class AcquisitionConfig(AppConfig):
    """Requests, queue, engine."""

    name = "farlight.acquisition"
    verbose_name = "Acquisition"
