"""Techniques that the facility knows."""

from django.db import models


class TechniqueSchema(models.Model):
    """A version of a technique. A row never changes: samples keep the version that they were declared by."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    """Whether new samples are declared by it."""
    document = models.TextField()
    """The JSON Schema."""

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="samples_technique_numbered_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_current=True), name="samples_one_current_technique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.version}"
