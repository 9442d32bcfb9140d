"""The form that asks for a collection; what is possible is decided by the service, not here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from farlight.acquisition.types import CollectionParameters
from farlight.acquisition.web.courses import KINDS, NOT_NEEDED, ONLY_FOR, POINT_BY_POINT, layout_of, treatment_of
from farlight.acquisition.web.proposals import BY_DISTANCE, BY_RESOLUTION, hints_of, proposals_of
from farlight.beamlines.types import BeamlineSummary
from farlight.kernel.errors import Objection
from farlight.samples.types import SampleSummary
from farlight.science.absorption.table import EDGES
from farlight.science.scans import Axis

_PLAIN = ("start_deg", "width_deg", "images", "energy_ev")


def _number(label: str, unit: str, **options: Any) -> forms.FloatField:
    field = forms.FloatField(label=f"{label} ({unit})", **options)
    field.widget.attrs["step"] = "any"
    return field


class CollectionForm(forms.Form):
    """What is to be measured of a sample, or done to it."""

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
    element = forms.CharField(label="Element", help_text="Symbol, such as Se or Hg.", max_length=3)
    edge = forms.ChoiceField(label="Edge", choices=[(edge, edge) for edge in EDGES])
    below_ev = _number("From below the edge", "eV")
    above_ev = _number("To above the edge", "eV")
    step_ev = _number("Step", "eV")
    axis = forms.ChoiceField(label="Axis", choices=[(axis.value, f"{axis.word} ({axis.unit})") for axis in Axis])
    first = forms.FloatField(label="From")
    last = forms.FloatField(label="To")
    points = forms.IntegerField(label="Points")
    exposure_time_s = _number("Exposure per image", "s")
    point_time_s = _number("Exposure per point", "s")
    energy_ev = _number("Energy", "eV")
    transmission_percent = _number("Transmission", "%", help_text="0.01 to 100")
    place = forms.ChoiceField(
        label="Detector placed by", choices=[(BY_DISTANCE, "distance"), (BY_RESOLUTION, "resolution at its edge")]
    )
    detector_distance_mm = _number("Detector distance", "mm", required=False)
    resolution_angstrom = _number("Resolution", "Å", required=False)
    duration_s = _number("Duration", "s")

    def __init__(
        self,
        instrument: BeamlineSummary,
        samples: Sequence[SampleSummary],
        data: Mapping[str, str] | None = None,
        *,
        sample: str = "",
        like: Mapping[str, object] | None = None,
    ) -> None:
        first = sample or (samples[0].code if samples else "")
        proposed = proposals_of(instrument) | dict(like or {}) | {"sample": first}
        super().__init__(data, initial=proposed)
        choices = [(sample.code, _sample_in_words(sample)) for sample in samples]
        self._choose("sample", [*choices, ("", "what is on the goniometer")])
        offered = [kind for kind in KINDS if kind.value in instrument.collections]
        self._choose("kind", [(kind.value, KINDS[kind]) for kind in offered])
        for name, hint in hints_of(instrument).items():
            self.fields[name].help_text = hint
        wanted = str((data or proposed).get("kind", ""))
        for name, kinds in ONLY_FOR.items():
            self.fields[name].required = wanted in kinds and name not in NOT_NEEDED

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
        asked = {name: given[name] for name in _PLAIN}
        asked |= {"layout": layout_of(given), "treatment": treatment_of(given)}
        asked["exposure_time_s"] = given["point_time_s" if self._is_point_by_point else "exposure_time_s"]
        asked["transmission_frac"] = given["transmission_percent"] / 100.0
        needed = "detector_distance_mm" if by_distance else "resolution_angstrom"
        asked[needed] = self.cleaned_data.get(needed)
        whole = CollectionParameters(**asked)
        return whole if whole.has_images else replace(whole, detector_distance_mm=None, resolution_angstrom=None)

    @property
    def _is_point_by_point(self) -> bool:
        return str(self["kind"].value()) in POINT_BY_POINT

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
        return self._field_of(objection) in self.errors

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top; a field that is wrong already says so."""
        for objection in [o for o in objections if not self.says_already(o)]:
            field = self._field_of(objection)
            self.add_error(field if field in self.fields else None, str(objection))

    def _field_of(self, objection: Objection) -> str:
        renamed = {"transmission_frac": "transmission_percent"}
        if self._is_point_by_point:
            renamed["exposure_time_s"] = "point_time_s"
        return renamed.get(objection.field, objection.field)


def _numbers_in(text: str) -> tuple[float, ...]:
    """Numbers apart by commas or blanks; ValueError when one is none."""
    return tuple(float(word) for word in re.split(r"[\s,;]+", text) if word)


def _sample_in_words(sample: SampleSummary) -> str:
    place = f", {sample.container} position {sample.container_position}" if sample.container else ""
    return f"{sample.name} ({sample.acronym}{place})"
