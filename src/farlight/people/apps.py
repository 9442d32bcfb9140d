"""People, as an application of Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People."""

    name = "farlight.people"
    label = "people"
