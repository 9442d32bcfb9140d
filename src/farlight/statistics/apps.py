"""Statistics, as an application of Django."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Statistics."""

    name = "farlight.statistics"
    label = "statistics"
