"""Forms that show what a service objects to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from farlight.kernel.errors import Objection


class ObjectingForm(forms.Form):
    """A form whose values are checked by a service."""

    def add_objections(self, objections: Iterable[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            self.add_error(objection.field if objection.field in self.fields else None, str(objection))

    def said(self, name: str) -> str:
        """What was typed into a field, without blanks around it."""
        return str(self.cleaned_data.get(name) or "").strip()

    def number(self, name: str) -> float | None:
        """The number of a field; None when it is empty."""
        value = self.cleaned_data.get(name)
        return float(value) if value is not None else None


def number_field(label: str, help_text: str = "", *, least: float | None = None) -> forms.FloatField:
    """A field for a number that may be empty; a decimal comma is a point."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return CommaFloatField(label=label, help_text=help_text, min_value=least, required=False, widget=widget)


class CommaFloatField(forms.FloatField):
    """A number, with point or comma."""

    def to_python(self, value: Any) -> Any:
        """Read the number."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


def choices_of(words: Mapping[str, str], empty: str = "") -> list[tuple[str, str]]:
    """Choices of a select, with an empty one first when it has a word."""
    return [*([("", empty)] if empty else []), *words.items()]
