"""A detector at 100 Hz while something else is measured: an engine that replays a series, and its analysis."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import numpy as np

from farlight.config.benchmarks.facility import NAMES
from farlight.config.experiment.plan import ENERGY_EV, REPLAY_DISTANCE_MM, ExperimentPlan
from farlight.config.processes import background_processes
from farlight.config.supervisor import Supervisor
from farlight.science.diffraction.layout import LAYOUTS

RATE_HZ = 100.0
DISTINCT_FRAMES = 10
PROCESSING = "worker-processing"
"""What a collection is not: DIALS would measure itself."""


def write_series(folder: Path, images: int, detector: str = "1M") -> Path:
    """Write a series of frames of Poisson noise with some spots, cheaply; return its master."""
    layout = LAYOUTS[detector]
    random = np.random.default_rng(7)
    mask = np.zeros(layout.shape, np.uint8)
    nxmx = import_module("farlight.simulator.nxmx")
    description = nxmx.NxmxDescription(
        beamline="BENCHMARK",
        detector=layout.name,
        sample="benchmark",
        images=images,
        mask=mask,
        dtype=np.dtype(np.uint16),
        pixel_size_mm=layout.pixel_size_mm,
        sensor_thickness_mm=layout.sensor_thickness_mm,
        beam_centre_px=(layout.shape[0] / 2, layout.shape[1] / 2),
        distance_mm=150.0,
        wavelength_angstrom=0.979,
        flux_hz=1e12,
        beam_size_um=(50.0, 50.0),
        transmission_frac=1.0,
        start_deg=0.0,
        width_deg=0.1,
        exposure_time_s=1 / RATE_HZ,
        started_at=datetime.now(UTC),
    )
    frames = [_frame(random, layout.shape) for _ in range(DISTINCT_FRAMES)]
    series = nxmx.NxmxSeries(folder, "fast", description)
    for index in range(images):
        series.append(index, frames[index % DISTINCT_FRAMES])
    series.close(images)
    return Path(series.master)


def _frame(random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    frame = random.poisson(0.8, shape).astype(np.uint16)
    for row, column in random.integers(5, min(shape) - 5, (200, 2)):
        frame[row - 1 : row + 2, column - 1 : column + 2] += 50
    return frame


def plan_of(master: Path, images: int) -> ExperimentPlan:
    """Return what replays a series."""
    return ExperimentPlan(source=master, images=images)


def start_collecting(supervisor: Supervisor, plan: ExperimentPlan) -> None:
    """Start a detector at 100 Hz, and the analysis that follows it; a facility must have been made for the plan."""
    from farlight.acquisition.public import queue_collection  # these need Django to be set up
    from farlight.people.public import person_named
    from farlight.samples.public import samples_of_session

    processes = background_processes([NAMES.beamline])
    supervisor.start(*(process for process in processes if process.name != PROCESSING))
    person = person_named(NAMES.login)
    if person is None:
        raise RuntimeError("The facility was loaded without its scientist.")
    (sample,) = samples_of_session(person, NAMES.session)
    parameters = replace(
        plan.parameters(),
        exposure_time_s=1 / RATE_HZ,
        energy_ev=ENERGY_EV,
        detector_distance_mm=REPLAY_DISTANCE_MM,
    )
    queue_collection(session=NAMES.session, sample=sample.code, parameters=parameters, by=person)
