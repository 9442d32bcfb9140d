"""Runs, as an application of Django."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """Runs."""

    name = "farlight.runs"
    label = "runs"
