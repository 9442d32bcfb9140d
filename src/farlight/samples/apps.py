"""Samples, as an application of Django."""

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    """Samples."""

    name = "farlight.samples"
    label = "samples"
