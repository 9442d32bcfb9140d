"""Forms of containers."""

from django import forms

from farlight.samples.queries.container_types import offered_types
from farlight.samples.web.forms.objecting import ObjectingForm


class ContainerForm(ObjectingForm):
    """A container that is new."""

    name = forms.CharField(
        label="What stands on it?", required=False, max_length=40, help_text="The code that is engraved or printed."
    )
    container_type = forms.ChoiceField(label="What sort is it?")
    barcode = forms.CharField(
        label="Barcode", required=False, max_length=80, help_text="Where a scanner reads something else than the name."
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["container_type"].choices = [(one.code, one.title) for one in offered_types().values()]  # type: ignore[attr-defined]


class ReportForm(ObjectingForm):
    """What somebody saw of a container."""

    text = forms.CharField(label="What did you see?", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    is_damage = forms.BooleanField(label="It is damaged", required=False)
