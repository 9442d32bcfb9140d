"""The form of a token; what may be asked for is decided by the service."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from django import forms

from farlight.kernel.errors import Objection
from farlight.people.domain.tokens import LONGEST_LABEL
from farlight.people.types import TokenScope

LIVES_DAYS = ((7, "a week"), (30, "30 days"), (90, "90 days"), (365, "a year"))
PROPOSED_DAYS = 90


PROPOSED_SCOPES = (TokenScope.READ.value,)


class TokenForm(forms.Form):
    """A name, what it opens, and how long it counts."""

    label = forms.CharField(
        label="What it is for",
        required=False,
        help_text="A name that you will know it by, such as “analysis on my laptop”.",
        widget=forms.TextInput(attrs={"maxlength": LONGEST_LABEL, "autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label="What it opens",
        required=False,
        choices=[(scope.value, scope.words) for scope in TokenScope],
        initial=PROPOSED_SCOPES,
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label="Counts for", choices=LIVES_DAYS, coerce=int, initial=PROPOSED_DAYS)

    def __init__(self, *arguments: Any, longest_days: int = 365, **options: Any) -> None:
        super().__init__(*arguments, **options)
        offered = [(days, words) for days, words in LIVES_DAYS if days <= longest_days]
        field = cast("forms.TypedChoiceField", self.fields["days"])
        field.choices = offered or [(longest_days, f"{longest_days} days")]
        field.initial = min(PROPOSED_DAYS, longest_days)

    def wanted_scopes(self) -> frozenset[TokenScope]:
        """Return what the token is to open; only after ``is_valid``."""
        return frozenset(map(TokenScope, self.cleaned_data["scopes"]))

    def valid_for(self) -> timedelta:
        """Return how long the token is to count; only after ``is_valid``."""
        return timedelta(days=self.cleaned_data["days"])

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
