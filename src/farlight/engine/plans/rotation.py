"""The rotation sweep: mount, look, move, collect.

A pause is a place of this plan, not a frozen interpreter: exposing ends with a whole frame, the shutter closes, and
going on means flying again from where the next frame begins. An abort is obeyed at every wait, at least ten times a
second.
"""

import functools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import bluesky.plan_stubs as bps
import bluesky.preprocessors as bpp
from bluesky.utils import MsgGenerator
from ophyd_async.core import FlyMotorInfo

from farlight.engine.desk import CollectionAbortedError, ControlDesk
from farlight.engine.devices import BeamlineDevices, FrameSeries
from farlight.engine.messages import (
    CollectionOpened,
    CollectionOrder,
    FramesWritten,
    Outcome,
    SnapshotTaken,
    Stage,
    StageReached,
)

LOOK_S = 0.05
"""How often a waiting plan looks at its commands."""
SNAPSHOT_ANGLES_DEG = (0.0, 90.0, 180.0, 270.0)
"""Angles from the start of the sweep at which the camera looks."""


def rotation(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[tuple[Outcome, str]]:
    """Collect a rotation sweep; how it ended and why, when it was not by an error of a device."""
    try:
        run = bpp.run_wrapper(_steps(devices, order, desk), md=_metadata(order))  # type: ignore[no-untyped-call]
        yield from bpp.finalize_wrapper(run, _make_safe(devices))  # type: ignore[no-untyped-call]
    except CollectionAbortedError as abort:
        return Outcome.ABORTED, abort.reason
    return Outcome.FINISHED, ""


def _metadata(order: CollectionOrder) -> dict[str, Any]:
    sample = order.sample.code if order.sample else ""
    return {"plan_name": "rotation", "ticket": order.ticket, "sample": sample, "images": order.images}


def _steps(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from _mount(devices, order, desk)
    yield from _look(devices, order, desk)
    yield from _move(devices, order, desk)
    yield from bps.trigger_and_read(list(devices.channels.values()), name="baseline")
    yield from _collect(devices, order, desk)


def _make_safe(devices: BeamlineDevices) -> Callable[[], MsgGenerator[None]]:
    def make_safe() -> MsgGenerator[None]:
        yield from _run(devices.shutter.close)
        yield from _run(devices.omega.halt)
        yield from bps.unstage(devices.detector, wait=True)

    return make_safe


def _run(coroutine: Callable[[], Awaitable[Any]]) -> MsgGenerator[Any]:
    (future,) = yield from bps.wait_for([coroutine])
    return future.result()


def _begin(stage: Stage, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from _wait_while_held(desk)
    desk.send(StageReached(ticket=order.ticket, stage=stage))


def _wait_while_held(desk: ControlDesk) -> MsgGenerator[None]:
    desk.obey_abort()
    while desk.held:
        desk.show_held(held=True)
        yield from bps.sleep(LOOK_S)
        desk.obey_abort()
    desk.show_held(held=False)


def _settle(group: str, desk: ControlDesk) -> MsgGenerator[None]:
    while not (yield from bps.wait(group, timeout=LOOK_S, error_on_timeout=False)):
        desk.obey_abort()


def _mount(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    if order.sample is None:
        return
    yield from _begin(Stage.MOUNTING, order, desk)
    yield from bps.abs_set(devices.sample_changer, order.sample, group="mount")
    yield from _settle("mount", desk)


def _look(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from _begin(Stage.CENTRING, order, desk)
    for angle_deg in SNAPSHOT_ANGLES_DEG:
        omega_deg = order.start_deg + angle_deg
        yield from bps.abs_set(devices.omega, omega_deg, group="look")
        yield from _settle("look", desk)
        path = order.directory / f"{order.prefix}_snapshot_{round(angle_deg):03d}.jpg"
        yield from _run(functools.partial(devices.camera.save_picture, path, omega_deg))
        desk.send(SnapshotTaken(ticket=order.ticket, path=path, omega_deg=omega_deg))


def _move(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from _begin(Stage.MOVING, order, desk)
    yield from bps.abs_set(devices.energy, order.energy_ev, group="move")
    yield from bps.abs_set(devices.attenuator, order.transmission_frac, group="move")
    yield from bps.abs_set(devices.detector_distance, order.detector_distance_mm, group="move")
    yield from _settle("move", desk)


def _collect(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    yield from _begin(Stage.COLLECTING, order, desk)
    yield from bps.stage(devices.detector, wait=True)
    yield from bps.prepare(devices.detector, order, group="arm")
    yield from _settle("arm", desk)
    series = devices.detector.series()
    opened = yield from _run(lambda: _opened(devices, series, order))
    desk.send(opened)
    frames = 0
    while frames < series.images:
        yield from _wait_while_held(desk)
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
    )


def _expose(devices: BeamlineDevices, series: FrameSeries, first: int, desk: ControlDesk) -> MsgGenerator[int]:
    """Fly and expose from frame `first` on, until the end or a hold; frames written in all."""
    yield from bps.prepare(devices.omega, _flight(series, first), group="fly")
    yield from _settle("fly", desk)
    yield from bps.abs_set(devices.shutter, True, group="fly")
    yield from bps.kickoff(devices.omega, group="fly")
    yield from _settle("fly", desk)
    yield from bps.kickoff(devices.detector, group="fly")
    yield from _settle("fly", desk)
    yield from bps.complete(devices.detector, group="frames")
    yield from bps.complete(devices.omega, group="fly")
    frames = yield from _follow(devices, first, desk)
    yield from _run(devices.shutter.close)
    yield from _run(devices.omega.halt)
    yield from _settle("fly", desk)
    return frames


def _flight(series: FrameSeries, first: int) -> FlyMotorInfo:
    return FlyMotorInfo(
        start_position=series.start_deg + first * series.width_deg,
        end_position=series.start_deg + series.images * series.width_deg,
        time_for_move=(series.images - first) * series.exposure_time_s,
    )


def _follow(devices: BeamlineDevices, frames: int, desk: ControlDesk) -> MsgGenerator[int]:
    """Tell of frames while they are written, and pass on a hold; frames written in all."""
    asked_to_hold = done = False
    while not done:
        done = yield from bps.wait("frames", timeout=LOOK_S, error_on_timeout=False)
        written = yield from _run(devices.detector.frames_written.get_value)
        if written > frames:
            frames = written
            desk.send(FramesWritten(ticket=desk.ticket, frames=frames))
        desk.obey_abort()
        if desk.held and not asked_to_hold:
            asked_to_hold = True
            yield from _run(devices.detector.hold)
    return frames
