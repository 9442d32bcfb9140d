"""Webcams' rows."""

from django.db import models

from farlight.webcams.types import SwitchState


class CameraSwitch(models.Model):
    """The switch of a beamline's cameras; a beamline without a row is on."""

    beamline = models.OneToOneField("beamlines.Beamline", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=5, choices=[(s.value, s.value) for s in SwitchState])
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"cameras of {self.beamline_id}: {self.state}"


class CameraView(models.Model):
    """Somebody who looks through a camera now."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    camera = models.CharField(max_length=20)
    code = models.CharField(max_length=40, unique=True)
    """Of the open connection; a person may have several."""
    seen_at = models.DateTimeField()
    """When the connection was last known to be alive."""

    class Meta:
        indexes = [models.Index(fields=["session", "camera"], name="webcams_views")]

    def __str__(self) -> str:
        return f"{self.person_id} through {self.camera}"
