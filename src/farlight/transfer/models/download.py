"""Who took what."""

from django.db import models

from farlight.transfer.domain.downloads import DownloadState, Way


class Download(models.Model):
    """What somebody took in one go: an archive, or files one after the other, however many requests that needed."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    words = models.CharField(max_length=400)
    """What is taken; of several files the first."""
    archive = models.CharField(max_length=100, blank=True)
    """Key of the archive; empty for files."""
    address = models.CharField(max_length=45, blank=True)
    """IP address that it goes to; forgotten after a time."""
    client = models.CharField(max_length=100, blank=True)
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in DownloadState], default=DownloadState.RUNNING
    )
    files = models.PositiveIntegerField(default=0)
    """Files or archives that were begun."""
    whole = models.PositiveIntegerField(default=0)
    """Those of them that were sent to the last byte."""
    size_bytes = models.BigIntegerField(default=0)
    """Length of all that was begun."""
    sent_bytes = models.BigIntegerField(default=0)
    """How much of it was sent, each byte counted once."""
    rate_bytes_per_s = models.FloatField(default=0.0)
    parts = models.JSONField(default=dict)
    """What was begun: by key its length, and the intervals that were sent until it was whole."""
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    """When it was last seen alive."""
    ended_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=40, blank=True)
    """Code of the channel of the lease that is open for it; empty while nothing is sent, and by other ways."""

    class Meta:
        ordering = ["-began_at", "-pk"]
        indexes = [
            models.Index(fields=["session", "-began_at"], name="transfer_of_session"),
            models.Index(
                fields=["last_at"], name="transfer_open", condition=models.Q(state__in=("running", "interrupted"))
            ),
        ]

    def __str__(self) -> str:
        return self.code
