"""What the facility asks of people who come in."""

from django.db import models


class SecurityPolicyRow(models.Model):
    """The one row of the facility's policy."""

    roles = models.JSONField(default=list)
    """Roles that must have a second factor."""
    step_up = models.JSONField(default=list)
    """What asks for a second factor that was given just now."""
    longest_token_days = models.PositiveSmallIntegerField(default=365)
    """For how long a token may be made to count."""

    class Meta:
        db_table = "people_security_policy"

    def __str__(self) -> str:
        return f"factor for {self.roles}, again for {self.step_up}"
