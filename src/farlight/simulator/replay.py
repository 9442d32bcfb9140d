"""A beamline that measures again what was measured before: real images appear at the pace of an exposure.

What an order says about sample and pace holds; angles, energy and distance are those of the images. An order may want
fewer images than there are, or be aborted: the master of an HDF5 series then tells of those that came.
"""

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from farlight.engine.devices import BeamlineDevices, FrameSeries
from farlight.engine.messages import CollectionOrder
from farlight.kernel.units import energy_ev
from farlight.science.images import ImageError, open_images
from farlight.science.scans import Exposures
from farlight.simulator.detector import FrameWriter, PacedDetector
from farlight.simulator.replay_hdf5 import Hdf5Replay, write_anew
from farlight.simulator.replay_images import ImageReplay
from farlight.simulator.replay_source import ReplaySource, replay_source
from farlight.simulator.stand import StandOptions, build_stand


@dataclass(frozen=True, kw_only=True)
class ReplayOptions(StandOptions):
    """What a facility file may say about a replay; anything else is refused."""

    source: str
    """A master, a folder of images, or one image of a sweep."""
    detector: str = "Replayed detector"
    """The detector's name for people."""


def build(options: Mapping[str, Any]) -> BeamlineDevices:
    """Make the devices of a beamline that replays; options as in :class:`ReplayOptions`."""
    settings = ReplayOptions(**options)
    path = Path(settings.source).expanduser()
    detector = PacedDetector(
        "detector", settings.detector, functools.partial(open_replay, path), functools.partial(mend_replay, path)
    )
    return build_stand(detector, settings)


def open_replay(path: Path, order: CollectionOrder) -> FrameWriter:
    """Open the files of an order that replays the images at a path."""
    if not isinstance(order.layout, Exposures | None):
        raise TypeError("This beamline replays sweeps and exposures: it can take neither single images nor grids.")
    source = replay_source(path)
    series = as_measured(source, order)
    if source.is_hdf5:
        return Hdf5Replay(source, order.directory, series)
    return ImageReplay(source, order.directory, series)


def mend_replay(path: Path, master: Path) -> int:
    """Make the files of a broken-off replay of the images at a path whole, and say how many frames there are.

    An HDF5 file that a writer left open cannot be read by everybody: those of the series are written anew, with the
    frames that came. Where the images are gone meanwhile, the files stay as they are.
    """
    frames = readable_frames(master)
    try:
        source = replay_source(path)
    except OSError:
        return frames
    if source.is_hdf5 and frames:
        write_anew(source, master, frames)
    return frames


def readable_frames(master: Path) -> int:
    """How many images a broken-off replay left that can be read."""
    try:
        with open_images(master) as images:
            return images.ready
    except ImageError:
        return 0


def as_measured(source: ReplaySource, order: CollectionOrder) -> FrameSeries:
    """What will be delivered: the order, corrected by what the images say of themselves, where they can be read."""
    series = FrameSeries(
        master=order.directory / source.name,
        images=min(order.images, source.images),
        start_deg=order.start_deg,
        width_deg=order.width_deg,
        exposure_time_s=order.exposure_time_s,
        energy_ev=order.energy_ev,
        detector_distance_mm=order.detector_distance_mm,
        layout=order.layout and Exposures(exposures=min(order.images, source.images)),
    )
    try:
        with open_images(source.folder / source.name) as images:
            geometry, sweep = images.geometry, images.sweep
    except ImageError:
        return series  # DIALS may know a format that we do not
    if geometry is not None:
        energy, distance_mm = energy_ev(geometry.wavelength_angstrom), geometry.distance_mm
        series = dataclasses.replace(series, energy_ev=energy, detector_distance_mm=distance_mm)
    if geometry is not None and sweep is None:
        return dataclasses.replace(series, width_deg=0.0)  # stills
    if sweep is not None:
        series = dataclasses.replace(series, start_deg=sweep.start_deg, width_deg=sweep.width_deg)
    return series
