"""Shipping, as an application of Django."""

from django.apps import AppConfig


class ShippingConfig(AppConfig):
    """Shipping."""

    name = "farlight.shipping"
    label = "shipping"
