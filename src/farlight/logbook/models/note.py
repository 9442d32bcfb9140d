"""Notes, and the counters of a logbook."""

from django.db import models


class Notebook(models.Model):
    """The logbook of a session: the counters of its numbers, and the lock on them."""

    session = models.OneToOneField("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    written = models.PositiveIntegerField(default=0)
    """Number of the newest note; 0 while there is none."""
    entries = models.PositiveIntegerField(default=0)
    """Number of the newest entry; 0 while there is none."""

    def __str__(self) -> str:
        return f"{self.session_id}: {self.written}"


class Note(models.Model):
    """What somebody wrote down. Never changed, never deleted."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """From 1, without gaps."""
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="logbook_note_numbered_once")]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.number}"
