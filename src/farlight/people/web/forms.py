"""The form of a token; what may be asked for is decided by the service."""

from collections.abc import Sequence
from datetime import timedelta

from django import forms

from farlight.kernel.errors import Objection
from farlight.people.domain.tokens import LONGEST_LABEL

LIVES_DAYS = ((7, "a week"), (30, "30 days"), (90, "90 days"), (365, "a year"))
PROPOSED_DAYS = 90


class TokenForm(forms.Form):
    """A name, and how long it counts."""

    label = forms.CharField(
        label="What it is for",
        required=False,
        help_text="A name that you will know it by, such as “analysis on my laptop”.",
        widget=forms.TextInput(attrs={"maxlength": LONGEST_LABEL, "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label="Counts for", choices=LIVES_DAYS, coerce=int, initial=PROPOSED_DAYS)

    def valid_for(self) -> timedelta:
        """Return how long the token is to count; only after ``is_valid``."""
        return timedelta(days=self.cleaned_data["days"])

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
