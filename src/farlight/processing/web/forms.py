"""Asking for a processing."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms

from farlight.kernel.errors import Objection
from farlight.processing.domain.cells import CellQuestion, question_about
from farlight.processing.domain.pipelines import Pipeline, pipeline_named, with_asked
from farlight.processing.types import BeamSearch, ProcessingOptions, Speed, UnitCell
from farlight.science.lattices import CENTRINGS

_SPEEDS = [
    ("", "As the pipeline has it"),
    (Speed.FAST.value, "Fast: feedback in a minute or two"),
    (Speed.THOROUGH.value, "Thorough: DIALS' defaults"),
]
_SEARCHES = [
    ("", "As the pipeline has it"),
    (BeamSearch.AUTO.value, "When it seems needed"),
    (BeamSearch.ALWAYS.value, "Always"),
    (BeamSearch.NEVER.value, "Never: the header is right"),
]
_CELL_NUMBERS = 6
_CENTRING_WORDS = {
    "P": "P: primitive",
    "A": "A",
    "B": "B",
    "C": "C",
    "I": "I: body-centred",
    "F": "F: all faces centred",
    "R": "R: rhombohedral, hexagonal axes",
}


def cell_in(text: str) -> UnitCell:
    """Return the cell that a text has: six numbers with anything between them.

    Raises
    ------
    ValidationError
        When there are not six.
    """
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    if len(numbers) != _CELL_NUMBERS:
        raise forms.ValidationError("A cell is six numbers: three axes, three angles.")
    a, b, c, alpha, beta, gamma = map(float, numbers)
    return (a, b, c, alpha, beta, gamma)


class OptionsForm(forms.Form):
    """How to process; everything may stay empty."""

    pipeline = forms.ChoiceField(label="Pipeline", required=False)
    first_image = forms.IntegerField(label="First image", required=False, min_value=1)
    last_image = forms.IntegerField(label="Last image", required=False, min_value=1)
    d_min_angstrom = forms.FloatField(label="Resolution (Å)", required=False, help_text="Empty: what the data carry.")
    space_group = forms.CharField(label="Space group", required=False, max_length=20, help_text="Empty: found.")
    unit_cell = forms.CharField(
        label="Unit cell (Å, °)", required=False, max_length=100, help_text="Six numbers, with the space group."
    )
    max_cell_angstrom = forms.FloatField(label="Longest axis (Å)", required=False, help_text="Empty: estimated.")
    speed = forms.ChoiceField(label="How thorough", choices=_SPEEDS, required=False)
    beam_search = forms.ChoiceField(label="Search the beam position", choices=_SEARCHES, required=False)

    def __init__(self, *args: Any, pipelines: Sequence[Pipeline], **others: Any) -> None:
        super().__init__(*args, **others)
        self.pipelines = tuple(pipelines)
        self._field("pipeline").choices = [(one.code, one.name) for one in pipelines]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        return field

    def clean_unit_cell(self) -> UnitCell | None:
        """Read six numbers."""
        text = self.cleaned_data["unit_cell"].strip()
        return cell_in(text) if text else None

    @property
    def chosen(self) -> Pipeline:
        """Which pipeline; the form must be valid."""
        return pipeline_named(self.pipelines, self.cleaned_data["pipeline"])

    def options(self) -> ProcessingOptions:
        """Return what was asked for, the rest as the pipeline has it; the form must be valid."""
        given = {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}
        given.pop("pipeline", None)
        if "speed" in given:
            given["speed"] = Speed(given["speed"])
        if "beam_search" in given:
            given["beam_search"] = BeamSearch(given["beam_search"])
        return with_asked(self.chosen.options, given)

    def object(self, objections: tuple[Objection, ...]) -> None:
        """Show objections beside the fields that they are about."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))


class CellForm(forms.Form):
    """Which cell to look up."""

    unit_cell = forms.CharField(
        label="Unit cell (Å, °)", max_length=100, help_text="Six numbers: 79.1 79.1 37.0 90 90 90."
    )
    centring = forms.ChoiceField(label="Centring", choices=[(c, _CENTRING_WORDS[c]) for c in CENTRINGS], required=False)
    tolerance_angstrom = forms.FloatField(
        label="Tolerance (Å)", required=False, min_value=0, help_text="Empty: a hundredth of the cell."
    )

    def clean_unit_cell(self) -> UnitCell:
        """Read six numbers."""
        return cell_in(self.cleaned_data["unit_cell"])

    def question(self) -> CellQuestion:
        """Return the question; the form must be valid, and Invalid says what else is wrong."""
        given = self.cleaned_data
        return question_about(given["unit_cell"], given["centring"] or "P", given["tolerance_angstrom"])

    def object(self, objections: tuple[Objection, ...]) -> None:
        """Show objections beside the fields that they are about."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
