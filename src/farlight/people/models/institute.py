"""Where people work."""

from django.db import models


class Institute(models.Model):
    """A university, laboratory or company."""

    name = models.CharField(max_length=200, unique=True)
    country = models.CharField(max_length=2)
    """ISO 3166-1 alpha-2 code, in capitals."""
    ror_id = models.CharField(max_length=9, blank=True)
    """Identifier in the Research Organization Registry, without the address: ``02550n020``."""

    def __str__(self) -> str:
        return self.name
