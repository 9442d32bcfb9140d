"""Rows of mails."""

from django.db import models

from farlight.mail.types import MailState, Pace


class Preference(models.Model):
    """How often somebody wants mails; who has no row wants them at once."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    pace = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Pace])

    def __str__(self) -> str:
        return f"{self.person_id}: {self.pace}"


class Mail(models.Model):
    """A letter to one person, as it was written. What it says never changes."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and in the Message-ID."""
    cause = models.CharField(max_length=200)
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254, blank=True)
    """Where it was sent; empty before."""
    template = models.CharField(max_length=60)
    thread = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    link = models.CharField(max_length=300, blank=True)
    """Path of the page where the person goes on; digests lead there."""
    gist = models.TextField(blank=True)
    """What it says without greeting and foot; digests quote it."""
    needs_person = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in MailState])
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    """When it is tried next, or goes into a digest; None when nothing more is planned."""
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    """What the mail server said last."""
    digest = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The mail that this one went out in."""

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["cause", "person"], name="mail_once_for_each_cause")]
        indexes = [
            models.Index(fields=["state", "due_at"], name="mail_by_state"),
            models.Index(fields=["person", "-id"], name="mail_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.subject}"
