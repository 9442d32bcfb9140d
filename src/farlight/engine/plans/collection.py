"""A collection: mount, look, move, collect; or mount, and treat the sample.

A pause is a place of this plan, not a frozen interpreter: exposing ends with a whole frame, the shutter closes, and
going on means flying again from where the next frame begins. An abort is obeyed at every wait, at least ten times a
second. Sweeps, stills and grids differ only in their bursts.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import bluesky.plan_stubs as bps
import bluesky.preprocessors as bpp
from bluesky.utils import MsgGenerator

from farlight.engine.bursts import Burst, burst_at
from farlight.engine.desk import CollectionAbortedError, ControlDesk
from farlight.engine.devices import BeamlineDevices, FlyingAxis, FrameSeries
from farlight.engine.messages import CollectionOpened, CollectionOrder, FramesWritten, Outcome, Stage
from farlight.engine.plans.handling import bring, look, treat
from farlight.engine.plans.scanning import scan
from farlight.engine.plans.steps import LOOK_S, begin, run, settle, wait_while_held
from farlight.science.scans import PointScan


def collection(
    devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk
) -> MsgGenerator[tuple[Outcome, str]]:
    """Collect an order; how it ended and why, when it was not by an error of a device."""
    try:
        steps = bpp.run_wrapper(_steps(devices, order, desk), md=_metadata(order))  # type: ignore[no-untyped-call]
        yield from bpp.finalize_wrapper(steps, _make_safe(devices))  # type: ignore[no-untyped-call]
    except CollectionAbortedError as abort:
        return Outcome.ABORTED, abort.reason
    return Outcome.FINISHED, ""


def _metadata(order: CollectionOrder) -> dict[str, Any]:
    sample = order.sample.code if order.sample else ""
    return {"plan_name": "collection", "ticket": order.ticket, "sample": sample, "images": order.images}


def _steps(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from bring(devices, order, desk)
    if order.treatment is not None:
        yield from treat(devices, order, order.treatment, desk)
        return
    yield from look(devices, order, desk)
    yield from _move(devices, order, desk)
    yield from bps.trigger_and_read(list(devices.channels.values()), name="baseline")
    if isinstance(order.layout, PointScan):
        yield from scan(devices, order, order.layout, desk)
    else:
        yield from _collect(devices, order, desk)


def _make_safe(devices: BeamlineDevices) -> Callable[[], MsgGenerator[None]]:
    def make_safe() -> MsgGenerator[None]:
        yield from run(devices.shutter.close)
        yield from run(devices.omega.halt)
        yield from run(devices.sample_x.halt)
        yield from bps.unstage(devices.detector, wait=True)

    return make_safe


def _move(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from begin(Stage.MOVING, order, desk)
    yield from bps.abs_set(devices.energy, order.energy_ev, group="move")
    yield from bps.abs_set(devices.attenuator, order.transmission_frac, group="move")
    if not isinstance(order.layout, PointScan):  # the detector of the images stays where it is
        yield from bps.abs_set(devices.detector_distance, order.detector_distance_mm, group="move")
    yield from settle("move", desk)


def _collect(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from begin(Stage.COLLECTING, order, desk)
    yield from bps.stage(devices.detector, wait=True)
    yield from bps.prepare(devices.detector, order, group="arm")
    yield from settle("arm", desk)
    series = devices.detector.series()
    opened = yield from run(lambda: _opened(devices, series, order))
    desk.send(opened)
    frames = 0
    while frames < series.images:
        yield from wait_while_held(desk)
        frames = yield from _expose(devices, series, frames, desk)


async def _opened(devices: BeamlineDevices, series: FrameSeries, order: CollectionOrder) -> CollectionOpened:
    transmission_frac = await devices.attenuator.position()
    return CollectionOpened(
        ticket=order.ticket,
        master=series.master,
        images=series.images,
        start_deg=series.start_deg,
        width_deg=series.width_deg,
        exposure_time_s=series.exposure_time_s,
        detector=devices.detector.description,
        energy_ev=series.energy_ev,
        detector_distance_mm=series.detector_distance_mm,
        transmission_frac=transmission_frac,
        flux_hz=await devices.source.flux_hz(transmission_frac),
        beam_size_um=await devices.source.beam_size_um(),
        started_at=datetime.now(UTC),
        layout=series.layout,
    )


def _expose(devices: BeamlineDevices, series: FrameSeries, first: int, desk: ControlDesk) -> MsgGenerator[int]:
    """Fly and expose from frame `first` on, to the end of its burst or a hold; frames written in all."""
    burst = burst_at(series, first)
    axis = yield from _take_off(devices, burst, first, series.exposure_time_s, desk)
    yield from bps.abs_set(devices.shutter, True, group="fly")
    yield from bps.kickoff(axis, group="fly")
    yield from settle("fly", desk)
    yield from bps.kickoff(devices.detector, group="fly")
    yield from settle("fly", desk)
    yield from bps.complete(devices.detector, group="frames")
    yield from bps.complete(axis, group="fly")
    frames = yield from _follow(devices, first, desk)
    yield from run(devices.shutter.close)
    yield from run(axis.halt)
    yield from settle("fly", desk)
    return frames


def _take_off(
    devices: BeamlineDevices, burst: Burst, frame: int, exposure_time_s: float, desk: ControlDesk
) -> MsgGenerator[FlyingAxis]:
    """Go to where a frame begins, ready to fly; the axis that flies."""
    axis = devices.sample_x if burst.travels else devices.omega
    if burst.travels:
        yield from bps.abs_set(devices.omega, burst.omega_deg, group="fly")
        yield from bps.abs_set(devices.sample_y, burst.y_um, group="fly")
    yield from bps.prepare(axis, burst.flight(frame, exposure_time_s), group="fly")
    yield from settle("fly", desk)
    return axis


def _follow(devices: BeamlineDevices, frames: int, desk: ControlDesk) -> MsgGenerator[int]:
    """Tell of frames while they are written, and pass on a hold; frames written in all."""
    asked_to_hold = done = False
    while not done:
        done = yield from bps.wait("frames", timeout=LOOK_S, error_on_timeout=False)
        written = yield from run(devices.detector.frames_written.get_value)
        if written > frames:
            frames = written
            desk.send(FramesWritten(ticket=desk.ticket, frames=frames))
        desk.obey_abort()
        if desk.held and not asked_to_hold:
            asked_to_hold = True
            yield from run(devices.detector.hold)
    return frames
