"""What a collection that is being asked for would come to."""

from farlight.acquisition.domain.distance import edge_resolution_angstrom
from farlight.acquisition.domain.requests import detector_edge_mm, with_distance, with_layout
from farlight.acquisition.types import CollectionParameters, RequestKind
from farlight.beamlines.types import BeamlineSummary, DetectorSummary
from farlight.kernel.units import wavelength_angstrom
from farlight.science.scans import EdgeScan
from farlight.ui.domain.values import angstrom, degrees, electronvolts, seconds, with_unit


def outlook_of(asked: CollectionParameters, instrument: BeamlineSummary) -> tuple[tuple[str, str], ...]:
    """Names and values of what follows from a collection: its time, its range, what the detector sees."""
    detector = instrument.detector
    parameters = with_distance(with_layout(asked, instrument), detector)
    if parameters.treatment is not None:
        return (("Takes", seconds(parameters.duration_s)),)
    found = [("Beam on", seconds(parameters.duration_s))]
    if parameters.kind is RequestKind.ROTATION:
        found.append(("Rotation", degrees(parameters.range_deg)))
    else:
        found.append(("Images" if parameters.has_images else "Points", str(parameters.images)))
    if isinstance(parameters.layout, EdgeScan):
        found.append(("Edge at", electronvolts(parameters.energy_ev)))
    elif parameters.energy_ev > 0:
        found.append(("Wavelength", with_unit(wavelength_angstrom(parameters.energy_ev), "Å", 4)))
        found += _placed(asked, parameters, detector) if parameters.has_images else []
    return tuple(found)


def _placed(
    asked: CollectionParameters, placed: CollectionParameters, detector: DetectorSummary
) -> list[tuple[str, str]]:
    """Whichever of distance and resolution was not given."""
    distance_mm = placed.detector_distance_mm
    if distance_mm is None or distance_mm <= 0:
        return []
    if asked.detector_distance_mm is None:
        return [("Detector at", with_unit(distance_mm, "mm", 1))]
    edge = edge_resolution_angstrom(distance_mm, placed.energy_ev, detector_edge_mm(detector))
    return [("Resolution at the edge", angstrom(edge))]
