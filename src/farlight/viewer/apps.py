"""The viewer, as an application of Django."""

from django.apps import AppConfig


class ViewerConfig(AppConfig):
    """The viewer."""

    name = "farlight.viewer"
    label = "viewer"
