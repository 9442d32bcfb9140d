"""What scanners told, as it came: also what was refused."""

from django.db import models

from farlight.shipping.models.parcel import Parcel


class Scan(models.Model):
    """Something that somebody scanned or pressed on a scanning page. Told twice, it is answered twice and done once."""

    client_id = models.UUIDField(unique=True)
    """Given by the phone."""
    by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=200)
    """As it was scanned."""
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    """When it was scanned, by the facility's clock."""
    received_at = models.DateTimeField()
    said = models.JSONField(default=dict)
    """What was said with it. The form is that of ``shipping.types.Scanned``."""
    parcel = models.ForeignKey(Parcel, on_delete=models.PROTECT, null=True, related_name="+")
    container = models.ForeignKey("samples.Container", on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=20, blank=True)
    """Empty until it is decided."""
    answer = models.JSONField(default=dict)
    """What was answered. The form is that of ``shipping.types.ScanAnswer``, without the thing."""

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="shipping_scans_of")]

    def __str__(self) -> str:
        return f"{self.code} {self.verb}"
