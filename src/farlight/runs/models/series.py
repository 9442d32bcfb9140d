"""Values of images, in arrays of many: never a row a point."""

from django.db import models

from farlight.runs.models.run import Run


class SeriesChunk(models.Model):
    """Values of up to some hundred images of a run; the newest chunk of a run grows until it is full."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="series_chunks")
    first = models.PositiveIntegerField()
    """Number of the first image in it."""
    count = models.PositiveIntegerField()
    image_numbers = models.BinaryField()
    """Little-endian 32-bit integers, as for the spots."""
    spots = models.BinaryField()
    resolution_angstrom = models.BinaryField()
    """Little-endian 32-bit floating point; NaN where unknown."""
    total_intensity = models.BinaryField()
    """Little-endian 64-bit floating point."""
    ice_score = models.BinaryField()
    """Little-endian 32-bit floating point."""

    class Meta:
        ordering = ["run", "first"]
        constraints = [models.UniqueConstraint(fields=["run", "first"], name="runs_chunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id} from image {self.first}"
