"""What lies where, and since when."""

from django.db import models

from farlight.samples.models.container import Container
from farlight.samples.models.specimen import Specimen


class Placement(models.Model):
    """A physical piece or a container lies in a slot from one moment to another. Rows are added; they only ever end."""

    specimen = models.ForeignKey(Specimen, on_delete=models.CASCADE, null=True, related_name="placements")
    held = models.ForeignKey(Container, on_delete=models.CASCADE, null=True, related_name="placements")
    """The container that lies inside; either this or a physical piece."""
    container = models.ForeignKey(Container, on_delete=models.PROTECT, related_name="contents")
    slot = models.CharField(max_length=20)
    position = models.PositiveIntegerField()
    """Number of the slot in the order of the type, from 1."""
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    """Empty while it lies there."""
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who put it there; empty for the facility file and the robot."""
    scan = models.CharField(max_length=40, blank=True)
    """The scan that told it; empty when somebody declared it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(specimen=None, held__isnull=False) | models.Q(specimen__isnull=False, held=None),
                name="samples_one_thing_lies",
            ),
            models.CheckConstraint(condition=~models.Q(held=models.F("container")), name="samples_not_in_itself"),
            models.UniqueConstraint(
                fields=["container", "slot"], condition=models.Q(until=None), name="samples_one_a_slot"
            ),
            models.UniqueConstraint(fields=["specimen"], condition=models.Q(until=None), name="samples_one_place"),
            models.UniqueConstraint(fields=["held"], condition=models.Q(until=None), name="samples_one_outer"),
        ]

    def __str__(self) -> str:
        return f"{self.container_id}/{self.slot}"

    @property
    def thing(self) -> tuple[int | None, int | None]:
        """What lies there: the keys of the physical piece and of the container, one of them None."""
        return self.specimen_id, self.held_id
