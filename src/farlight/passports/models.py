"""Rows of passports."""

from django.db import models

from farlight.passports.types import NoticeState


class Passport(models.Model):
    """What a service got for one person in one sign-on."""

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    service = models.CharField(max_length=100)
    """Code of the service."""
    service_name = models.CharField(max_length=100)
    code_digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the code that the browser brought to the service; it counts once."""
    scopes = models.JSONField(default=list)
    acr = models.CharField(max_length=100)
    amr = models.JSONField(default=list)
    proved_at = models.DateTimeField()
    """When the newest proof was given."""
    address = models.CharField(max_length=45, blank=True)
    sign_in = models.CharField(max_length=20, blank=True, default="")
    """What the browser's sign-in here is called; empty for those that have no name."""
    sid = models.CharField(max_length=32, default="")
    """What the service calls the person's session here (``sid``); the same for each sign-on from one browser."""
    begun_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    """When the service exchanged the code."""
    used_at = models.DateTimeField()
    """When the service last asked for more."""
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "ended_at"], name="passports_of_person")]

    def __str__(self) -> str:
        return f"{self.person} at {self.service_name}"


class SpentToken(models.Model):
    """A refresh token that was exchanged: whoever shows it again has stolen it, or was stolen from."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="spent")
    digest = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"of {self.passport}"


class LogoutNotice(models.Model):
    """A service has to be told that a sign-on is over."""

    passport = models.ForeignKey(Passport, on_delete=models.CASCADE, related_name="notices")
    """One of those that ended: it says whose, where, and in which session."""
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in NoticeState])
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)
    """What went wrong the last time."""
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When it is tried; None when it is over."""

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"], name="passports_notices_due")]

    def __str__(self) -> str:
        return f"{self.passport}: {self.state}"


class KeptValue(models.Model):
    """What allauth keeps for minutes (codes under way), for all processes; the table of Django's cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "passports_kept_value"

    def __str__(self) -> str:
        return self.cache_key
