"""A desktop, who has it open, and who asks for control."""

from django.db import models

from farlight.desktops.types import DesktopState


class Desktop(models.Model):
    """A screen of a session."""

    code = models.CharField(max_length=40, unique=True)
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    """Code of its definition in the facility file."""
    name = models.CharField(max_length=100)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in DesktopState], default=DesktopState.ASKED.value
    )
    reason = models.CharField(max_length=300, blank=True)
    waits = models.CharField(max_length=300, blank=True)
    expected_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    holder = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who has control; nobody gets it by somebody else's going."""
    is_locked = models.BooleanField(default=False)
    """Nobody types or points while it is, whoever has control."""

    class Meta:
        ordering = ["started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "kind"],
                condition=models.Q(state__in=["asked", "running", "closing"]),
                name="desktops_one_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.session_id}"


class DesktopView(models.Model):
    """Somebody who has a desktop open now."""

    desktop = models.ForeignKey(Desktop, on_delete=models.CASCADE, related_name="views")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} on {self.desktop_id}"


class ControlWish(models.Model):
    """Somebody who asks for control of a desktop."""

    desktop = models.ForeignKey(Desktop, on_delete=models.CASCADE, related_name="wishes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["desktop", "person"], name="desktops_wish_once")]

    def __str__(self) -> str:
        return f"{self.person_id} wants {self.desktop_id}"
