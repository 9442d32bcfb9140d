"""What the form of a collection proposes, and what it says beside its fields."""

from collections.abc import Mapping

from farlight.acquisition.types import CollectionParameters, RequestKind
from farlight.acquisition.web.courses import course_like
from farlight.beamlines.types import BeamlineSummary
from farlight.science.scans import Screening

BY_DISTANCE, BY_RESOLUTION = "distance", "resolution"


SCANS: Mapping[str, object] = {
    "element": "Se",
    "edge": "K",
    "below_ev": "60",
    "above_ev": "90",
    "step_ev": "1",
    "axis": "sample_x",
    "first": "-150",
    "last": "150",
    "points": 31,
    "point_time_s": "0.2",
    "duration_s": "5",
}
"""What scans and treatments are proposed as, whatever the beamline."""


def proposals_of(instrument: BeamlineSummary) -> dict[str, object]:
    """What a beamline likes, as it stands in the fields."""
    defaults = instrument.defaults
    return {
        "kind": instrument.collections[0],
        "start_deg": f"{defaults.start_deg:g}",
        "width_deg": f"{defaults.width_deg:g}",
        "images": defaults.images,
        "angles_deg": "0, 90",
        "grid_rows": 8,
        "grid_columns": 12,
        "step_x_um": "20",
        "step_y_um": "20",
        "exposure_time_s": f"{defaults.exposure_time_s:g}",
        "energy_ev": f"{defaults.energy_ev:.7g}",
        "transmission_percent": f"{100.0 * defaults.transmission_frac:g}",
        "place": BY_DISTANCE,
        "detector_distance_mm": f"{defaults.detector_distance_mm:g}",
        "resolution_angstrom": "2",
        **SCANS,
    }


def proposals_like(parameters: CollectionParameters) -> dict[str, object]:
    """What was asked for before, as it stands in the fields; what does not belong to its kind is left to others."""
    if parameters.treatment is not None:
        duration = f"{parameters.treatment.duration_s:g}"
        return {"kind": parameters.kind.value, "duration_s": duration}
    time = "exposure_time_s" if parameters.has_images else "point_time_s"
    asked_for: dict[str, object] = {
        "kind": parameters.kind.value,
        "start_deg": f"{parameters.start_deg:g}",
        time: f"{parameters.exposure_time_s:g}",
        "energy_ev": f"{parameters.energy_ev:.7g}",
        "transmission_percent": f"{100.0 * parameters.transmission_frac:g}",
        **(_place_like(parameters) if parameters.has_images else {}),
    }
    return asked_for | course_like(parameters)


def _place_like(parameters: CollectionParameters) -> dict[str, object]:
    distance = {"detector_distance_mm": f"{parameters.detector_distance_mm:g}"}
    if parameters.resolution_angstrom is None:
        return {"place": BY_DISTANCE, **distance}
    return {"place": BY_RESOLUTION, **distance, "resolution_angstrom": f"{parameters.resolution_angstrom:g}"}


PREPARES = frozenset(
    {RequestKind.SCREENING, RequestKind.GRID, RequestKind.EDGE_SCAN, RequestKind.FLUORESCENCE, RequestKind.SCAN,
     RequestKind.WASH, RequestKind.ANNEAL}
)  # fmt: skip
"""What is done to know how to measure a sample, not to measure it."""
WHOLE_CRYSTAL_DEG = 180.0
"""A sweep so long is complete, whatever the crystal's symmetry and orientation."""


def proposals_after(last: CollectionParameters, instrument: BeamlineSummary) -> dict[str, object]:
    """What the form proposes when this was asked for last: the same, or after a preparation what it prepared.

    After a screening that is a rotation with the screening's beam and place of the detector, from its first angle on,
    far enough to be complete; after others, a rotation as the beamline likes it.
    """
    if last.kind not in PREPARES or "rotation" not in instrument.collections:
        return proposals_like(last)
    if not isinstance(last.layout, Screening):
        return {"kind": "rotation"}
    width_deg = instrument.defaults.width_deg
    images = min(round(WHOLE_CRYSTAL_DEG / width_deg), instrument.limits.max_images)
    like = {name: value for name, value in proposals_like(last).items() if name != "angles_deg"}
    first_deg = f"{last.layout.angles_deg[0]:g}"
    return like | {"kind": "rotation", "start_deg": first_deg, "images": images, "width_deg": f"{width_deg:g}"}


def hints_of(instrument: BeamlineSummary) -> dict[str, str]:
    """The limits of a beamline, to stand beside the fields."""
    limits, detector = instrument.limits, instrument.detector
    shortest_s = max(limits.min_exposure_time_s, 1.0 / detector.max_rate_hz)
    return {
        "images": f"up to {limits.max_images}",
        "width_deg": f"{limits.min_width_deg:g} to {limits.max_width_deg:g}",
        "exposure_time_s": f"{shortest_s:g} to {limits.max_exposure_time_s:g}",
        "energy_ev": f"{limits.min_energy_ev:g} to {limits.max_energy_ev:g}",
        "detector_distance_mm": f"{detector.min_distance_mm:g} to {detector.max_distance_mm:g}",
    }
