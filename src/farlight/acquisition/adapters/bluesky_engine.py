"""Collecting with Farlight's own engine: bluesky and ophyd-async."""

from collections.abc import Callable
from pathlib import Path

from farlight.acquisition.domain.names import file_prefix, run_folder, treatment_prefix
from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.types import EngineSettings
from farlight.engine.messages import CollectionOrder, HandlingKind, Message, SampleInBeam, Treatment
from farlight.engine.runner import BeamlineEngine
from farlight.samples.types import SampleSummary

TREATMENTS = "treatments"
"""Folder of the pictures of what was only done to samples, within the session's raw data."""


def engine_of(settings: EngineSettings, on_message: Callable[[Message], None]) -> BeamlineEngine:
    """Return the engine that a beamline's settings describe; it is not connected yet."""
    return BeamlineEngine(settings.devices, settings.options, on_message)


def order_for(
    ticket: str, parameters: CollectionParameters, sample: SampleSummary | None, raw: Path, run_number: int | None
) -> CollectionOrder:
    """Return what is asked for as the engine's order; the files of a run go into a folder of their own below `raw`.

    What becomes no run (its number is None) leaves nothing but pictures.

    Raises
    ------
    ValueError
        When the detector distance is not known.
    """
    if parameters.detector_distance_mm is None:
        raise ValueError(f"{ticket} does not say where the detector stands.")
    name = sample.name if sample else ""
    return CollectionOrder(
        ticket=ticket,
        sample=_in_beam(sample) if sample else None,
        directory=raw / (TREATMENTS if run_number is None else run_folder(run_number)),
        prefix=treatment_prefix(name, ticket) if run_number is None else file_prefix(name, run_number),
        start_deg=parameters.start_deg,
        width_deg=parameters.width_deg,
        images=parameters.images,
        exposure_time_s=parameters.exposure_time_s,
        energy_ev=parameters.energy_ev,
        transmission_frac=parameters.transmission_frac,
        detector_distance_mm=parameters.detector_distance_mm,
        layout=parameters.layout,
        treatment=_treatment(parameters),
    )


def _treatment(parameters: CollectionParameters) -> Treatment | None:
    wanted = parameters.treatment
    return Treatment(handling=HandlingKind(wanted.deed.value), duration_s=wanted.duration_s) if wanted else None


def _in_beam(sample: SampleSummary) -> SampleInBeam:
    return SampleInBeam(
        code=sample.code,
        name=sample.name,
        acronym=sample.acronym,
        container=sample.container,
        position=sample.container_position,
    )
