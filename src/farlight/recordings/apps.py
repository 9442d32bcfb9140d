"""Recordings, as an application of Django."""

from django.apps import AppConfig


class RecordingsConfig(AppConfig):
    """Recordings."""

    name = "farlight.recordings"
    label = "recordings"
