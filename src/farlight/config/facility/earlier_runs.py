"""Runs that were measured before there was this facility: their images are laid into the session's folder and told of.

What follows (image analysis, processing) is what follows any run.
"""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import transaction

from farlight.acquisition.domain.names import run_folder
from farlight.acquisition.events import CollectionEnded, CollectionStarted, FramesCollected
from farlight.beamtime.public import begin_run, session_folder, session_summary
from farlight.bus.public import publish
from farlight.config.facility.description import EarlierRun
from farlight.config.facility.groups import known_person
from farlight.config.facility.reading import FacilityFile
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.kernel.units import energy_ev
from farlight.runs.public import runs_of_session
from farlight.samples.public import sample_named
from farlight.science.images import ImageSource, open_images


def enter_earlier_runs(file: FacilityFile) -> None:
    """Enter the earlier runs of a demo into sessions that have no runs yet."""
    facility = file.facility
    leaders = {proposal.code: proposal.principal_investigator for proposal in facility.proposal}
    entries = facility.demo.run if facility.demo else ()
    empty = {
        code
        for code in {entry.session for entry in entries}
        if not runs_of_session(known_person(leaders[session_summary(code).proposal]), code, limit=1).items
    }
    for entry in entries:
        if entry.session in empty:
            enter_earlier_run(entry, started=entry.started.at(utc_now(), facility.zone))


@transaction.atomic
def enter_earlier_run(entry: EarlierRun, *, started: datetime) -> None:
    """Copy the images of a run into its session's folder, and tell of it as an engine does.

    Raises
    ------
    NotFound
        When there is no such session or sample.
    Invalid
        When the images do not say how they were measured.
    """
    number = begin_run(entry.session)
    measured = Path(entry.images)
    folder = session_folder(entry.session) / "raw" / run_folder(number)
    shutil.copytree(measured.parent, folder, dirs_exist_ok=True)
    master = folder / measured.name
    with open_images(master) as images:
        duration = timedelta(seconds=images.images * entry.exposure_time_s)
        publish(_started(entry, number, master, images, started))
        publish(FramesCollected(session=entry.session, run_number=number, frames=images.images))
        publish(
            CollectionEnded(
                session=entry.session,
                request="",
                run_number=number,
                frames=images.images,
                outcome="finished",
                reason="",
                ended_at=(started.astimezone(UTC) + duration).isoformat(),
            )
        )


def _started(entry: EarlierRun, number: int, master: Path, images: ImageSource, started: datetime) -> CollectionStarted:
    sample = sample_named(session_summary(entry.session).proposal, entry.sample)
    if sample is None:
        raise NotFound(f"There is no sample {entry.sample!r}.")
    geometry, sweep = images.geometry, images.sweep
    if geometry is None or sweep is None:
        raise Invalid([Objection(message=f"The images in {entry.images} do not say how they were measured.")])
    return CollectionStarted(
        session=entry.session,
        request="",
        run_number=number,
        run_kind="rotation",
        sample=sample.code,
        sample_name=sample.name,
        directory=str(master.parent),
        master=str(master),
        images=images.images,
        start_deg=sweep.start_deg,
        width_deg=sweep.width_deg,
        exposure_time_s=entry.exposure_time_s,
        energy_ev=energy_ev(geometry.wavelength_angstrom),
        transmission_frac=1.0,
        detector_distance_mm=geometry.distance_mm,
        detector=entry.detector,
        started_at=started.astimezone(UTC).isoformat(),
    )
