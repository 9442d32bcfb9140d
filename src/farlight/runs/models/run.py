"""A run and its pictures of the crystal."""

from django.db import models

from farlight.runs.types import AnalysisState, RunState


class Run(models.Model):
    """One data collection of a session."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    request = models.CharField(max_length=40, blank=True)
    """Code of the request that it answers."""
    sample = models.ForeignKey("samples.Sample", on_delete=models.PROTECT, null=True, related_name="+")
    sample_name = models.CharField(max_length=100, blank=True)
    """Kept as it was called then."""
    detector = models.CharField(max_length=100, blank=True)
    directory = models.TextField()
    """Absolute; never shown."""
    master = models.TextField()
    """Absolute path of what to open; never shown."""
    images = models.PositiveIntegerField()
    """Images, or points of a scan, that were asked for."""
    frames = models.PositiveIntegerField(default=0)
    """Images, or points, that are in the files."""
    start_deg = models.FloatField()
    width_deg = models.FloatField()
    exposure_time_s = models.FloatField()
    energy_ev = models.FloatField()
    transmission_frac = models.FloatField()
    detector_distance_mm = models.FloatField()
    flux_hz = models.FloatField(null=True)
    """Photons a second on the sample."""
    beam_size_um = models.JSONField(null=True)
    """Horizontal and vertical."""
    layout = models.JSONField(null=True)
    """Where its images or points lie, where they are no sweep: as ``domain.layouts`` reads it."""
    findings = models.JSONField(null=True)
    """What its points or the average of its images say: as ``domain.findings`` reads it."""
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in RunState], default=RunState.COLLECTING.value
    )
    reason = models.TextField(blank=True)
    started = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    analysis = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in AnalysisState], default=AnalysisState.WAITING.value
    )
    analysed = models.PositiveIntegerField(default=0)
    """Images that were looked at."""
    analysed_to = models.PositiveIntegerField(default=0)
    """Number of the newest image that was looked at or left out; the analysis goes on after it."""
    sampled = models.BooleanField(default=False)
    analysis_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="runs_numbered_once")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"


class Snapshot(models.Model):
    """A picture of the crystal, taken for a run."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="snapshots")
    name = models.CharField(max_length=100)
    """Stands in addresses."""
    path = models.TextField()
    """Absolute; never shown."""
    omega_deg = models.FloatField()
    scale = models.JSONField(null=True)
    """What it shows where: ``size_px``, ``beam_px``, ``microns_per_px``."""

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="runs_snapshot_named_once")]

    def __str__(self) -> str:
        return self.name
