"""Keys with which programs act for a person."""

from django.db import models

from farlight.people.models.person import Person

CODE_LENGTH = 12


class ApiToken(models.Model):
    """A key. Only its hash is kept; the key itself is shown once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=100)
    """What it is for, in its owner's words."""
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the key, in hexadecimal digits; keys have 160 random bits, so no salt or stretching is needed."""
    issued_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """When it last opened something, to the minute."""

    def __str__(self) -> str:
        return f"{self.person}: {self.label}"

    @property
    def code(self) -> str:
        """What it is called: the beginning of the digest, from which nobody finds the key."""
        return self.digest[:CODE_LENGTH]
