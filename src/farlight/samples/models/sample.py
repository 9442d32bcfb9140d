"""Things to measure, what they are made of, and what they came out of."""

from django.db import models

from farlight.samples.models.substance import Substance
from farlight.samples.types import RelationKind, SampleRole


class Sample(models.Model):
    """A kind of thing to measure; its physical pieces are specimens."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and on labels."""
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, null=True, related_name="samples")
    """What it is mainly; empty for an empty can, a device without a name…"""
    name = models.CharField(max_length=100)
    """The group's own name for it, unique within the proposal."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    """Whose it is."""
    also_in = models.ManyToManyField("proposals.Proposal", related_name="+")
    """Further proposals whose groups see and measure it."""
    role = models.CharField(
        max_length=14, choices=[(r.value, r.value) for r in SampleRole], default=SampleRole.SAMPLE.value
    )
    technique = models.CharField(max_length=40, blank=True)
    """Code of the technique whose schema its values follow; empty when it follows none."""
    schema_version = models.PositiveIntegerField(null=True)
    values = models.JSONField(default=dict)
    """By key of the schema."""
    paired_with = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="paired_by")
    """The buffer, empty can or background that is measured beside it."""
    storage_temperature_k = models.FloatField(null=True)
    shelf_life_until = models.DateField(null=True)
    max_temperature_k = models.FloatField(null=True)
    dose_limit_mgy = models.FloatField(null=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    pid = models.CharField(max_length=120, blank=True)
    """Persistent identifier, such as an IGSN."""
    import_key = models.CharField(max_length=120, blank=True)
    """By what a sheet that comes again finds it; empty when it came by no sheet."""
    comment = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "name"], name="samples_name_once")]
        indexes = [
            models.Index(fields=["proposal", "technique", "name"], name="samples_by_technique"),
            models.Index(fields=["proposal", "import_key"], name="samples_by_import"),
        ]

    def __str__(self) -> str:
        return self.name


class SampleComponent(models.Model):
    """A substance that is in a sample, and how much of it."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="components")
    substance = models.ForeignKey(Substance, on_delete=models.PROTECT, related_name="in_samples")
    number = models.PositiveIntegerField()
    """Order within the sample, from 1."""
    amount = models.FloatField(null=True)
    unit = models.CharField(max_length=20, blank=True)
    """Such as ``mg/ml``, ``%w/v``, ``mM``, ``mg``."""
    ph = models.FloatField(null=True)
    ratio_frac = models.FloatField(null=True)
    """Share of the whole by mass."""

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["sample", "substance"], name="samples_component_once")]

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}".strip()


class SampleRelation(models.Model):
    """A sample came out of another one."""

    child = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="parents")
    parent = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in RelationKind])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "parent"], name="samples_relation_once"),
            models.CheckConstraint(condition=~models.Q(child=models.F("parent")), name="samples_no_own_parent"),
        ]

    def __str__(self) -> str:
        return self.kind
