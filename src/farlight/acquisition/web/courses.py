"""From the fields of the form to what is to be measured, and back."""

from collections.abc import Mapping
from typing import Any

from farlight.acquisition.types import CollectionParameters, HandlingKind, RequestKind, Treatment
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Grid, Layout, PointScan, Screening, Spectrum

KINDS = {
    RequestKind.ROTATION: "Rotation",
    RequestKind.SCREENING: "Screening",
    RequestKind.GRID: "Grid",
    RequestKind.POWDER: "Powder or solution",
    RequestKind.EDGE_SCAN: "Edge scan",
    RequestKind.FLUORESCENCE: "Spectrum",
    RequestKind.SCAN: "Alignment",
    RequestKind.WASH: "Wash",
    RequestKind.ANNEAL: "Anneal",
}
"""How the form calls what can be asked for, in its order."""
WITH_IMAGES = ("rotation", "screening", "grid", "powder")
POINT_BY_POINT = ("edge_scan", "fluorescence", "scan")
ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "images": ("rotation", "powder"),
    "start_deg": ("rotation", "grid", "powder", *POINT_BY_POINT),
    "width_deg": ("rotation", "screening"),
    "angles_deg": ("screening",),
    "grid_rows": ("grid",),
    "grid_columns": ("grid",),
    "step_x_um": ("grid",),
    "step_y_um": ("grid",),
    "element": ("edge_scan",),
    "edge": ("edge_scan",),
    "below_ev": ("edge_scan",),
    "above_ev": ("edge_scan",),
    "step_ev": ("edge_scan",),
    "axis": ("scan",),
    "first": ("scan",),
    "last": ("scan",),
    "points": ("scan",),
    "exposure_time_s": WITH_IMAGES,
    "point_time_s": POINT_BY_POINT,
    "energy_ev": (*WITH_IMAGES, "fluorescence", "scan"),
    "transmission_percent": (*WITH_IMAGES, *POINT_BY_POINT),
    "place": WITH_IMAGES,
    "detector_distance_mm": WITH_IMAGES,
    "resolution_angstrom": WITH_IMAGES,
    "duration_s": ("wash", "anneal"),
}
"""The kinds that a field is for; those that stand here for no kind are for all."""
CHANNELS, CHANNEL_EV = 2048, 10.0
"""What is asked of a spectrum; the detector has its own."""
NOT_NEEDED = frozenset({"detector_distance_mm", "resolution_angstrom"})
"""Only one of them has to be given."""


def layout_of(given: Mapping[str, Any]) -> Layout | None:
    """Return where what the fields ask for lies; None is a sweep, or a treatment."""
    match given["kind"]:
        case RequestKind.SCREENING:
            return Screening(angles_deg=given["angles_deg"])
        case RequestKind.GRID:
            return Grid(
                rows=given["grid_rows"],
                columns=given["grid_columns"],
                step_x_um=given["step_x_um"],
                step_y_um=given["step_y_um"],
            )
        case RequestKind.POWDER:
            return Exposures(exposures=given["images"])
        case _:
            return _scan_of(given)


def _scan_of(given: Mapping[str, Any]) -> PointScan | None:
    match given["kind"]:
        case RequestKind.EDGE_SCAN:
            wanted = {name: given[name] for name in ("edge", "below_ev", "above_ev", "step_ev")}
            return EdgeScan(element=str(given["element"]).strip().capitalize(), **wanted)
        case RequestKind.FLUORESCENCE:
            return Spectrum(channels=CHANNELS, channel_ev=CHANNEL_EV)
        case RequestKind.SCAN:
            first, last = given["first"], given["last"]
            return AxisScan(axis=Axis(given["axis"]), first=first, last=last, points=given["points"])
        case _:
            return None


def treatment_of(given: Mapping[str, Any]) -> Treatment | None:
    """Return what the fields want done to the sample; None when something is to be measured."""
    if not RequestKind(given["kind"]).is_treatment:
        return None
    return Treatment(deed=HandlingKind(given["kind"]), duration_s=given["duration_s"])


def course_like(parameters: CollectionParameters) -> dict[str, object]:
    """Return the fields of where something lay, as they stand in the form."""
    match parameters.layout:
        case Screening(angles_deg=angles_deg):
            angles = ", ".join(f"{angle_deg:g}" for angle_deg in angles_deg)
            return {"angles_deg": angles, "width_deg": f"{parameters.width_deg:g}"}
        case Grid() as grid:
            steps = {"step_x_um": f"{grid.step_x_um:g}", "step_y_um": f"{grid.step_y_um:g}"}
            return {"grid_rows": grid.rows, "grid_columns": grid.columns, **steps}
        case Exposures(exposures=exposures):
            return {"images": exposures}
        case EdgeScan() as scan:
            ways = {name: f"{getattr(scan, name):g}" for name in ("below_ev", "above_ev", "step_ev")}
            return {"element": scan.element, "edge": scan.edge, **ways}
        case None:
            return {"images": parameters.images, "width_deg": f"{parameters.width_deg:g}"}
        case _:
            return _scan_like(parameters.layout)


def _scan_like(scan: Spectrum | AxisScan) -> dict[str, object]:
    if isinstance(scan, Spectrum):
        return {}
    ends = {"first": f"{scan.first:g}", "last": f"{scan.last:g}"}
    return {"axis": scan.axis.value, "points": scan.points, **ends}
