"""A record, and how far the chain reaches. The database itself refuses to change what is sealed."""

from django.db import models


class Record(models.Model):
    """One act. Only its personal part may be emptied later."""

    number = models.PositiveBigIntegerField(null=True, unique=True)
    """Place in the chain: 1, 2, 3 … without gaps; empty until it is sealed."""
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    """A value of ``AuditKind``."""
    session_code = models.CharField(max_length=30, blank=True)
    digest = models.CharField(max_length=64)
    """Of the personal part, with its salt."""
    hash = models.CharField(max_length=64, blank=True)
    """Over the hash before it and everything above."""
    by = models.CharField(max_length=150, blank=True)
    about = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=64, blank=True)
    details = models.TextField(default="{}")
    """JSON, as it was digested: a database that understands it would write numbers its own way."""
    salt = models.CharField(max_length=32, blank=True)
    erased_at = models.DateTimeField(null=True)
    """When the personal part (from ``by`` to ``salt``) was emptied."""

    class Meta:
        indexes = [
            models.Index(fields=["kind", "id"], name="audit_by_kind"),
            models.Index(fields=["session_code", "id"], name="audit_by_session"),
            models.Index(fields=["by", "at"], name="audit_by_person"),
            models.Index(fields=["erased_at", "at"], name="audit_to_erase"),
        ]

    def __str__(self) -> str:
        return f"{self.number or '…'} {self.kind}"


class Chain(models.Model):
    """The newest seal: one row, locked while records are sealed."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:12]}"
