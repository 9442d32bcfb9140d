"""Point by point: the fluorescence of the sample at energies, at one energy, or along an axis of the goniometer.

Each point is exposed by itself; a pause or an abort is obeyed between two, and while one waits. The points go into one
NeXus file as they come.
"""

import asyncio
import functools
from dataclasses import dataclass
from datetime import UTC, datetime

import bluesky.plan_stubs as bps
import bluesky.preprocessors as bpp
from bluesky.utils import MsgGenerator

from farlight.engine.desk import ControlDesk
from farlight.engine.devices import Axis as MovingAxis
from farlight.engine.devices import BeamlineDevices, FluorescenceDetector
from farlight.engine.messages import CollectionOpened, CollectionOrder, FramesWritten, Stage
from farlight.engine.plans.steps import begin, run, settle, wait_while_held
from farlight.engine.scan_files import ScanDescription, ScanFile
from farlight.science.absorption.table import edge_named
from farlight.science.scans import Axis, AxisScan, EdgeScan, PointScan, Spectrum


@dataclass(frozen=True, kw_only=True)
class Course:
    """Where a scan goes."""

    axis: MovingAxis | None
    """What moves; None stays."""
    positions: tuple[float, ...]
    """One a point, in the unit of the axis; of a scan that stays, the energy."""
    goes_back: bool
    """Whether the axis returns to where it was."""


def scan(devices: BeamlineDevices, order: CollectionOrder, layout: PointScan, desk: ControlDesk) -> MsgGenerator[None]:
    """Measure the points of a scan."""
    yield from begin(Stage.COLLECTING, order, desk)
    detector = devices.fluorescence
    if detector is None:
        raise LookupError("This beamline has no fluorescence detector.")
    course = course_of(devices, order, layout)
    yield from bps.prepare(detector, order.exposure_time_s, wait=True)
    description = _described(order, layout, course, detector)
    file = yield from run(functools.partial(asyncio.to_thread, ScanFile, description))
    desk.send((yield from run(lambda: _opened(devices, order, layout, file, detector))))
    before = (yield from run(course.axis.position)) if course.axis is not None else 0.0
    points = _points(devices, detector, course, file, desk)
    yield from bpp.finalize_wrapper(  # type: ignore[no-untyped-call]
        points, lambda: run(functools.partial(asyncio.to_thread, file.close))
    )
    if course.axis is not None and course.goes_back:
        yield from bps.abs_set(course.axis, before, group="back")
        yield from settle("back", desk)


def course_of(devices: BeamlineDevices, order: CollectionOrder, layout: PointScan) -> Course:
    """Return where a scan goes.

    Raises
    ------
    LookupError
        When there is no such edge.
    """
    match layout:
        case EdgeScan():
            edge = edge_named(layout.element, layout.edge)
            if edge is None:
                raise LookupError(f"There is no {layout.edge} edge of {layout.element}.")
            return Course(axis=devices.energy, positions=layout.energies_ev(edge.energy_ev), goes_back=False)
        case AxisScan():
            axes: dict[Axis, MovingAxis] = {
                Axis.SAMPLE_X: devices.sample_x,
                Axis.SAMPLE_Y: devices.sample_y,
                Axis.OMEGA: devices.omega,
                Axis.ENERGY: devices.energy,
            }
            return Course(axis=axes[layout.axis], positions=layout.positions(), goes_back=True)
        case _:
            return Course(axis=None, positions=(order.energy_ev,), goes_back=False)


def _described(
    order: CollectionOrder, layout: PointScan, course: Course, detector: FluorescenceDetector
) -> ScanDescription:
    return ScanDescription(
        directory=order.directory,
        prefix=order.prefix,
        layout=layout,
        positions=course.positions,
        sample=order.sample.name if order.sample else "",
        detector=detector.description,
        channels=detector.channels,
        channel_ev=detector.channel_ev,
        exposure_time_s=order.exposure_time_s,
        energy_ev=order.energy_ev,
        started_at=datetime.now(UTC),
    )


async def _opened(
    devices: BeamlineDevices, order: CollectionOrder, layout: PointScan, file: ScanFile, detector: FluorescenceDetector
) -> CollectionOpened:
    transmission_frac = await devices.attenuator.position()
    return CollectionOpened(
        ticket=order.ticket,
        master=file.path,
        images=len(file.description.positions),
        start_deg=order.start_deg,
        width_deg=0.0,
        exposure_time_s=order.exposure_time_s,
        detector=detector.description,
        energy_ev=await devices.energy.position(),
        detector_distance_mm=await devices.detector_distance.position(),
        transmission_frac=transmission_frac,
        flux_hz=await devices.source.flux_hz(transmission_frac),
        beam_size_um=await devices.source.beam_size_um(),
        started_at=file.description.started_at,
        layout=_as_detected(layout, detector),
    )


def _as_detected(layout: PointScan, detector: FluorescenceDetector) -> PointScan:
    """Return a spectrum with the channels that the detector has; others as they are."""
    if isinstance(layout, Spectrum):
        return Spectrum(channels=detector.channels, channel_ev=detector.channel_ev)
    return layout


def _points(
    devices: BeamlineDevices, detector: FluorescenceDetector, course: Course, file: ScanFile, desk: ControlDesk
) -> MsgGenerator[None]:
    for index, position in enumerate(course.positions):
        if desk.held:
            yield from run(devices.shutter.close)
        yield from wait_while_held(desk)
        if course.axis is not None:
            yield from bps.abs_set(course.axis, position, group="point")
            yield from settle("point", desk)
        yield from bps.abs_set(devices.shutter, True, group="point")
        yield from settle("point", desk)
        yield from bps.trigger(detector, group="point")
        yield from settle("point", desk)
        yield from bps.create("primary")
        yield from bps.read(detector)
        yield from bps.save()
        spectrum = yield from run(detector.spectrum.get_value)
        monitor = yield from run(detector.monitor_counts.get_value)
        yield from run(functools.partial(asyncio.to_thread, file.add, index, spectrum, monitor))
        desk.send(FramesWritten(ticket=desk.ticket, frames=index + 1))
    yield from run(devices.shutter.close)
