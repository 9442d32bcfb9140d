"""A request for a collection, or for a treatment of a sample."""

from django.db import models

from farlight.acquisition.types import Command, RequestKind, RequestState


class Request(models.Model):
    """What somebody wants collected, and how far that has come."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and events."""
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    sample = models.ForeignKey("samples.Sample", on_delete=models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in RequestKind])
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in RequestState], default=RequestState.QUEUED.value
    )
    position = models.PositiveIntegerField()
    """Order in the session's queue."""
    start_deg = models.FloatField()
    width_deg = models.FloatField()
    images = models.PositiveIntegerField()
    exposure_time_s = models.FloatField()
    energy_ev = models.FloatField()
    transmission_frac = models.FloatField()
    detector_distance_mm = models.FloatField()
    resolution_angstrom = models.FloatField(null=True)
    """What was asked for, where that was a resolution."""
    layout = models.JSONField(null=True)
    """Angles, cells or points, where it is no sweep; ``domain.layouts`` reads and writes it."""
    treatment = models.JSONField(null=True)
    """What is done to the sample instead of measuring it; likewise."""
    queued_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    command = models.CharField(
        max_length=10, blank=True, default=Command.NONE.value, choices=[(c.value, c.value) for c in Command]
    )
    """What was last asked of it while it is under way."""
    command_by = models.CharField(max_length=200, blank=True)
    """Full name of who asked that."""
    stage = models.CharField(max_length=20, blank=True)
    run_number = models.PositiveIntegerField(null=True)
    master = models.CharField(max_length=1000, blank=True)
    """The file to open; empty until there is one."""
    frames = models.PositiveIntegerField(default=0)
    reason = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True)
    """When the run came to be."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "run_number"], name="acquisition_one_request_a_run"),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(state__in=["collecting", "paused"]),
                name="acquisition_one_collection_at_once",
            ),
        ]
        indexes = [models.Index(fields=["session", "state", "position"], name="acquisition_queue")]

    def __str__(self) -> str:
        return self.code
