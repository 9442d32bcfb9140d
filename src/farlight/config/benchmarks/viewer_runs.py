"""Runs to look at: a few images of the simulated beamline, and a master that tells of them again and again.

So that hundreds of images can be asked for, none of which was drawn before, without so many being simulated.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from farlight.config.benchmarks.facility import NAMES
from farlight.engine.messages import CollectionOrder, SampleInBeam
from farlight.engine.runner import BeamlineEngine
from farlight.science.companding import codes_of
from farlight.science.images import open_images
from farlight.science.overview_packs import pack_to_write
from farlight.science.overviews import as_webp, cell_px
from farlight.science.rendering import pool
from farlight.science.spots import gap_value

IMAGES = 12
TIMES = 40
PIXELS = "/entry/data/data"
_AGAIN = "again.h5"


@dataclass(frozen=True)
class MeasuredRun:
    """A run of the benchmark's session."""

    number: int
    master: Path
    """Tells of the images once."""
    size: str
    """What its detector is called in figures: ``4m``."""


def simulated_run(detector: str, number: int) -> MeasuredRun:
    """Collect images on the simulated beamline and enter them as a run of forty times as many."""
    from farlight.beamtime.public import session_folder  # needs Django to be set up

    order = _order(session_folder(NAMES.session) / "raw" / f"run-{number:03d}", detector)
    options = {"detector": detector, "instant_motors": True, "mount_time_s": 0.0}
    engine = BeamlineEngine("farlight.simulator.beamline:build", options, on_message=lambda _: None)
    engine.connect()
    engine.collect(order)
    engine.close()
    master = next(order.directory.glob("*.nxs"))
    again = told_again(master)
    _enter_run(number, order, again)
    _pack(again, number, IMAGES)
    return MeasuredRun(number, master, detector.lower())


def entered_again(measured: MeasuredRun, number: int) -> None:
    """Enter a run's images as another run, the overviews of all its images made beforehand."""
    detector, directory = measured.size.upper(), measured.master.parent
    again = measured.master.with_name(_AGAIN)
    _enter_run(number, _order(directory, detector), again)
    _pack(again, number, TIMES * IMAGES)


def _pack(master: Path, number: int, last: int) -> None:
    """Make the overviews of the images up to a last one beforehand, as is done when a run is over."""
    from farlight.runs.public import overviews_file  # needs Django to be set up

    with open_images(master) as source:
        stat, cell = source.path.stat(), cell_px(source.shape)
        marks = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        path = overviews_file(NAMES.session, number)
        with pack_to_write(path, images=source.ready, cell_px=cell, marks=marks) as pack:
            for image in range(1, IMAGES + 1):
                counts, limit = source.frame(image - 1), np.uint32(gap_value(source.dtype))
                codes = codes_of(pool(counts, source.mask, limit, cell))
                overview = as_webp(codes, counts_are_few=False)
                for same in range(image, last + 1, IMAGES):
                    pack.add(same, overview)


def _order(directory: Path, detector: str) -> CollectionOrder:
    return CollectionOrder(
        ticket=f"benchmark-{detector}",
        sample=SampleInBeam(code="benchmark", name="Cubic insulin", acronym="insu"),
        directory=directory,
        prefix="insulin",
        start_deg=0.0,
        width_deg=0.5,
        images=IMAGES,
        exposure_time_s=0.02,
        energy_ev=12_658.0,
        transmission_frac=1.0,
        detector_distance_mm=150.0 if detector == "4M" else 250.0,
    )


def told_again(master: Path) -> Path:
    """Write a master that tells of the images of another many times over; return it."""
    again = master.with_name(_AGAIN)
    with h5py.File(master) as once, h5py.File(again, "w") as file:
        for name in once["entry"]:
            if name != "data":
                once.copy(f"entry/{name}", file.require_group("entry"))
        file["entry"].attrs["NX_class"] = "NXentry"
        pixels = once[PIXELS]
        data = file.create_group("entry/data")
        data.attrs.update({"NX_class": "NXdata", "signal": "data"})
        layout = h5py.VirtualLayout((TIMES * IMAGES, *pixels.shape[1:]), pixels.dtype)
        source = pixels.virtual_sources()[0]
        for first in range(0, TIMES * IMAGES, IMAGES):
            layout[first : first + IMAGES] = h5py.VirtualSource(
                source.file_name, source.dset_name, (IMAGES, *pixels.shape[1:])
            )
        data.create_virtual_dataset("data", layout)
    return again


def _enter_run(number: int, order: CollectionOrder, master: Path) -> None:
    from django.db import transaction  # all of these need Django to be set up

    from farlight.beamtime.public import begin_run
    from farlight.kernel.time import utc_now
    from farlight.runs.services.recording import NewRun, end_run, start_run
    from farlight.runs.types import RunState

    said: dict[str, Any] = {
        name: getattr(order, name)
        for name in (
            "start_deg",
            "width_deg",
            "exposure_time_s",
            "energy_ev",
            "transmission_frac",
            "detector_distance_mm",
        )
    }
    with transaction.atomic():
        begin_run(NAMES.session)
        start_run(
            new=NewRun(
                session=NAMES.session,
                number=number,
                kind="rotation",
                request="",
                sample="",
                sample_name="Cubic insulin",
                detector="simulated",
                directory=str(order.directory),
                master=str(master),
                images=TIMES * IMAGES,
                started=utc_now(),
                **said,
            )
        )
        end_run(session=NAMES.session, number=number, frames=TIMES * IMAGES, outcome=RunState.FINISHED, reason="")
