"""Files that somebody chose to take together."""

from django.db import models


class Selection(models.Model):
    """Chosen files and folders of a session. Never changed; forgotten when nobody asked for it for long."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    run = models.PositiveIntegerField(null=True)
    """Number of the run whose files were chosen; null when they are the session's."""
    code = models.CharField(max_length=20)
    """Follows from the names: the same files have the same one."""
    names = models.JSONField()
    """From the session's folder on."""
    used_at = models.DateTimeField()
    """When it was made, or made again."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "code"], name="transfer_selection_once")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.code}"
