"""Proposals, as an application of Django."""

from django.apps import AppConfig


class ProposalsConfig(AppConfig):
    """Proposals."""

    name = "farlight.proposals"
    label = "proposals"
