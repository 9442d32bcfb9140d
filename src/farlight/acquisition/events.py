"""What happens to requests and while they are collected. Times are ISO 8601 in UTC, paths absolute.

``request`` is the request's code; ``run_number`` is the number within the session of the run that it becomes.
"""

from farlight.kernel.events import Event
from farlight.science.scans import Layout


class RequestQueued(Event):
    """Somebody asked for a collection; ``summary`` says it in words."""

    session: str
    request: str
    request_kind: str
    sample: str
    summary: str


class RequestChanged(Event):
    """A request has another state; ``reason`` says why, where that needs saying."""

    session: str
    request: str
    state: str
    reason: str


class QueueReordered(Event):
    """The requests that wait stand in another order."""

    session: str
    requests: tuple[str, ...]


class CommandGiven(Event):
    """Somebody wants the collection under way to pause, resume or abort; the engine obeys."""

    session: str
    request: str
    command: str


class CollectionStarted(Event):
    """The detector is armed, the files are there: a run exists. The numbers are those of the devices."""

    session: str
    request: str
    run_number: int
    run_kind: str
    sample: str
    sample_name: str
    directory: str
    master: str
    images: int
    start_deg: float
    width_deg: float
    exposure_time_s: float
    energy_ev: float
    transmission_frac: float
    detector_distance_mm: float
    detector: str
    started_at: str
    flux_hz: float | None = None
    beam_size_um: tuple[float, float] | None = None
    layout: Layout | None = None


class CollectionStageReached(Event):
    """The collection has come to a step; the first ones come before the run exists. Treatments have none."""

    session: str
    request: str
    run_number: int | None
    stage: str


class SnapshotTaken(Event):
    """A picture of the sample was taken for a run."""

    session: str
    run_number: int
    path: str
    omega_deg: float
    size_px: tuple[int, int] | None = None
    beam_px: tuple[float, float] | None = None
    microns_per_px: float | None = None


class HandlingStarted(Event):
    """The robot or the goniometer began to do something to a sample: ``handling_kind`` says what."""

    session: str
    handling: str
    handling_kind: str
    sample: str
    sample_name: str


class HandlingEnded(Event):
    """A handling is over: finished, aborted, failed or interrupted."""

    session: str
    handling: str
    outcome: str
    note: str


class FramesCollected(Event):
    """So many images of a run are in its files; told at most twice a second."""

    session: str
    run_number: int
    frames: int


class CollectionEnded(Event):
    """A run is over: finished, aborted, failed or interrupted. Its files are closed and hold ``frames`` images."""

    session: str
    request: str
    run_number: int
    frames: int
    outcome: str
    reason: str
    ended_at: str = ""
    """When it ended; empty for "now", as engines of an earlier time told it."""


class ChangerLoaded(Event):
    """A container was put into a position of the beamline's sample changer, for this session."""

    session: str
    container: str
    name: str
    slot: str


class ChangerUnloaded(Event):
    """A container was taken out of the beamline's sample changer."""

    session: str
    container: str
    name: str
    slot: str
