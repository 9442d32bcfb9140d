"""Containers, their types, and what people report of them."""

from django.db import models
from django.db.models.functions import Lower


class ContainerType(models.Model):
    """A version of a sort of container. A row never changes: containers keep the layout that they were filled by."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    title = models.CharField(max_length=120)
    form_factor = models.CharField(max_length=40)
    is_deprecated = models.BooleanField(default=False)
    document = models.TextField()
    """The whole definition as JSON, as ``domain.geometry`` reads it."""

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="samples_type_numbered_once"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(is_current=True), name="samples_one_current_type"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}-{self.version}"


class Container(models.Model):
    """What samples sit in: a puck, a plate, a box, a dewar, a sample changer."""

    code = models.CharField(max_length=20, unique=True)
    """Opaque; stands in addresses and events."""
    proposal = models.ForeignKey("proposals.Proposal", on_delete=models.PROTECT, null=True, related_name="+")
    """Whose it is; empty for the facility's own."""
    name = models.CharField(max_length=40)
    """What is engraved or printed on it: once in a proposal, and once among the facility's own."""
    barcode = models.CharField(max_length=80, blank=True, db_index=True)
    """What a scanner reads, where that is not the name."""
    type = models.ForeignKey(ContainerType, on_delete=models.PROTECT, related_name="+")
    is_registered = models.BooleanField(default=False)
    """Whether the facility knows it as a thing that comes again and again."""
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    """Who answers for it, where that is not the group."""
    inspected_at = models.DateTimeField(null=True)
    is_retired = models.BooleanField(default=False)
    """Nothing is put into it any more."""

    class Meta:
        constraints = [
            models.UniqueConstraint("proposal", Lower("name"), name="samples_container_name_once"),
            models.UniqueConstraint(
                Lower("name"), condition=models.Q(proposal=None), name="samples_facility_container_once"
            ),
        ]
        indexes = [models.Index(Lower("name"), name="samples_container_names")]

    def __str__(self) -> str:
        return self.name


class ContainerReport(models.Model):
    """What somebody saw of a container: damage, a repair, an inspection."""

    code = models.CharField(max_length=20, unique=True)
    container = models.ForeignKey(Container, on_delete=models.CASCADE, related_name="reports")
    text = models.TextField()
    is_damage = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.code


class ReportPhotograph(models.Model):
    """A picture that belongs to a report."""

    code = models.CharField(max_length=20, unique=True)
    report = models.ForeignKey(ContainerReport, on_delete=models.CASCADE, related_name="photographs")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveBigIntegerField()
    path = models.CharField(max_length=1000)
    """Where it lies; never shown."""

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
