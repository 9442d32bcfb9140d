"""What the form of a collection proposes, and what it says beside its fields."""

from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.types import BeamlineSummary
from farlight.science.scans import Grid, Screening

BY_DISTANCE, BY_RESOLUTION = "distance", "resolution"


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
    }


def proposals_like(parameters: CollectionParameters) -> dict[str, object]:
    """What was asked for before, as it stands in the fields; what does not belong to its kind is left to others."""
    asked_for: dict[str, object] = {
        "kind": parameters.kind.value,
        "start_deg": f"{parameters.start_deg:g}",
        "exposure_time_s": f"{parameters.exposure_time_s:g}",
        "energy_ev": f"{parameters.energy_ev:.7g}",
        "transmission_percent": f"{100.0 * parameters.transmission_frac:g}",
        "place": BY_DISTANCE if parameters.resolution_angstrom is None else BY_RESOLUTION,
        "detector_distance_mm": f"{parameters.detector_distance_mm:g}",
    }
    if parameters.resolution_angstrom is not None:
        asked_for["resolution_angstrom"] = f"{parameters.resolution_angstrom:g}"
    return asked_for | _course_like(parameters)


def _course_like(parameters: CollectionParameters) -> dict[str, object]:
    match parameters.layout:
        case Screening(angles_deg=angles_deg):
            angles = ", ".join(f"{angle_deg:g}" for angle_deg in angles_deg)
            return {"angles_deg": angles, "width_deg": f"{parameters.width_deg:g}"}
        case Grid() as grid:
            steps = {"step_x_um": f"{grid.step_x_um:g}", "step_y_um": f"{grid.step_y_um:g}"}
            return {"grid_rows": grid.rows, "grid_columns": grid.columns, **steps}
        case _:
            return {"images": parameters.images, "width_deg": f"{parameters.width_deg:g}"}


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
