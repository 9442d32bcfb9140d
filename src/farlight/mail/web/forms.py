"""The form of how often mails come."""

from django import forms

from farlight.mail.types import Pace

EXPLAINED = {
    Pace.AT_ONCE: "At once: each mail when something happens.",
    Pace.DAILY: "Once a day: one mail each morning. What needs you still comes at once.",
    Pace.NEEDED: "Only what needs me: no news, only what waits for you.",
}


class PaceForm(forms.Form):
    """One of three paces."""

    pace = forms.ChoiceField(
        label="How often mails come",
        choices=[(pace.value, EXPLAINED[pace]) for pace in Pace],
        widget=forms.RadioSelect,
    )
