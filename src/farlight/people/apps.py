"""People, as an application of Django."""

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "farlight.people"
    label = "people"

    def ready(self) -> None:
        """Listen to what Django tells of signing on."""
        import_module("farlight.people.web.signing")
