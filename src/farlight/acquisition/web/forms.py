"""The form that asks for a rotation sweep; what is possible is decided by the service, not here."""

from collections.abc import Mapping, Sequence

from django import forms

from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.types import BeamlineSummary
from farlight.kernel.errors import Objection
from farlight.samples.types import SampleSummary

BY_DISTANCE, BY_RESOLUTION = "distance", "resolution"


def _number(label: str, unit: str, **options: object) -> forms.FloatField:
    field = forms.FloatField(label=f"{label} ({unit})" if unit else label, **options)  # type: ignore[arg-type]
    field.widget.attrs["step"] = "any"
    return field


class RotationForm(forms.Form):
    """A rotation sweep of a sample."""

    sample = forms.ChoiceField(label="Sample", required=False)
    start_deg = _number("Start angle", "°")
    width_deg = _number("Rotation per image", "°")
    images = forms.IntegerField(label="Images")
    exposure_time_s = _number("Exposure per image", "s")
    energy_ev = _number("Energy", "eV")
    transmission_percent = _number("Transmission", "%")
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
    ) -> None:
        first = sample or (samples[0].code if samples else "")
        super().__init__(data, initial={**_proposals(instrument), "sample": first})
        choices = [(sample.code, _sample_in_words(sample)) for sample in samples]
        field = self.fields["sample"]
        field.choices = [*choices, ("", "what is on the goniometer")]  # type: ignore[attr-defined]

    def parameters(self) -> CollectionParameters:
        """Return what is asked for; only after ``is_valid``."""
        given = dict(self.cleaned_data)
        given.pop("sample")
        place = given.pop("place")
        given["transmission_frac"] = given.pop("transmission_percent") / 100.0
        given["resolution_angstrom" if place == BY_DISTANCE else "detector_distance_mm"] = None
        return CollectionParameters(**given)

    def add_objections(self, objections: Sequence[Objection]) -> None:
        """Show each objection at its field, those about no field on top."""
        for objection in objections:
            field = {"transmission_frac": "transmission_percent"}.get(objection.field, objection.field)
            self.add_error(field if field in self.fields else None, str(objection))


def _sample_in_words(sample: SampleSummary) -> str:
    place = f", {sample.container} position {sample.container_position}" if sample.container else ""
    return f"{sample.name} ({sample.acronym}{place})"


def _proposals(instrument: BeamlineSummary) -> dict[str, object]:
    defaults = instrument.defaults
    return {
        "start_deg": f"{defaults.start_deg:g}",
        "width_deg": f"{defaults.width_deg:g}",
        "images": defaults.images,
        "exposure_time_s": f"{defaults.exposure_time_s:g}",
        "energy_ev": f"{defaults.energy_ev:.7g}",
        "transmission_percent": f"{100.0 * defaults.transmission_frac:g}",
        "place": BY_DISTANCE,
        "detector_distance_mm": f"{defaults.detector_distance_mm:g}",
        "resolution_angstrom": "2",
    }
