"""Tickets for channels of a session."""

from django.db import models

from farlight.beamtime.models.session import Session


class Ticket(models.Model):
    """Opens one channel of a session once, and soon; what people hold is never kept, only its digest."""

    digest = models.CharField(max_length=64, unique=True)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    opens = models.CharField(max_length=100)
    """Which channel: ``camera:hutch``."""
    login = models.CharField(max_length=64)
    """Key of the browser's session that its owner had come with, if by one."""
    token = models.CharField(max_length=128)
    """Digest of the token that its owner had come with, if by one."""
    ends_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.opens} of {self.session_id}"
