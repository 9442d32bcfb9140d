"""The form of a note."""

from django import forms

from farlight.logbook.domain.notes import MOST_CHARACTERS


class NoteForm(forms.Form):
    """What to write down. What may stand in it is decided by the service."""

    text = forms.CharField(
        label="Write a note",
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={
                "class": "form-control",
                "rows": 2,
                "maxlength": MOST_CHARACTERS,
                "data-key": "n",
                "data-key-word": "write a note",
            }
        ),
    )
