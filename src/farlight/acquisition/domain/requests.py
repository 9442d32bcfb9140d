"""What may be asked of a beamline: every objection at once, each to its field."""

import dataclasses
import math
from collections.abc import Iterator, Sequence
from datetime import datetime

from farlight.acquisition.domain.distance import distance_for_resolution_mm
from farlight.acquisition.domain.layouts import (
    energies_of,
    layout_in_words,
    objections_to_layout,
    objections_to_treatment,
)
from farlight.acquisition.types import CollectionParameters, RequestKind
from farlight.beamlines.types import BeamlineSummary, CollectionLimits, DetectorSummary
from farlight.kernel.errors import Objection
from farlight.samples.types import Hazard, SampleSummary
from farlight.science.absorption.table import edge_named
from farlight.science.scans import EdgeScan, Exposures, Grid, PointScan
from farlight.ui.domain.values import TIMES, degrees, electronvolts, seconds, with_unit


def detector_edge_mm(detector: DetectorSummary) -> float:
    """From the middle of a detector to its nearer edge."""
    return min(detector.shape) * detector.pixel_size_mm / 2.0


def with_distance(parameters: CollectionParameters, detector: DetectorSummary) -> CollectionParameters:
    """The same sweep with the distance that its resolution means; as it is when that is impossible or known."""
    resolution_angstrom = parameters.resolution_angstrom
    sensible = resolution_angstrom is not None and resolution_angstrom > 0 and parameters.energy_ev > 0
    if parameters.detector_distance_mm is not None or resolution_angstrom is None or not sensible:
        return parameters
    distance_mm = distance_for_resolution_mm(resolution_angstrom, parameters.energy_ev, detector_edge_mm(detector))
    return dataclasses.replace(parameters, detector_distance_mm=None if distance_mm is None else round(distance_mm, 2))


def with_layout(parameters: CollectionParameters, instrument: BeamlineSummary) -> CollectionParameters:
    """The same with as many images, so much rotation, and at the energy, that its layout means.

    What takes no images leaves their detector where the beamline likes it.
    """
    if not parameters.has_images and parameters.detector_distance_mm is None:
        parameters = dataclasses.replace(
            parameters, detector_distance_mm=instrument.defaults.detector_distance_mm, resolution_angstrom=None
        )
    if parameters.treatment is not None:
        return dataclasses.replace(parameters, layout=None, images=0, width_deg=0.0)
    if parameters.layout is None:
        return parameters
    placed = dataclasses.replace(parameters, images=parameters.layout.images)
    if isinstance(parameters.layout, Grid | Exposures | PointScan):
        placed = dataclasses.replace(placed, width_deg=0.0)
    if isinstance(parameters.layout, EdgeScan):
        edge = edge_named(parameters.layout.element, parameters.layout.edge)
        placed = dataclasses.replace(placed, energy_ev=edge.energy_ev) if edge else placed
    return placed


def objections_to_kind(parameters: CollectionParameters, kinds: Sequence[str]) -> tuple[Objection, ...]:
    """What speaks against a kind of collection: the beamline cannot do it."""
    if parameters.kind.value in kinds:
        return ()
    return (
        Objection(
            message=f"This beamline does no {parameters.kind.words}.",
            mend=f"It does: {', '.join(RequestKind(kind).words for kind in kinds)}.",
            field="kind",
        ),
    )


def objections_to_collection(
    parameters: CollectionParameters, limits: CollectionLimits, detector: DetectorSummary
) -> tuple[Objection, ...]:
    """Everything that stands in the way of a collection on a beamline, whoever asks and whenever."""
    if parameters.treatment is not None:
        return tuple(objections_to_treatment(parameters.treatment))
    return (
        *objections_to_layout(parameters.layout),
        *_outside("start_deg", parameters.start_deg, -3600.0, 3600.0, "°"),
        *_objections_to_width(parameters, limits),
        *_objections_to_images(parameters, limits),
        *_outside(
            "exposure_time_s", parameters.exposure_time_s, shortest_exposure_s(limits, detector),
            limits.max_exposure_time_s, "s",
        ),
        *_objections_to_energy(parameters, limits),
        *_outside("transmission_frac", 100.0 * parameters.transmission_frac, 0.01, 100.0, "%"),
        *(_objections_to_distance(parameters, detector) if parameters.has_images else ()),
    )  # fmt: skip


def _objections_to_images(parameters: CollectionParameters, limits: CollectionLimits) -> Iterator[Objection]:
    """Points of a scan are counted with their layout."""
    if parameters.has_images:
        yield from _outside("images", parameters.images, 1, limits.max_images, "images")


def _objections_to_energy(parameters: CollectionParameters, limits: CollectionLimits) -> Iterator[Objection]:
    """A scan goes to more than one energy."""
    for field, energy_ev in energies_of(parameters.layout, parameters.energy_ev):
        yield from _outside(field, energy_ev, limits.min_energy_ev, limits.max_energy_ev, "eV")


def _objections_to_width(parameters: CollectionParameters, limits: CollectionLimits) -> Iterator[Objection]:
    """Nothing turns while a grid, a powder or a scan is measured."""
    if not isinstance(parameters.layout, Grid | Exposures | PointScan):
        yield from _outside("width_deg", parameters.width_deg, limits.min_width_deg, limits.max_width_deg, "°")


def shortest_exposure_s(limits: CollectionLimits, detector: DetectorSummary) -> float:
    """Shortest time of an image that the beamline and its detector allow."""
    return max(limits.min_exposure_time_s, 1.0 / detector.max_rate_hz)


_WORDS = {
    "start_deg": "The start angle",
    "width_deg": "The rotation per image",
    "images": "The number of images",
    "exposure_time_s": "The exposure time",
    "energy_ev": "The energy",
    "below_ev": "The first energy",
    "above_ev": "The last energy",
    "first": "The first energy",
    "last": "The last energy",
    "transmission_frac": "The transmission",
    "detector_distance_mm": "The detector distance",
    "resolution_angstrom": "The resolution",
}


def _outside(field: str, value: float, low: float, high: float, unit: str) -> Iterator[Objection]:
    if not (math.isfinite(value) and low <= value <= high):
        yield Objection(
            message=f"{_WORDS[field]} of {value:g} {unit}".rstrip() + " is not possible here.",
            mend=f"Give a value from {low:g} to {high:g} {unit}".rstrip() + ".",
            field=field,
        )


def _objections_to_distance(parameters: CollectionParameters, detector: DetectorSummary) -> Iterator[Objection]:
    low_mm, high_mm = detector.min_distance_mm, detector.max_distance_mm
    placed = with_distance(parameters, detector)
    if parameters.detector_distance_mm is not None:
        yield from _outside("detector_distance_mm", parameters.detector_distance_mm, low_mm, high_mm, "mm")
    elif parameters.resolution_angstrom is None:
        yield Objection(
            message="Neither a detector distance nor a resolution is given.",
            mend="Give one of them.",
            field="detector_distance_mm",
        )
    elif placed.detector_distance_mm is None:
        yield Objection(
            message=f"A resolution of {parameters.resolution_angstrom:g} Å cannot be reached at this energy.",
            mend="Raise the energy or ask for a lower resolution.",
            field="resolution_angstrom",
        )
    elif not low_mm <= placed.detector_distance_mm <= high_mm:
        yield Objection(
            message=f"A resolution of {parameters.resolution_angstrom:g} Å needs the detector at "
            f"{placed.detector_distance_mm:.0f} mm.",
            mend=f"The detector goes from {low_mm:g} to {high_mm:g} mm: change the resolution or the energy.",
            field="resolution_angstrom",
        )


def objections_to_sample(sample: SampleSummary | None, limits: CollectionLimits) -> tuple[Objection, ...]:
    """What speaks against measuring a sample on a beamline: its hazard, or that nobody approved it yet."""
    if sample is None:
        return ()
    if sample.hazard is None:
        return (
            Objection(
                message=f"The hazards of {sample.substance or sample.name} are not approved.",
                mend="Declare and submit them; whoever measures before has to wait for that.",
                who="the group, then the safety group",
                field="sample",
            ),
        )
    if sample.hazard.rank <= Hazard(limits.max_hazard).rank:
        return ()
    return (
        Objection(
            message=f"{sample.substance} is {sample.hazard.value}; this beamline takes samples up to "
            f"{limits.max_hazard} only.",
            mend="Choose another sample, or have the safety group look at it again.",
            who="the safety group",
            field="sample",
        ),
    )


def objections_to_time(parameters: CollectionParameters, *, end: datetime, now: datetime) -> tuple[Objection, ...]:
    """What speaks against the length of a sweep: the session is over before it is."""
    left_s = (end - now).total_seconds()
    if not 0.0 < parameters.duration_s < float("inf") or parameters.duration_s <= left_s:
        return ()
    return (
        Objection(
            message=f"This takes {parameters.duration_s / 60:.0f} min, but the session ends in "
            f"{max(0.0, left_s) / 60:.0f} min.",
            mend="Ask for fewer images or a shorter exposure.",
            field="images",
        ),
    )


def collection_in_words(parameters: CollectionParameters) -> str:
    """A collection in one line: what is taken, exposure, energy, beam, and where the detector stands."""
    if parameters.treatment is not None:
        return f"{parameters.treatment.deed.value} for {seconds(parameters.treatment.duration_s)}"
    sweep = f"{parameters.images} {TIMES} {degrees(parameters.width_deg)} from {degrees(parameters.start_deg)}"
    parts = (
        layout_in_words(parameters.layout) if parameters.layout else sweep,
        seconds(parameters.exposure_time_s),
        "" if isinstance(parameters.layout, EdgeScan) else electronvolts(parameters.energy_ev),
        f"{with_unit(100.0 * parameters.transmission_frac, '%', None)} beam",
        with_unit(parameters.detector_distance_mm, "mm", 0) if parameters.has_images else "",
    )
    return ", ".join(part for part in parts if part)
