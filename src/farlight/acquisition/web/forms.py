"""The form that asks for a collection; what is possible is decided by the service, not here."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from farlight.acquisition.types import CollectionParameters, RequestKind
from farlight.acquisition.web.proposals import BY_DISTANCE, BY_RESOLUTION, hints_of, proposals_like, proposals_of
from farlight.beamlines.types import BeamlineSummary
from farlight.kernel.errors import Objection
from farlight.samples.types import SampleSummary
from farlight.science.scans import Grid, Layout, Screening

KINDS = {
    RequestKind.ROTATION.value: "Rotation",
    RequestKind.SCREENING.value: "Screening",
    RequestKind.GRID.value: "Grid",
}
ONLY_FOR = {
    "images": ("rotation",),
    "start_deg": ("rotation", "grid"),
    "width_deg": ("rotation", "screening"),
    "angles_deg": ("screening",),
    "grid_rows": ("grid",),
    "grid_columns": ("grid",),
    "step_x_um": ("grid",),
    "step_y_um": ("grid",),
}
"""The kinds of collections that a field is for; all others are for every kind."""

_PLAIN = ("start_deg", "width_deg", "images", "exposure_time_s", "energy_ev")


def _number(label: str, unit: str, **options: Any) -> forms.FloatField:
    field = forms.FloatField(label=f"{label} ({unit})", **options)
    field.widget.attrs["step"] = "any"
    return field


class CollectionForm(forms.Form):
    """A rotation sweep of a sample, a screening, or a grid."""

    kind = forms.ChoiceField(label="What to collect", widget=forms.RadioSelect)
    sample = forms.ChoiceField(label="Sample", required=False)
    images = forms.IntegerField(label="Images")
    width_deg = _number("Rotation per image", "°")
    start_deg = _number("Start angle", "°")
    angles_deg = forms.CharField(label="Angles (°)", help_text="Of the images, apart by commas.")
    grid_rows = forms.IntegerField(label="Rows")
    grid_columns = forms.IntegerField(label="Columns")
    step_x_um = _number("Width of a cell", "µm")
    step_y_um = _number("Height of a cell", "µm")
    exposure_time_s = _number("Exposure per image", "s")
    energy_ev = _number("Energy", "eV")
    transmission_percent = _number("Transmission", "%", help_text="0.01 to 100")
    place = forms.ChoiceField(
        label="Detector placed by", choices=[(BY_DISTANCE, "distance"), (BY_RESOLUTION, "resolution at its edge")]
    )
    detector_distance_mm = _number("Detector distance", "mm", required=False)
    resolution_angstrom = _number("Resolution", "Å", required=False)

    def __init__(
        self,
        instrument: BeamlineSummary,
        samples: Sequence[SampleSummary],
        data: Mapping[str, str] | None = None,
        *,
        sample: str = "",
        like: CollectionParameters | None = None,
    ) -> None:
        first = sample or (samples[0].code if samples else "")
        proposed = proposals_of(instrument) | (proposals_like(like) if like else {}) | {"sample": first}
        super().__init__(data, initial=proposed)
        choices = [(sample.code, _sample_in_words(sample)) for sample in samples]
        self._choose("sample", [*choices, ("", "what is on the goniometer")])
        self._choose("kind", [(kind, KINDS[kind]) for kind in instrument.collections if kind in KINDS])
        for name, hint in hints_of(instrument).items():
            self.fields[name].help_text = hint
        wanted = str((data or proposed).get("kind", ""))
        for name, kinds in ONLY_FOR.items():
            self.fields[name].required = wanted in kinds

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_angles_deg(self) -> tuple[float, ...]:
        """Numbers apart by commas or blanks."""
        try:
            return _numbers_in(self.cleaned_data["angles_deg"])
        except ValueError as error:
            raise forms.ValidationError("Write numbers apart by commas, such as 0, 45, 90.") from error

    def parameters(self) -> CollectionParameters:
        """Return what is asked for; what is wrong or missing is taken from the proposals. After ``is_valid``."""
        good = {name: value for name, value in self.cleaned_data.items() if value not in {None, ""}}
        given = self._proposed() | good
        by_distance = given["place"] == BY_DISTANCE
        asked = {name: given[name] for name in _PLAIN} | {"layout": _layout_of(given)}
        asked["transmission_frac"] = given["transmission_percent"] / 100.0
        needed = "detector_distance_mm" if by_distance else "resolution_angstrom"
        asked[needed] = self.cleaned_data.get(needed)
        return CollectionParameters(**asked)

    def _proposed(self) -> dict[str, Any]:
        """What the form proposes, as values."""
        names = self.fields.keys() & self.initial.keys() - {"sample", "angles_deg"}
        proposed = {name: self.fields[name].to_python(self.initial[name]) for name in names}
        return proposed | {"angles_deg": _numbers_in(self.initial["angles_deg"])}

    def chosen_sample(self) -> str | None:
        """Return the code of the sample that is chosen; None for what is on the goniometer."""
        return self.cleaned_data.get("sample") or None

    def says_already(self, objection: Objection) -> bool:
        """Whether the field that an objection is about is wrong by itself."""
        return _field_of(objection) in self.errors

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top; a field that is wrong already says so."""
        for objection in [o for o in objections if not self.says_already(o)]:
            field = _field_of(objection)
            self.add_error(field if field in self.fields else None, str(objection))


def _field_of(objection: Objection) -> str:
    return {"transmission_frac": "transmission_percent"}.get(objection.field, objection.field)


def _numbers_in(text: str) -> tuple[float, ...]:
    """Numbers apart by commas or blanks; ValueError when one is none."""
    return tuple(float(word) for word in re.split(r"[\s,;]+", text) if word)


def _layout_of(given: Mapping[str, Any]) -> Layout | None:
    if given["kind"] == RequestKind.SCREENING:
        return Screening(angles_deg=given["angles_deg"])
    if given["kind"] == RequestKind.GRID:
        return Grid(
            rows=given["grid_rows"],
            columns=given["grid_columns"],
            step_x_um=given["step_x_um"],
            step_y_um=given["step_y_um"],
        )
    return None


def _sample_in_words(sample: SampleSummary) -> str:
    place = f", {sample.container} position {sample.container_position}" if sample.container else ""
    return f"{sample.name} ({sample.acronym}{place})"
