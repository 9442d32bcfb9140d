"""Registers the shared templates with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, template tags and built assets."""

    name = "farlight.ui"
    label = "ui"
