"""What stands in a session's logbook, one entry for each thing that was done, and what people add to it."""

from django.db import models

from farlight.logbook.models.note import Note
from farlight.logbook.types import EntryKind


class Entry(models.Model):
    """One thing that was done: a run, something done to a sample, or a note. Points at exactly one of them."""

    session = models.ForeignKey("beamtime.Session", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    """From 1, in the order in which things began."""
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in EntryKind])
    at = models.DateTimeField()
    """When it began."""
    run = models.OneToOneField("runs.Run", on_delete=models.PROTECT, null=True, related_name="+")
    handling = models.OneToOneField("acquisition.Handling", on_delete=models.PROTECT, null=True, related_name="+")
    note = models.OneToOneField(Note, on_delete=models.PROTECT, null=True, related_name="+")
    sample_name = models.CharField(max_length=100, blank=True)
    words = models.TextField(blank=True)
    """What it is found by, in lower case: names of files and samples, texts of the note and of comments."""
    comments = models.PositiveIntegerField(default=0)
    attachments = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="logbook_entry_numbered_once")]
        indexes = [
            models.Index(fields=["session", "kind", "number"], name="logbook_entries_by_kind"),
            models.Index(fields=["session", "sample_name", "number"], name="logbook_entries_by_sample"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} #{self.number} {self.kind}"


class Star(models.Model):
    """An entry that a person wants to find again; nobody else sees it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="stars")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "person"], name="logbook_starred_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.entry_id}"


class Comment(models.Model):
    """What somebody said of an entry. Never changed, never deleted."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="said")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.entry_id}"


class Attachment(models.Model):
    """A small file that somebody added to an entry."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses."""
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="files")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    media_type = models.CharField(max_length=100)
    """What its bytes are, not what its name says; ``application/octet-stream`` for all that no browser may show."""
    size_bytes = models.PositiveIntegerField()
    path = models.TextField()
    """Absolute; never shown."""
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
