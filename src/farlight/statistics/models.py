"""Statistics' rows."""

from django.db import models


class FrozenYear(models.Model):
    """The figures of a year as they were when it was over; never changed, so that a report can be quoted for ever."""

    year = models.PositiveIntegerField(unique=True)
    exact = models.JSONField()
    """Breakdowns with every number, by dimension."""
    open = models.JSONField()
    """The same for everybody, without groups that could be somebody's."""
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.year)
