"""The form that puts somebody into a team; who that may be is decided by the service."""

from collections.abc import Sequence
from typing import Any

from django import forms

from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import Objection

PARTS = [(role.value, f"{role.value}: {role.explained}") for role in TeamRole]


class FormWithObjections(forms.Form):
    """Shows what the services object to."""

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))


class TeamForm(FormWithObjections):
    """Whom, and as what."""

    whom = forms.CharField(
        label="E-mail address",
        required=False,
        max_length=254,
        help_text="The exact address of their account.",
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    role = forms.TypedChoiceField(label="Part", choices=PARTS, coerce=TeamRole, initial=TeamRole.MEMBER.value)


class InviteForm(FormWithObjections):
    """Somebody who has no account yet, and as what."""

    email = forms.CharField(
        label="Their e-mail address",
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
    given_name = forms.CharField(label="Given name", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    role = forms.TypedChoiceField(
        label="Part in the team", choices=PARTS, coerce=TeamRole, initial=TeamRole.MEMBER.value
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "invite_%s"
