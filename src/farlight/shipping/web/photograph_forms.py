"""Fields for pictures."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from farlight.kernel.pictures import MOST_BYTES, MOST_PICTURES, Photograph
from farlight.shipping.web.objecting import SaysObjections

_KINDS = "image/jpeg,image/png,image/webp"
"""Said in full, so that phones with formats of their own turn their pictures into one of these."""


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> "list[UploadedFile[bytes]]":  # noqa: ARG002 - Django's form
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class PhotographsField(forms.FileField):
    """Several pictures; what may come in is decided by the services."""

    widget = _ManyFiles(attrs={"multiple": True, "accept": _KINDS})

    def __init__(self, **more: Any) -> None:
        room = f"up to {MOST_PICTURES}, {MOST_BYTES // 10**6} MB each"
        hint = f"JPEG, PNG or WebP, {room}. Where they were taken is not kept."
        super().__init__(**{"label": "Photographs", "help_text": hint} | more)

    def clean(self, data: "Sequence[UploadedFile[bytes]] | None", initial: object = None) -> list[Photograph]:  # noqa: ARG002 - Django's form
        """Return the pictures as they came; one more than fit, so that somebody says that there are too many."""
        files = [one for one in data or () if one]
        if self.required and not files:
            raise forms.ValidationError("Choose at least one picture.")
        return [Photograph(name=one.name or "", content=one.read(MOST_BYTES + 1)) for one in files[: MOST_PICTURES + 1]]


class PhotographForm(SaysObjections):
    """Pictures of a parcel, and what there is to say of them."""

    title = "Add photographs"
    photographs = PhotographsField()
    text = forms.CharField(
        label="What they show",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 1000}),
    )
