"""The form of an SSH key; whether it is one is decided by the service."""

from collections.abc import Sequence

from django import forms

from farlight.kernel.errors import Objection
from farlight.leases.domain.keys import LONGEST_LABEL, LONGEST_LINE


class KeyForm(forms.Form):
    """A line, and a name."""

    line = forms.CharField(
        label="Public key",
        required=False,
        help_text="The one line of the file that ends in .pub, such as ~/.ssh/id_ed25519.pub.",
        widget=forms.Textarea(
            attrs={"rows": 3, "maxlength": LONGEST_LINE, "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    label = forms.CharField(
        label="Name",
        required=False,
        help_text="Such as “laptop”; without one, what stands at the end of the line.",
        widget=forms.TextInput(attrs={"maxlength": LONGEST_LABEL, "autocomplete": "off"}),
    )

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))
