"""What Globus has of a session."""

from django.db import models


class GlobusShare(models.Model):
    """A session's guest collection and the group that may read it."""

    session = models.OneToOneField("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=36, blank=True)
    """Identifier of the group; empty until it was made."""
    collection = models.CharField(max_length=36, blank=True)
    """Identifier of the guest collection; empty until it was made."""
    has_rule = models.BooleanField(default=False)
    """Whether the group may read the collection."""
    trouble = models.CharField(max_length=400, blank=True)
    """What Globus objected to last; empty when it did not."""
    checked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.session_id}: {self.collection}"
