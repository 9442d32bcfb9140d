"""The three questions before a table of samples: which substance, how many, in what."""

from django import forms
from django.http import QueryDict

from farlight.kernel.paging import whole_number
from farlight.samples.domain.techniques import SubstanceNeed, Technique
from farlight.samples.queries.container_types import offered_types
from farlight.samples.queries.pages import container_choices, substance_choices
from farlight.samples.web.forms.objecting import ObjectingForm

NEW = "new"
NONE = ""
MOST = 500


class PrepareForm(ObjectingForm):
    """What a table of samples begins with."""

    substance = forms.ChoiceField(required=False)
    acronym = forms.CharField(
        label="Acronym",
        required=False,
        max_length=40,
        help_text="Short, of letters, digits, - and _; it names your files.",
    )
    substance_name = forms.CharField(label="Full name", required=False, max_length=200)
    count_text = forms.CharField(
        label="How many?", required=False, max_length=4, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    container = forms.ChoiceField(label="In which container?", required=False)
    container_name = forms.CharField(
        label="What stands on it?", required=False, max_length=40, help_text="The code that is engraved or printed."
    )
    container_type = forms.ChoiceField(label="What sort is it?", required=False)

    def __init__(self, technique: Technique, proposal: str, data: QueryDict | None) -> None:
        self.technique = technique
        types = offered_types()
        usual = [types[code] for code in technique.containers if code in types]
        others = [one for one in types.values() if one not in usual]
        known = substance_choices(proposal)
        held = container_choices(proposal)
        count = usual[0].capacity if usual else 1
        super().__init__(
            data,
            initial={
                "substance": known[0][0] if len(known) == 1 else "" if known else NEW,
                "count_text": count,
                "container": NEW if usual and not held else NONE,
            },
        )
        self.fields["substance"].label = f"Which {technique.nouns.substance}?"
        none = [] if technique.substance is SubstanceNeed.REQUIRED else [("none", "of none")]
        choose = [("", f"Choose a {technique.nouns.substance}")]
        self.fields["substance"].choices = [*choose, *known, (NEW, f"A new {technique.nouns.substance}"), *none]  # type: ignore[attr-defined]
        self.fields["container"].choices = [(NONE, "None yet"), *held, (NEW, "A new one")]  # type: ignore[attr-defined]
        self.fields["container_type"].choices = [(one.code, one.title) for one in (*usual, *others)]  # type: ignore[attr-defined]

    def clean_count_text(self) -> str:
        """A number from 1 to 500."""
        text = str(self.cleaned_data["count_text"]).strip()
        if not 1 <= (whole_number(text) or 0) <= MOST:
            raise forms.ValidationError(f"Give a number from 1 to {MOST}.")
        return text

    def clean_substance(self) -> str:
        """One must be chosen where the technique needs it."""
        chosen = str(self.cleaned_data["substance"])
        if not chosen:
            raise forms.ValidationError(f"Choose one, or a new {self.technique.nouns.substance}.")
        return chosen

    def count(self) -> int:
        """How many there are; only after ``is_valid``."""
        return int(self.cleaned_data["count_text"])
