"""A recording: where it lies, and how far it was sealed."""

from django.db import models


class Recording(models.Model):
    """What a terminal showed, of one shell."""

    code = models.CharField(max_length=40, unique=True)
    session = models.ForeignKey("beamtime.Session", on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    computer = models.CharField(max_length=253)
    began_at = models.DateTimeField()
    sealed_at = models.DateTimeField()
    """When it was known last how far it had come."""
    ended_at = models.DateTimeField(null=True)
    broke_off = models.BooleanField(default=False)
    """Whether the process that made it died: then it ends before the shell did."""
    lines = models.PositiveIntegerField(default=0)
    size_bytes = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    """The running hash after so many lines."""

    class Meta:
        indexes = [models.Index(fields=["ended_at", "sealed_at"], name="recordings_lost")]

    def __str__(self) -> str:
        return self.code
