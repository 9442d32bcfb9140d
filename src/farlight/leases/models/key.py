"""The SSH keys of people."""

from django.db import models


class SshKey(models.Model):
    """A public key with which a person enters by SSH and SFTP."""

    code = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=100)
    line = models.TextField()
    """Kind and key, without the comment."""
    fingerprint = models.CharField(max_length=60)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """When it last opened something, to the minute."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "fingerprint"], name="leases_key_once")]

    def __str__(self) -> str:
        return f"{self.label} {self.fingerprint}"
