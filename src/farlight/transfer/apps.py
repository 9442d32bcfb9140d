"""Transfer, as an application of Django."""

from django.apps import AppConfig


class TransferConfig(AppConfig):
    """Transfer."""

    name = "farlight.transfer"
    label = "transfer"
