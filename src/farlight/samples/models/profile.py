"""Sheets that the facility's users have already."""

from django.db import models


class SheetProfile(models.Model):
    """A known sheet of the facility's own, or one that it describes otherwise than Farlight does."""

    code = models.CharField(max_length=40, unique=True)
    document = models.TextField()
    """The whole description as JSON, as ``domain.sheets.profiles`` reads it."""

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code
