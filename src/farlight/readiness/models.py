"""Readiness' rows."""

from django.db import models


class SetUpCheck(models.Model):
    """What somebody's browser found out last, for a session."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    checked_at = models.DateTimeField()
    browser = models.CharField(max_length=120)
    has_websocket = models.BooleanField()
    has_event_stream = models.BooleanField()
    has_webgl = models.BooleanField()
    latency_ms = models.FloatField()
    down_bytes_per_s = models.FloatField()
    up_bytes_per_s = models.FloatField()
    clock_ahead_s = models.FloatField()
    screen_width_px = models.PositiveIntegerField()
    screen_height_px = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="readiness_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}, {self.checked_at}"
