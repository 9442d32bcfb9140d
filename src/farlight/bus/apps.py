"""Start-up: every context's handlers are found."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class BusConfig(AppConfig):
    """The bus, as an application of Django."""

    name = "farlight.bus"
    label = "bus"

    def ready(self) -> None:
        """Find every context's handlers."""
        autodiscover_modules("handlers")
