"""Checksums of a run's files."""

from django.db import models


class ChecksumList(models.Model):
    """What the files of a run held when they were read, in one piece: a run may have a million files."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    run = models.PositiveIntegerField()
    """The run's number in its session."""
    folders = models.JSONField(default=list)
    """Names of the folders that the run's files lie in, from the session's on."""
    packed = models.BinaryField(default=bytes)
    """As ``domain.checksums.packed`` writes them."""
    files = models.PositiveIntegerField(default=0)
    size_bytes = models.BigIntegerField(default=0)
    """Of these files together."""
    computed_at = models.DateTimeField()

    class Meta:
        ordering = ["session", "run"]
        constraints = [models.UniqueConstraint(fields=["session", "run"], name="transfer_checksums_once_a_run")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.run}"
