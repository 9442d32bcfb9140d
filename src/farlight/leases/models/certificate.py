"""Certificates of SSH keys, as they were issued."""

from django.db import models


class SshCertificate(models.Model):
    """A key that opens the gateway for some hours without a code; only what stands here counts."""

    code = models.CharField(max_length=40, unique=True)
    serial = models.PositiveBigIntegerField(unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=60)
    """Of the key."""
    authority = models.CharField(max_length=60)
    """Fingerprint of the key that signed it."""
    line = models.TextField()
    """As it stands in the file that ends in ``-cert.pub``."""
    session = models.ForeignKey("beamtime.Session", on_delete=models.CASCADE, null=True, related_name="+")
    """The one session that it opens; nothing for the files of all sessions that its owner may read."""
    address = models.CharField(max_length=64, blank=True)
    """The one address that it counts from; empty for any."""
    issued_at = models.DateTimeField()
    factor_at = models.DateTimeField(null=True)
    """When the second factor was given that it stands for; nothing for an account without one."""
    valid_until = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    """When it last opened something, to the minute."""

    class Meta:
        indexes = [models.Index(fields=["person", "valid_until"], name="leases_certificates_of")]

    def __str__(self) -> str:
        return f"{self.serial} {self.fingerprint}"
