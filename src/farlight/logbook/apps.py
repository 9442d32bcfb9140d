"""The logbook, as an application of Django."""

from django.apps import AppConfig


class LogbookConfig(AppConfig):
    """The logbook."""

    name = "farlight.logbook"
    label = "logbook"
