"""Forms that were sent, so that a second sending of the same one makes nothing twice."""

from django.db import models


class SentForm(models.Model):
    """A form that somebody sent; kept for a day."""

    digest = models.CharField(max_length=64, unique=True)
    """Hash of who sent what where, with the one-use value of the form: of none of it anything can be read here."""
    leads_to = models.TextField(blank=True)
    """The path that the answer led on to; empty when the answer was a page, which may hold what is shown once."""
    sent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.digest[:8]} at {self.sent_at}"
