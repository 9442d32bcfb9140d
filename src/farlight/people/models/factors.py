"""What proves, beside the password, that somebody is who they say."""

from django.db import models

from farlight.people.models.person import Person


class OneTimeSeed(models.Model):
    """The seed of a person's app that shows codes, and which code was used last."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="one_time_seed")
    code = models.CharField(max_length=20, unique=True)
    """Opaque; what it is called in events."""
    sealed_seed = models.TextField()
    """Encrypted; the key is not in the database."""
    last_counter = models.BigIntegerField(default=0)
    """Period of the code that was used last, on pages or by SSH: only a later one counts."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}: app"


class Passkey(models.Model):
    """A key that a device keeps, and that only the device can use (WebAuthn)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in forms."""
    name = models.CharField(max_length=60)
    """In its owner's words."""
    credential_id = models.CharField(max_length=1400, unique=True)
    """Base64url, without padding."""
    credential = models.TextField()
    """Attested credential data (WebAuthn, section 6.5.1) with the public key, base64url."""
    uses = models.BigIntegerField(default=0)
    """The device's own count of uses; 0 where the device does not count."""
    is_verified = models.BooleanField()
    """Whether the device asked for a finger, a face or a PIN when the key was made."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}: {self.name}"


class RecoveryCode(models.Model):
    """A code for the day on which the phone is lost. Only its slow, keyed and salted hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    fingerprint = models.CharField(max_length=64)
    salt = models.CharField(max_length=32)
    """Of this person's codes, in hexadecimal digits: those that were made together have the same."""
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "fingerprint"], name="people_recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.person}: recovery code"
