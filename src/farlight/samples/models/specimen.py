"""Physical pieces: what moves, and what is put into the beam."""

from django.db import models

from farlight.samples.models.sample import Sample
from farlight.samples.types import Disposition, Mount, SpecimenState


class Specimen(models.Model):
    """A physical piece of a sample: one pin, one grid, one capillary."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and on labels."""
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="specimens")
    number = models.PositiveIntegerField()
    """From 1 within the sample."""
    label = models.CharField(max_length=60, blank=True)
    """What is written on it."""
    mount = models.CharField(max_length=12, blank=True, choices=[(m.value, m.value) for m in Mount])
    """Empty while nobody said."""
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in SpecimenState], default=SpecimenState.DECLARED.value
    )
    state_since = models.DateTimeField()
    conditions = models.JSONField(default=list)
    """Words of ``Condition``."""
    count_rate_cps = models.FloatField(null=True)
    """Measured at an activated piece."""
    release_on = models.DateField(null=True)
    """When an activated piece may leave."""
    exposures = models.PositiveIntegerField(default=0)
    """How often it was measured."""
    disposition = models.CharField(
        max_length=8, choices=[(d.value, d.value) for d in Disposition], default=Disposition.RETURN.value
    )
    keep_until = models.DateField(null=True)

    class Meta:
        ordering = ["sample", "number"]
        constraints = [models.UniqueConstraint(fields=["sample", "number"], name="samples_specimen_numbered_once")]
        indexes = [models.Index(fields=["state"], name="samples_by_state")]

    def __str__(self) -> str:
        return self.code


class SpecimenBarcode(models.Model):
    """What a scanner reads on a physical piece; a vendor's code as it is, so two pieces may have had the same."""

    specimen = models.ForeignKey(Specimen, on_delete=models.CASCADE, related_name="barcodes")
    text = models.CharField(max_length=80, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["specimen", "text"], name="samples_barcode_once")]

    def __str__(self) -> str:
        return self.text
