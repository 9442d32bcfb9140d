"""What is measured, and how dangerous it is."""

from django.db import models
from django.db.models.functions import Lower

from farlight.samples.types import Decision, Hazard, Origin, ProfileState, SubstanceKind


class Substance(models.Model):
    """What is measured: a protein, a compound, a material."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, related_name="+")
    acronym = models.CharField(max_length=40)
    """Short name, unique within the proposal whatever its capitals."""
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=20, choices=[(k.value, k.label) for k in SubstanceKind], default=SubstanceKind.OTHER.value
    )
    formula = models.CharField(max_length=200, blank=True)
    """Chemical formula in the order of CIF, as ``NXsample`` takes it."""
    cas = models.CharField(max_length=12, blank=True)
    inchikey = models.CharField(max_length=27, blank=True)
    smiles = models.CharField(max_length=2000, blank=True)
    sequence = models.TextField(blank=True)
    molecular_weight_da = models.FloatField(null=True)
    density_g_per_cm3 = models.FloatField(null=True)
    origin = models.CharField(max_length=10, blank=True, choices=[(o.value, o.value) for o in Origin])
    species = models.CharField(max_length=100, blank=True)
    comment = models.CharField(max_length=1000, blank=True)
    counting_profile = models.ForeignKey("HazardProfile", on_delete=models.SET_NULL, null=True, related_name="+")
    """The newest approved one; empty while there is none."""

    class Meta:
        constraints = [models.UniqueConstraint("proposal", Lower("acronym"), name="samples_acronym_once")]

    def __str__(self) -> str:
        return self.acronym


class HazardProfile(models.Model):
    """What is declared about the dangers of a substance. Once it is submitted, only its fate changes."""

    substance = models.ForeignKey(Substance, on_delete=models.CASCADE, related_name="profiles")
    version = models.PositiveIntegerField()
    """From 1 within the substance."""
    state = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in ProfileState], default=ProfileState.DRAFT.value
    )
    declaration = models.JSONField(default=dict)
    """What was declared; ``domain.hazards`` reads and writes it."""
    identity = models.JSONField(default=dict)
    """What the substance was when that was declared."""
    content_hash = models.CharField(max_length=64)
    """Of all that matters for the decision."""
    max_mass_mg = models.FloatField(null=True)
    """The largest amount that anybody will bring at once."""
    un_number = models.CharField(max_length=6, blank=True)
    sheet_path = models.CharField(max_length=1000, blank=True)
    """Where the safety data sheet lies; the path is never shown."""
    sheet_name = models.CharField(max_length=120, blank=True)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=14, blank=True, choices=[(d.value, d.value) for d in Decision])
    hazard = models.CharField(max_length=10, blank=True, choices=[(h.value, h.value) for h in Hazard])
    """The colour it was approved with."""
    conditions = models.TextField(blank=True)
    """Under which it was approved."""
    reason = models.TextField(blank=True)
    """Why it was refused, or why it approved itself."""
    valid_until = models.DateField(null=True)
    """The last day on which the approval counts; empty when no day ends it."""

    class Meta:
        ordering = ["substance", "version"]
        constraints = [
            models.UniqueConstraint(fields=["substance", "version"], name="samples_profile_numbered_once"),
            models.UniqueConstraint(
                fields=["substance"],
                condition=models.Q(state__in=["draft", "submitted"]),
                name="samples_one_profile_under_way",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="samples_profiles_due")]

    def __str__(self) -> str:
        return f"{self.substance_id} v{self.version} {self.state}"
