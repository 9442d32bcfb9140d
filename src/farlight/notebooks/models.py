"""What the facility file says of the hub, and who has a notebook."""

from django.db import models

from farlight.notebooks.types import NotebookState

ACTIVE = (NotebookState.ASKED.value, NotebookState.RUNNING.value, NotebookState.CLOSING.value)


class NotebooksPolicy(models.Model):
    """The facility's; one row, or none where there is no hub."""

    settings = models.JSONField(default=dict)
    """The form is that of ``types.NotebooksDefinition``."""

    def __str__(self) -> str:
        return "notebooks policy"


class Notebook(models.Model):
    """A person's server at the hub for one session."""

    code = models.CharField(max_length=40, unique=True)
    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=40)
    """Code of the lease's channel: the notebook ends with it."""
    size = models.CharField(max_length=40, blank=True)
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in NotebookState], default=NotebookState.ASKED.value
    )
    path = models.CharField(max_length=300, blank=True)
    """Where it is at the hub, as the hub said."""
    reason = models.CharField(max_length=300, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    """What the hub objected to last."""
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    """When the hub was told to start it."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(state__in=["asked", "running", "closing"]),
                name="notebooks_one_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.session_id}"
