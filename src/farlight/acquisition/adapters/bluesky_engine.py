"""Collecting with Farlight's own engine: bluesky and ophyd-async."""

from collections.abc import Callable
from pathlib import Path

from farlight.acquisition.domain.names import file_prefix, run_folder
from farlight.acquisition.models import Request
from farlight.beamlines.types import EngineSettings
from farlight.beamtime.public import session_folder
from farlight.engine.messages import Message, RotationOrder, SampleInBeam
from farlight.engine.runner import BeamlineEngine
from farlight.samples.types import SampleSummary


def engine_of(settings: EngineSettings, on_message: Callable[[Message], None]) -> BeamlineEngine:
    """Return the engine that a beamline's settings describe; it is not connected yet."""
    return BeamlineEngine(settings.devices, settings.options, on_message)


def order_for(request: Request, sample: SampleSummary | None, run_number: int) -> RotationOrder:
    """Return a request as the engine's order for a run."""
    return RotationOrder(
        ticket=request.code,
        sample=_in_beam(sample) if sample else None,
        directory=raw_folder(request, run_number),
        prefix=file_prefix(sample.name if sample else "", run_number),
        start_deg=request.start_deg,
        width_deg=request.width_deg,
        images=request.images,
        exposure_time_s=request.exposure_time_s,
        energy_ev=request.energy_ev,
        transmission_frac=request.transmission_frac,
        detector_distance_mm=request.detector_distance_mm,
    )


def raw_folder(request: Request, run_number: int) -> Path:
    """Where the files of a run go."""
    return session_folder(request.session.code) / "raw" / run_folder(run_number)


def _in_beam(sample: SampleSummary) -> SampleInBeam:
    return SampleInBeam(
        code=sample.code,
        name=sample.name,
        acronym=sample.acronym,
        container=sample.container,
        position=sample.container_position,
    )
