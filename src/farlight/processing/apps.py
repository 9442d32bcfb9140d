"""Processing as a Django application."""

from django.apps import AppConfig


class ProcessingConfig(AppConfig):
    """Processings and their results."""

    name = "farlight.processing"
    verbose_name = "Processing"
