"""The form that locks an account; whether that may be is decided by the service."""

from collections.abc import Sequence

from django import forms

from farlight.kernel.errors import Objection


class FormWithObjections(forms.Form):
    """Shows what the services object to."""

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))


class LockForm(FormWithObjections):
    """Why."""

    reason = forms.CharField(
        label="Why",
        required=False,
        help_text="For colleagues: it is shown here and kept in the log.",
        widget=forms.TextInput(attrs={"maxlength": 300, "autocomplete": "off"}),
    )


class InviteForm(FormWithObjections):
    """Whom."""

    given_name = forms.CharField(label="Given name", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    email = forms.CharField(
        label="E-mail address",
        required=False,
        max_length=254,
        help_text="The one that they read; the link goes there.",
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off", "spellcheck": "false"}),
    )
