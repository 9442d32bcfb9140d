"""Where people are signed in, and what was wrong on the way in."""

from django.db import models

from farlight.people.models.person import Person


class SignIn(models.Model):
    """A browser in which somebody is signed in; gone when they are not."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_ins")
    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in forms, and in the browser's session."""
    session_key = models.CharField(max_length=40, unique=True)
    """Key of the browser's session."""
    way = models.CharField(max_length=40)
    """How it was proved: ``password``, ``password and app``, ``passkey``…"""
    device = models.CharField(max_length=300, blank=True)
    """What the browser says it is."""
    address = models.CharField(max_length=45, blank=True)
    """Where it was last seen."""
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-seen_at"], name="people_sign_ins_of")]

    def __str__(self) -> str:
        return f"{self.person} since {self.begun_at}"


class KnownAddress(models.Model):
    """A network from which somebody signed in before: strangers' guesses do not close it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="known_addresses")
    network = models.CharField(max_length=45)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "network"], name="people_known_address_once")]

    def __str__(self) -> str:
        return f"{self.person}: {self.network}"


class WrongAttempt(models.Model):
    """A password or a code that was wrong, or is being looked at; kept for a day."""

    kind = models.CharField(max_length=20)
    """``password`` or ``code``."""
    network = models.CharField(max_length=45, blank=True)
    account = models.CharField(max_length=64)
    """Hash of the person's key, or of what was typed where there is no such person."""
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "account", "at"], name="people_wrong_of_account"),
            models.Index(fields=["kind", "network", "at"], name="people_wrong_from_network"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} from {self.network} at {self.at}"
