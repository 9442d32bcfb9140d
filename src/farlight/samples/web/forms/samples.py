"""The form of one sample, made from its technique."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from farlight.samples.domain.techniques import (
    Field,
    FieldGroup,
    FieldKind,
    SubstanceNeed,
    Technique,
    Value,
    text_of,
)
from farlight.samples.services.techniques import VALUE
from farlight.samples.types import SampleDetails, SampleRole
from farlight.samples.web.forms.objecting import ObjectingForm, number_field

FREE = "free_values"
NOT_SAID = "\N{EN DASH}"
MANY_LINES = 300
"""Texts that may be longer than this get several lines."""


@dataclass(frozen=True, kw_only=True)
class FormGroup:
    """Fields that are shown together."""

    group: FieldGroup
    fields: tuple[tuple[BoundField, str], ...]
    """Each with its unit."""
    open: bool
    """Whether it is unfolded: nothing in it is folded away by default, filled in, or wrong."""


class SampleForm(ObjectingForm):
    """What is known of one sample."""

    name = forms.CharField(label="Name", required=False, max_length=100)
    substance = forms.ChoiceField(required=False)
    barcode = forms.CharField(label="Barcode", required=False, max_length=80)
    container = forms.ChoiceField(label="Container", required=False)
    slot = forms.CharField(label="Position", required=False, max_length=20)
    comment = forms.CharField(label="Comment", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    role = forms.ChoiceField(
        label="Role",
        required=False,
        choices=[(role.value, role.value) for role in SampleRole],
        help_text="What it is measured for.",
    )
    storage_temperature_k = number_field("Store at", least=0)
    max_temperature_k = number_field("Never warmer than", least=0)
    dose_limit_mgy = number_field("Dose limit", "It is not exposed to more.", least=0)
    shelf_life_until = forms.DateField(
        label="Use before", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    pid = forms.CharField(label="Persistent identifier", required=False, max_length=120, help_text="Such as an IGSN.")

    def __init__(
        self,
        technique: Technique,
        substances: Sequence[tuple[str, str]],
        containers: Sequence[tuple[str, str]],
        data: Mapping[str, str] | None = None,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        self.technique = technique
        super().__init__(data, initial=dict(initial or {}))
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "aria-required": "true"}
        self.fields["name"].help_text = f"Your own name for the {technique.nouns.sample}, once in the proposal."
        self._offer_substances(substances)
        self.fields["container"].choices = [("", "None yet"), *containers]  # type: ignore[attr-defined]
        for field in technique.fields:
            self.fields[f"{VALUE}{field.key}"] = _form_field(field, technique)
        if technique.free:
            self.fields[FREE] = _free_field()

    def _offer_substances(self, substances: Sequence[tuple[str, str]]) -> None:
        noun, field = self.technique.nouns.substance, self.fields["substance"]
        if self.technique.substance is SubstanceNeed.NONE:
            del self.fields["substance"]
            return
        field.label = (
            _needed(noun.capitalize()) if self.technique.substance is SubstanceNeed.REQUIRED else noun.capitalize()
        )
        field.choices = [("", f"Choose a {noun}"), *substances]  # type: ignore[attr-defined]

    def texts(self) -> dict[str, str]:
        """Return what was typed of the technique's fields, by key; and free values by their names."""
        found = {field.key: self.said(f"{VALUE}{field.key}") for field in self.technique.fields}
        return {**found, **dict(_free_lines(self.said(FREE)))}

    def details(self) -> SampleDetails:
        """Return all that is not the technique's; only after ``is_valid``."""
        return SampleDetails(
            role=SampleRole(self.said("role") or SampleRole.SAMPLE.value),
            comment=self.said("comment"),
            storage_temperature_k=self.number("storage_temperature_k"),
            shelf_life_until=self.cleaned_data.get("shelf_life_until"),
            max_temperature_k=self.number("max_temperature_k"),
            dose_limit_mgy=self.number("dose_limit_mgy"),
            pid=self.said("pid"),
        )

    def groups(self) -> list[FormGroup]:
        """Return the technique's fields, in their groups."""
        return [self._group(group) for group in self.technique.groups]

    def _group(self, group: FieldGroup) -> FormGroup:
        members = self.technique.fields_of(group.key)
        bound = tuple((self[f"{VALUE}{field.key}"], field.unit) for field in members)
        defaults = [text_of(field, field.default) for field in members]
        filled = any(
            one.errors or one.value() not in {"", None, usual} for (one, _), usual in zip(bound, defaults, strict=True)
        )
        return FormGroup(group=group, fields=bound, open=not group.folded or filled)


def initial_values(technique: Technique, values: Mapping[str, Value]) -> dict[str, str]:
    """Return a sample's values as the texts of its form."""
    texts = {f"{VALUE}{key}": text_of(field, values.get(key)) for key, field in technique.by_key.items()}
    further = {key: value for key, value in values.items() if key not in technique.by_key}
    texts[FREE] = "\n".join(f"{key} = {value}" for key, value in further.items())
    return texts


def default_values(technique: Technique) -> dict[str, str]:
    """Return what a new sample's form begins with."""
    return initial_values(technique, {f.key: f.default for f in technique.fields if f.default is not None})


def _form_field(field: Field, technique: Technique) -> forms.Field:
    said: dict[str, object] = {
        "label": _needed(field.label) if field.required else field.label,
        "help_text": " ".join(part for part in (field.help, needed_when(field, technique)) if part),
        "required": False,
    }
    if field.kind in {FieldKind.CHOICE, FieldKind.FLAG}:
        words = field.choices or ("yes", "no")
        return forms.CharField(widget=forms.Select(choices=[("", NOT_SAID), *((w, w) for w in words)]), **said)  # type: ignore[arg-type]
    return forms.CharField(widget=_widget(field), **said)  # type: ignore[arg-type]


def _widget(field: Field) -> forms.Widget:
    attributes: dict[str, object] = {"autocomplete": "off", "placeholder": text_of(field, field.example)}
    if field.required:
        attributes["aria-required"] = "true"
    if field.kind is FieldKind.DATE:
        return forms.DateInput(attrs={**attributes, "type": "date"})
    if field.kind in {FieldKind.NUMBER, FieldKind.INTEGER}:
        keys = "numeric" if field.kind is FieldKind.INTEGER and (field.minimum or 0) >= 0 else "decimal"
        return forms.TextInput(attrs={**attributes, "inputmode": keys})
    if (field.max_length or 0) >= MANY_LINES:
        return forms.Textarea(attrs={**attributes, "rows": 2})
    return forms.TextInput(attrs={**attributes, "maxlength": field.max_length or ""})


def needed_when(field: Field, technique: Technique) -> str:
    """Say because of what a field is needed: ``Needed when Experiment is SAD or MAD.``; empty when it never is."""
    said = [
        f"Needed when {technique.by_key[condition.field].label} is {' or '.join(map(_said, condition.values))}."
        for condition in technique.conditions
        if field.key in condition.requires and condition.values and not condition.unattended
    ]
    return " ".join(said)


def _said(value: Value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _needed(label: str) -> str:
    return f"{label} *"


def _free_field() -> forms.CharField:
    return forms.CharField(
        label="Further values",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "thickness [mm] = 0.5"}),
        help_text="One a line: name [unit] = value.",
    )


def _free_lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and name.strip():
            yield name.strip(), value.strip()
