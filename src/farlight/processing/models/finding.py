"""What a processing found, in columns."""

from django.db import models

from farlight.processing.models.processing import Processing

SORTED_LENGTHS = tuple(f"length_{place}_angstrom" for place in range(1, 8))
"""Columns of a lattice's seven shortest lengths, the shortest first."""


class Finding(models.Model):
    """What a finished processing found, in columns that are ranked and searched; all of it follows from its result.

    It stands beside the processing so that a search through many reads small rows.
    """

    processing = models.OneToOneField(
        Processing, on_delete=models.CASCADE, primary_key=True, related_name="finding", db_column="processing_id"
    )
    worth_angstrom = models.FloatField(null=True)
    """Smaller is better; None when the result cannot be judged."""
    lengths_angstrom = models.JSONField(default=list)
    """The seven lengths in their arrangement, for the exact distance; empty when the cell is no cell."""
    length_1_angstrom = models.FloatField(null=True)
    length_2_angstrom = models.FloatField(null=True)
    length_3_angstrom = models.FloatField(null=True)
    length_4_angstrom = models.FloatField(null=True)
    length_5_angstrom = models.FloatField(null=True)
    length_6_angstrom = models.FloatField(null=True)
    length_7_angstrom = models.FloatField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["length_1_angstrom", "length_4_angstrom"], name="finding_short_lengths"),
            models.Index(fields=["length_7_angstrom", "length_3_angstrom"], name="finding_long_lengths"),
        ]

    def __str__(self) -> str:
        return f"finding of {self.processing_id}"
