"""A session and its team."""

from django.db import models

from farlight.beamtime.types import AccessMode, SessionState, TeamRole


class Session(models.Model):
    """A proposal's time on a beamline."""

    code = models.CharField(max_length=30, unique=True)
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    beamline = models.ForeignKey("beamlines.Beamline", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField()
    access_mode = models.CharField(max_length=20, choices=[(m.value, m.label) for m in AccessMode])
    state = models.CharField(
        max_length=20, choices=[(s.value, s.value) for s in SessionState], default=SessionState.SCHEDULED.value
    )
    local_contact = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    rights = models.PositiveIntegerField(default=1)
    """Raised by every change of who may do what here."""
    runs_begun = models.PositiveIntegerField(default=0)
    """How many run numbers were given out."""

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="beamtime_ends_later")
        ]
        indexes = [models.Index(fields=["beamline", "start"], name="beamtime_schedule")]

    def __str__(self) -> str:
        return self.code


class TeamMember(models.Model):
    """Somebody's part in a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in TeamRole])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="beamtime_in_team_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} in {self.session_id}"
