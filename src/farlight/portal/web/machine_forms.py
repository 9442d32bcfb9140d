"""The form of a key for a program of a beamline."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms

from farlight.beamlines.types import BeamlineSummary
from farlight.people.types import TokenScope
from farlight.portal.web.forms import FormWithObjections

LIVES_DAYS = ((30, "30 days"), (90, "90 days"), (365, "a year"))
SCOPES = (TokenScope.READ, TokenScope.FILES, TokenScope.PROCESS, TokenScope.NOTES)


class MachineForm(FormWithObjections):
    """Which program, what its key opens, and how long it counts."""

    beamline = forms.ChoiceField(label="Beamline")
    label = forms.CharField(
        label="Program",
        required=False,
        help_text="What it does stands in the record of acts under this name; the same name gets another key.",
        widget=forms.TextInput(attrs={"maxlength": 40, "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label="Counts for", coerce=int)
    scopes = forms.MultipleChoiceField(
        required=False,
        choices=[(scope.value, scope.words) for scope in SCOPES],
        initial=(TokenScope.READ.value,),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *arguments: Any, beamlines: Sequence[BeamlineSummary], longest_days: int, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        choices = [(one.code, f"{one.code}: {one.name}" if one.name else one.code) for one in beamlines]
        cast("forms.ChoiceField", self.fields["beamline"]).choices = choices
        offered = [(days, words) for days, words in LIVES_DAYS if days <= longest_days]
        cast("forms.ChoiceField", self.fields["days"]).choices = offered or [(longest_days, f"{longest_days} days")]

    def wanted(self) -> dict[str, Any]:
        """Return what the service takes; only after ``is_valid``."""
        given = self.cleaned_data
        return {
            "beamline": given["beamline"],
            "name": given["label"],
            "scopes": frozenset(map(TokenScope, given["scopes"])),
            "valid_for": timedelta(days=given["days"]),
        }
