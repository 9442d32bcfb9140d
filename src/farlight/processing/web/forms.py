"""Asking for a processing."""

import re
from typing import Any

from django import forms

from farlight.kernel.errors import Objection
from farlight.processing.types import BeamSearch, ProcessingOptions, Speed, UnitCell

_SPEEDS = [(Speed.FAST.value, "Fast: feedback in a minute or two"), (Speed.THOROUGH.value, "Thorough: DIALS' defaults")]
_SEARCHES = [
    (BeamSearch.AUTO.value, "When it seems needed"),
    (BeamSearch.ALWAYS.value, "Always"),
    (BeamSearch.NEVER.value, "Never: the header is right"),
]
_CELL_NUMBERS = 6


class OptionsForm(forms.Form):
    """How to process; everything may stay empty."""

    speed = forms.ChoiceField(label="How thorough", choices=_SPEEDS, initial=Speed.FAST.value)
    beam_search = forms.ChoiceField(
        label="Search the beam position", choices=_SEARCHES, initial=BeamSearch.AUTO.value, required=False
    )
    d_min_angstrom = forms.FloatField(label="Resolution (Å)", required=False, help_text="Empty: what the data carry.")
    space_group = forms.CharField(label="Space group", required=False, max_length=20, help_text="Empty: found.")
    unit_cell = forms.CharField(
        label="Unit cell (Å, °)", required=False, max_length=100, help_text="Six numbers, with the space group."
    )
    max_cell_angstrom = forms.FloatField(label="Longest axis (Å)", required=False, help_text="Empty: estimated.")
    first_image = forms.IntegerField(label="First image", required=False, min_value=1)
    last_image = forms.IntegerField(label="Last image", required=False, min_value=1)

    def clean_unit_cell(self) -> UnitCell | None:
        """Read six numbers."""
        text = self.cleaned_data["unit_cell"].strip()
        if not text:
            return None
        numbers = re.findall(r"\d+(?:\.\d+)?", text)
        if len(numbers) != _CELL_NUMBERS:
            raise forms.ValidationError("A cell is six numbers: three axes, three angles.")
        a, b, c, alpha, beta, gamma = map(float, numbers)
        return (a, b, c, alpha, beta, gamma)

    def options(self) -> ProcessingOptions:
        """Return what was asked for; the form must be valid."""
        given: dict[str, Any] = dict(self.cleaned_data)
        given["speed"] = Speed(given["speed"])
        given["beam_search"] = BeamSearch(given["beam_search"] or BeamSearch.AUTO.value)
        return ProcessingOptions(**given)

    def object(self, objections: tuple[Objection, ...]) -> None:
        """Show objections beside the fields that they are about."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
