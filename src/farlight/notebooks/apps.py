"""Notebooks, as an application of Django."""

from django.apps import AppConfig


class NotebooksConfig(AppConfig):
    """Notebooks."""

    name = "farlight.notebooks"
    label = "notebooks"

    def ready(self) -> None:
        """Have leases know whether there is a hub: without one, notebooks are neither offered nor opened."""
        from farlight.leases.public import register_condition, register_offer  # models are there only now
        from farlight.leases.types import ChannelKind
        from farlight.notebooks.access import has_notebooks, objections_to_notebooks

        register_condition(ChannelKind.NOTEBOOK, objections_to_notebooks)
        register_offer(ChannelKind.NOTEBOOK, has_notebooks)
