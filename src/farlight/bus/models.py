"""The log and what is still to be delivered from it."""

from django.db import models

CHANNEL = "farlight_news"
"""The PostgreSQL channel that wakes event streams."""


class Stream(models.Model):
    """A log of its own: a session's, or the facility's (empty code). Its row is the counter, and the lock on it."""

    code = models.CharField(max_length=40, primary_key=True)
    newest = models.PositiveBigIntegerField(default=0)
    """Number of the newest event; 0 while there is none."""

    def __str__(self) -> str:
        return f"{self.code or 'facility'}: {self.newest}"


class LoggedEvent(models.Model):
    """One event, as it was published. Never changed, never deleted."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    """Position in the stream: 1, 2, 3 … without gaps."""
    kind = models.CharField(max_length=80)
    body = models.JSONField()
    by = models.CharField(max_length=150, blank=True)
    """Login name of who did it; empty when a machine did."""
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="bus_event_numbered_once")]

    def __str__(self) -> str:
        return f"{self.stream_id} #{self.number} {self.kind}"


class Delivery(models.Model):
    """An event that a handler must see, kept until the handler succeeded."""

    event = models.ForeignKey(LoggedEvent, on_delete=models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=200)
    """Dotted path of the handler."""
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    """When the worker may try it; the publishing process tries at once."""
    delivered_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    """What the last attempt died of."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="bus_delivered_once_each")]
        indexes = [
            models.Index(
                fields=["next_attempt_at"], name="bus_undelivered", condition=models.Q(delivered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} -> {self.handler}"
