"""What the facility file says of transfers."""

from django.db import models


class TransferPolicy(models.Model):
    """The facility's; one row."""

    settings = models.JSONField(default=dict)
    """The form is that of ``types.TransferDefinition``."""

    def __str__(self) -> str:
        return "transfer policy"
