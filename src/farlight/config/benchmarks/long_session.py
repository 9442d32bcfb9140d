"""A session in which very much was measured: runs as they come from an engine, each with its series and its results."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from farlight.config.benchmarks.facility import NAMES

IMAGES = 3600
SAMPLES = 200
"""So many samples are measured in turn."""
AT_ONCE = 500


def fill_up_to(runs: int, *, person: Any) -> None:
    """Enter runs until there are so many, each analysed to the last image."""
    from django.db import transaction  # all of these need Django to be set up

    from farlight.beamtime.public import session_folder
    from farlight.kernel.time import utc_now
    from farlight.runs.public import runs_of_session

    folder = session_folder(NAMES.session) / "raw"
    began = utc_now() - timedelta(minutes=50)
    newest = runs_of_session(person, NAMES.session, limit=1).items
    present = newest[0].number if newest else 0
    chunks = _chunks()
    for first in range(present + 1, runs + 1, AT_ONCE):
        with transaction.atomic():
            for number in range(first, min(first + AT_ONCE, runs + 1)):
                name = f"insulin-{number % SAMPLES + 1}"
                _analyse(add_run(number, folder, began, sample="", name=name), chunks)


def add_run(number: int, folder: Path, began: datetime, *, sample: str, name: str) -> Any:
    """Enter a run of a sample, by its code and name, that has ended; return its row."""
    from farlight.beamtime.public import begin_run
    from farlight.logbook.services.entering import enter_run
    from farlight.runs.services.recording import end_run, start_run
    from farlight.runs.types import RunState

    begin_run(NAMES.session)
    run = start_run(new=_new_run(number, folder / f"run-{number:03d}", began, sample, name))
    enter_run(session=NAMES.session, run=number)
    end_run(session=NAMES.session, number=number, frames=IMAGES, outcome=RunState.FINISHED, reason="", ended=began)
    return run


def _chunks() -> list[dict[str, Any]]:
    """Values of every image of a run, packed as the analysis packs them; the same for every run: it fills the disk."""
    from farlight.runs.domain.points import CHUNK_POINTS, Point, packed

    chunks = []
    for first in range(1, IMAGES + 1, CHUNK_POINTS):
        images = range(first, min(first + CHUNK_POINTS, IMAGES + 1))
        points = [
            Point(image_number=i, spots=i % 400, resolution_angstrom=1.8, total_intensity=1e6, ice_score=0.1)
            for i in images
        ]
        chunks.append({"first": first, "count": len(images), **packed(points)})
    return chunks


def _analyse(run: Any, chunks: list[dict[str, Any]]) -> None:
    """Keep the series of a run."""
    from farlight.runs.models import SeriesChunk

    for chunk in chunks:
        SeriesChunk(run=run, **chunk).save(force_insert=True)


def _new_run(number: int, folder: Path, began: datetime, sample: str, name: str) -> Any:
    from farlight.runs.services.recording import NewRun  # needs Django to be set up

    return NewRun(
        session=NAMES.session,
        number=number,
        kind="rotation",
        request="",
        sample=sample,
        sample_name=name,
        detector="EIGER2 1M (simulated)",
        directory=str(folder),
        master=str(folder / f"{name}_{number}.nxs"),
        images=IMAGES,
        start_deg=0.0,
        width_deg=0.1,
        exposure_time_s=0.01,
        energy_ev=12_658.0,
        transmission_frac=0.5,
        detector_distance_mm=65.0,
        started=began + timedelta(seconds=number % 2000),
        flux_hz=5e11,
        beam_size_um=(50.0, 30.0),
    )
