"""Who has a session open."""

from django.db import models

from farlight.beamtime.models.session import Session


class Presence(models.Model):
    """An open event stream of a person."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=40, unique=True)
    """The stream; a person may have several."""
    seen_at = models.DateTimeField()
    """When the stream was last known to be alive."""

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"
