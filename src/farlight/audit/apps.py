"""The audit, as an application of Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit."""

    name = "farlight.audit"
    label = "audit"
