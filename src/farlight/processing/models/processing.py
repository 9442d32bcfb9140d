"""One attempt at a run's images."""

from django.db import models

from farlight.processing.types import ProcessingState

UNDER_WAY = (ProcessingState.QUEUED.value, ProcessingState.RUNNING.value)
"""States in which it is not over."""


class Processing(models.Model):
    """One attempt at a run's images, with the options it was asked for and what came of it."""

    run = models.ForeignKey("runs.Run", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """Within the run, from 1."""
    pipeline = models.CharField(max_length=40)
    options = models.JSONField()
    """`ProcessingOptions` as a record."""
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in ProcessingState], default=ProcessingState.QUEUED.value
    )
    stage = models.CharField(max_length=40, blank=True)
    progress_frac = models.FloatField(default=0.0)
    attempts = models.PositiveIntegerField(default=0)
    """How many workers took it up since it last reached a new stage."""
    cancelled_by = models.CharField(max_length=150, blank=True)
    """Login name of who wants it cancelled; the worker ends it and says so by the state."""
    result = models.JSONField(null=True)
    """`ProcessingResult` as a record, once there is one."""
    failure = models.JSONField(null=True)
    """`Failure` as a record, when it failed."""
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """None when it started by itself."""
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="processing_numbered_once"),
            models.UniqueConstraint(
                fields=["run", "pipeline"], condition=models.Q(state__in=UNDER_WAY), name="processing_one_at_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.number}"
