"""Forms of trainings: days are first and last ones, by the facility's time; what may be is decided by the services."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from farlight.kernel.errors import Objection
from farlight.safety.services.trainings import LONGEST_REASON
from farlight.safety.types import TrainingDefinition

_DAY = {"type": "date"}


class _Form(forms.Form):
    """Shows what the service objects to."""

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))


class NoteForm(_Form):
    """Which training, from when until when."""

    training = forms.ChoiceField(label="Training")
    since = forms.DateField(label="First day", required=False, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))
    until = forms.DateField(label="Last day", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"))

    def __init__(
        self,
        trainings: Sequence[TrainingDefinition],
        data: QueryDict | None = None,
        *,
        training: str = "",
        since: date | None = None,
        until: date | None = None,
    ) -> None:
        super().__init__(data, initial={"training": training, "since": since, "until": until})
        choosing: Any = self.fields["training"]
        choosing.choices = [(one.code, one.name) for one in trainings]


class WithdrawForm(_Form):
    """Which training, and why."""

    training = forms.ChoiceField(label="Training")
    reason = forms.CharField(
        label="Why",
        required=False,
        help_text="The person reads it.",
        widget=forms.TextInput(attrs={"maxlength": LONGEST_REASON, "autocomplete": "off"}),
    )

    def __init__(self, trainings: Sequence[TrainingDefinition], data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="withdraw")
        choosing: Any = self.fields["training"]
        choosing.choices = [(one.code, one.name) for one in trainings]
