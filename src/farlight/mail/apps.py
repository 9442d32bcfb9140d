"""Mails, as an application of Django."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mails."""

    name = "farlight.mail"
    label = "mail"
