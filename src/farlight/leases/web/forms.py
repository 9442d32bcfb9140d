"""The forms of an SSH key and of its certificate; whether it is one is decided by the service."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from farlight.beamtime.types import SessionSummary
from farlight.kernel.errors import Objection
from farlight.leases.domain.certificates import HOURS
from farlight.leases.domain.keys import LONGEST_LABEL, LONGEST_LINE
from farlight.leases.types import KeySummary


class _Form(forms.Form):
    """Shows what the service objects to."""

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))


class KeyForm(_Form):
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


class CertificateForm(_Form):
    """Which key, how long, from where."""

    key = forms.ChoiceField(label="Key", required=False)
    line = forms.CharField(
        label="Another public key",
        required=False,
        help_text="Its one line, when it is none of the keys above: a pair made for today, for instance.",
        widget=forms.Textarea(
            attrs={"rows": 3, "maxlength": LONGEST_LINE, "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    session = forms.ChoiceField(
        label="It opens",
        required=False,
        help_text="One for a session opens its computers too, and ends with it at the latest.",
    )
    hours = forms.TypedChoiceField(
        label="Good for",
        coerce=int,
        initial=HOURS[-1],
        choices=[(hours, f"{hours} hour{'s' if hours != 1 else ''}") for hours in HOURS],
    )
    only_here = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))

    def __init__(
        self, keys: Sequence[KeySummary], sessions: Sequence[SessionSummary], data: QueryDict | None, *, now: datetime
    ) -> None:
        super().__init__(data)
        opens = [
            *((one.code, f"{one.code} at {one.beamline}: files and computers") for one in sessions),
            ("", "the files of all my sessions, no computers"),
        ]
        running = [one.code for one in sessions if one.start <= now]
        opening: Any = self.fields["session"]
        opening.choices, opening.initial = opens, running[0] if len(running) == 1 else ""
        choices = [
            *((key.code, f"{key.label} · {key.fingerprint[:18]}…") for key in keys),
            ("", "another one, pasted below"),
        ]
        self.fields["key"] = forms.ChoiceField(label="Key", required=False, choices=choices, initial=choices[0][0])
