"""Sheets that were sent, and what each of their rows became."""

from django.db import models

from farlight.samples.domain.sheets.states import SheetState
from farlight.samples.models.sample import Sample


class Sheet(models.Model):
    """A sheet that somebody sent, with what was corrected in it since."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and events."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SheetState], default=SheetState.DRAFT.value
    )
    file_name = models.CharField(max_length=200, blank=True)
    content_hash = models.CharField(max_length=64)
    """Of the rows as they are now and of how they are read: the same again is the same sheet."""
    reading = models.JSONField()
    """What was read from the file: rows, kinds of cells, what was odd."""
    corrections = models.JSONField(default=dict)
    """By ``row:column``: what stands in a cell instead of what came."""
    options = models.JSONField(default=dict)
    """Technique, profile, mapping, defaults, whether substances are made."""
    technique = models.CharField(max_length=40, blank=True)
    schema_version = models.PositiveIntegerField(null=True)
    profile = models.CharField(max_length=40, blank=True)
    counts = models.JSONField(default=dict)
    """How many rows were new, changed and unchanged when it was taken over."""
    made = models.JSONField(default=dict)
    """Keys of the containers and substances that came with it, to be undone."""
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was undone or thrown away."""

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "content_hash"],
                condition=models.Q(state=SheetState.TAKEN.value),
                name="samples_sheet_taken_once",
            )
        ]
        indexes = [models.Index(fields=["proposal", "state", "sent_at"], name="samples_sheets")]

    def __str__(self) -> str:
        return self.code


class SheetFile(models.Model):
    """The file of a sheet as it came, to give it back with comments in its cells."""

    sheet = models.OneToOneField(Sheet, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return str(self.sheet_id)


class SheetRow(models.Model):
    """What a row of a sheet became."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    """As the spreadsheet counts, from 1."""
    sample = models.ForeignKey(Sample, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=100)
    action = models.CharField(max_length=10)
    before = models.JSONField(null=True)
    """What was known of the sample before; empty for a new one."""
    after = models.JSONField()
    """What is known of it by the sheet."""

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["sheet", "row"], name="samples_sheet_row_once")]

    def __str__(self) -> str:
        return self.name


class SheetHabit(models.Model):
    """How somebody said that sheets with certain headings are to be read."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    headings_hash = models.CharField(max_length=64)
    options = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "headings_hash"], name="samples_habit_once")]

    def __str__(self) -> str:
        return self.headings_hash[:8]
