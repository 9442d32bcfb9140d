"""Rows of passports."""

from django.db import models


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


class KeptValue(models.Model):
    """What allauth keeps for minutes (codes under way), for all processes; the table of Django's cache."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "passports_kept_value"

    def __str__(self) -> str:
        return self.cache_key
