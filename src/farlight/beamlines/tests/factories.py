"""Beamlines for tests."""

from farlight.beamlines.public import define_beamline
from farlight.beamlines.types import BeamlineDefinition, CollectionLimits, DetectorSummary, EngineSettings


def a_definition(code="sim1", **changes):
    """A beamline with a detector of 1M."""
    parts = {
        "code": code,
        "name": f"Simulated {code}",
        "technique": "macromolecular crystallography",
        "detector": DetectorSummary(
            name="EIGER2 1M",
            shape=(1065, 1030),
            pixel_size_mm=0.075,
            min_distance_mm=80,
            max_distance_mm=800,
            max_rate_hz=100,
        ),
        "limits": CollectionLimits(min_energy_ev=6000, max_energy_ev=20000, min_exposure_time_s=0.01),
        "engine": EngineSettings(devices="farlight.simulator.beamline:build"),
    }
    return BeamlineDefinition(**(parts | changes))


def make_beamline(code="sim1"):
    """A beamline of the facility."""
    return define_beamline(definition=a_definition(code))
