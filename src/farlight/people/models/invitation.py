"""Accounts that wait for their owner."""

from django.db import models

from farlight.people.models.person import Person


class Invitation(models.Model):
    """Somebody was asked to take an account: they choose its password, once, by a link that only the mail has."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    code = models.CharField(max_length=20, unique=True)
    """Opaque; the link carries it, signed."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who asked; None when it was the machine's command line."""
    joins = models.CharField(max_length=200, blank=True)
    """What they join, in words for the mail: ``the team of mx1001-2``."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    """Until when the link works; a newer invitation ends it too."""
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["by", "made_at"], name="people_invitations_by")]

    def __str__(self) -> str:
        return f"{self.person} by {self.by_id}"
