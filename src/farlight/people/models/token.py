"""Keys with which programs act for a person."""

from django.db import models

from farlight.people.models.person import Person
from farlight.people.types import TokenScope

CODE_LENGTH = 12


def every_scope() -> list[str]:
    """Return all scopes: what tokens opened before there were any."""
    return [scope.value for scope in TokenScope]


class ApiToken(models.Model):
    """A key. Only its hash is kept; the key itself is shown once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)
    """What it is for, in its owner's words."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key, in hexadecimal digits; keys have 160 random bits, so no salt or stretching is needed."""
    issued_at = models.DateTimeField(auto_now_add=True)
    scopes = models.JSONField(default=every_scope)
    """What it opens."""
    made_by = models.CharField(max_length=150, blank=True)
    """Login name of who made it; empty for its owner, and for the machine's own command line."""
    expires_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    """When its end was announced."""
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """When it last opened something, to the minute."""
    used_from = models.CharField(max_length=45, blank=True)
    """Address that it was last used from."""

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=models.Q(revoked_at=None, warned_at=None),
                name="people_tokens_to_announce",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.label}"

    @property
    def code(self) -> str:
        """What it is called: the beginning of the digest, from which nobody finds the key."""
        return self.digest[:CODE_LENGTH]
