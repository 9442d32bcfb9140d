"""Samples' rows."""

from django.db import models

from farlight.samples.types import ContainerKind, Hazard


class Substance(models.Model):
    """What is measured: a protein, a compound, a material."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    acronym = models.CharField(max_length=40)
    """Short name, unique within the proposal."""
    name = models.CharField(max_length=200)
    hazard = models.CharField(max_length=10, choices=[(h.value, h.value) for h in Hazard])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "acronym"], name="samples_acronym_once")]

    def __str__(self) -> str:
        return self.acronym


class Sample(models.Model):
    """A prepared piece of a substance."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and on labels."""
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, related_name="samples")
    name = models.CharField(max_length=100)
    """The group's own name for it, unique within the proposal."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "name"], name="samples_name_once")]

    def __str__(self) -> str:
        return self.name


class Container(models.Model):
    """What samples sit in."""

    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    """What is engraved or printed on it."""
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in ContainerKind])

    def __str__(self) -> str:
        return self.code


class Placement(models.Model):
    """A sample lies in a position of a container from a moment on. The newest of a sample counts; rows never change."""

    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="placements")
    container = models.ForeignKey(Container, on_delete=models.PROTECT, related_name="placements")
    position = models.PositiveIntegerField()
    """From 1."""
    since = models.DateTimeField()
    is_current = models.BooleanField(default=True)
    """False once the sample lies elsewhere; kept so that one index finds what lies where now."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["container", "position"], condition=models.Q(is_current=True), name="samples_one_a_position"
            ),
            models.UniqueConstraint(fields=["sample"], condition=models.Q(is_current=True), name="samples_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} in {self.container_id}/{self.position}"
