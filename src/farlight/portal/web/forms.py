"""The form that locks an account; whether that may be is decided by the service."""

from collections.abc import Sequence

from django import forms

from farlight.kernel.errors import Objection


class LockForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Why",
        required=False,
        help_text="For colleagues: it is shown here and kept in the log.",
        widget=forms.TextInput(attrs={"maxlength": 300, "autocomplete": "off"}),
    )

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
