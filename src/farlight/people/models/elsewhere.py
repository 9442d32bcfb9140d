"""Where else people sign on, which accounts there open accounts here, and which browsers came by them."""

from django.db import models

from farlight.people.models.person import Person
from farlight.people.models.sign_in import SignIn


class SignOnProvider(models.Model):
    """A provider of identities, as the facility file describes it."""

    code = models.CharField(max_length=40, unique=True)
    place = models.PositiveIntegerField()
    """Of its button: 0, 1, 2 …"""
    definition = models.JSONField()
    """Everything of a ``ProviderDefinition``; secrets are not in it."""

    def __str__(self) -> str:
        return self.code


class LinkedAccount(models.Model):
    """An account elsewhere that opens an account here: known by issuer and subject, never by an address."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="linked_accounts")
    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in forms."""
    provider = models.CharField(max_length=40)
    """Code of the provider by which it was linked."""
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    """What the issuer calls the account; it is never given to another one."""
    label = models.CharField(max_length=200, blank=True)
    """Address or name there, for people; nothing is decided by it."""
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    factor_at = models.DateTimeField(null=True)
    """When a second factor was last given there."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="people_linked_account_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.label or self.subject} at {self.provider}"


class SignInElsewhere(models.Model):
    """A browser that came by an account elsewhere: it is signed out when that account is."""

    sign_in = models.OneToOneField(SignIn, on_delete=models.CASCADE, related_name="elsewhere")
    linked_account = models.ForeignKey(LinkedAccount, on_delete=models.CASCADE, related_name="sign_ins")
    sid = models.CharField(max_length=255, blank=True)
    """What the provider calls its own session; empty when it does not say."""

    class Meta:
        indexes = [models.Index(fields=["linked_account", "sid"], name="people_sign_in_elsewhere")]

    def __str__(self) -> str:
        return f"{self.sign_in} by {self.linked_account_id}"


class LogoutTokenSeen(models.Model):
    """A logout token that did its work: it does it once. Kept for as long as it would be good."""

    fingerprint = models.CharField(max_length=64, unique=True)
    """SHA-256 over issuer and ``jti``."""
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]
