"""Passports, as an application of Django."""

from django.apps import AppConfig


class PassportsConfig(AppConfig):
    """Passports."""

    name = "farlight.passports"
    label = "passports"
