"""Rows of trainings."""

from django.db import models


class Training(models.Model):
    """Something that people are taught."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    link = models.CharField(max_length=200, blank=True)
    is_offered = models.BooleanField(default=True)
    """Whether the facility file names it; what people took stays, and counts when it is named again."""
    closes = models.JSONField(default=list)
    """Values of ``Way``: what is closed to those who lack it."""
    asks_staff = models.BooleanField(default=False)
    lasts_days = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.code


class TrainingTaken(models.Model):
    """From when until when a training of somebody counts."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(null=True)
    """None for ever since."""
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    """When it was withdrawn; None while it counts."""
    reason = models.CharField(max_length=200, blank=True)
    """Why it was withdrawn."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "person"], name="safety_training_once")]

    def __str__(self) -> str:
        return f"{self.training_id} of {self.person_id}"
