"""Proposals' rows."""

from django.db import models


class Proposal(models.Model):
    """What a group wants to do."""

    code = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=300)
    principal_investigator = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    members = models.ManyToManyField("people.Person", related_name="+")
    """Everybody in the group but the principal investigator."""
    sessions_planned = models.PositiveIntegerField(default=0)
    """How many session numbers were given out."""

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
