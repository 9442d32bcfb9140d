"""What happens to the sample: the robot brings it, it is centred and looked at before it is measured; washed, annealed.

Each thing that is done is told when it begins and when it is over, with a picture of before and after; what breaks off
in the middle is told as such by whoever follows, when the order is closed.
"""

import functools
from pathlib import Path

import bluesky.plan_stubs as bps
import bluesky.preprocessors as bpp
from bluesky.utils import MsgGenerator

from farlight.engine.desk import ControlDesk
from farlight.engine.devices import BeamlineDevices, Treater
from farlight.engine.messages import (
    CollectionOrder,
    HandlingBegan,
    HandlingEnded,
    HandlingKind,
    Outcome,
    SampleInBeam,
    SnapshotTaken,
    Stage,
    Treatment,
)
from farlight.engine.plans.steps import begin, run, settle
from farlight.science.scans import Exposures, Grid, PointScan

SNAPSHOT_ANGLES_DEG = (0.0, 90.0, 180.0, 270.0)
"""Angles from the start of the collection at which the camera looks."""


def bring(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    """Let the sample be the one on the goniometer, and in the beam; nothing is done when it is there already."""
    wanted = order.sample
    if wanted is None:
        return
    yield from begin(Stage.MOUNTING, order, desk)
    present = yield from run(devices.sample_changer.sample_on_goniometer)
    if present is not None and present.code == wanted.code:
        return
    if present is not None:
        yield from _by_robot(HandlingKind.UNMOUNT, present, devices, order, desk)
    yield from _by_robot(HandlingKind.MOUNT, wanted, devices, order, desk)
    yield from _centre(wanted, devices, order, desk)


def look(devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk) -> MsgGenerator[None]:
    """Take pictures of the sample from all sides; where nothing turns, only as it is seen along the beam."""
    yield from begin(Stage.CENTRING, order, desk)
    scale = yield from run(devices.camera.scale)
    yield from bps.abs_set(devices.sample_x, 0.0, group="look")
    yield from bps.abs_set(devices.sample_y, 0.0, group="look")
    turns = not isinstance(order.layout, Grid | Exposures | PointScan)
    for angle_deg in SNAPSHOT_ANGLES_DEG[: None if turns else 1]:
        omega_deg = order.start_deg + angle_deg
        yield from bps.abs_set(devices.omega, omega_deg, group="look")
        yield from settle("look", desk)
        path = order.directory / f"{order.prefix}_snapshot_{round(angle_deg):03d}.jpg"
        yield from run(functools.partial(devices.camera.save_picture, path, omega_deg))
        desk.send(SnapshotTaken(ticket=order.ticket, path=path, omega_deg=omega_deg, scale=scale))


def treat(
    devices: BeamlineDevices, order: CollectionOrder, treatment: Treatment, desk: ControlDesk
) -> MsgGenerator[None]:
    """Wash or anneal the sample on the goniometer, with a picture of before and after."""
    yield from begin(Stage.TREATING, order, desk)
    sample = order.sample or (yield from run(devices.sample_changer.sample_on_goniometer))
    treater = devices.washer if treatment.handling is HandlingKind.WASH else devices.annealer
    if sample is None:
        raise LookupError("Nothing is on the goniometer: name a sample.")
    if treater is None:
        raise LookupError(f"This beamline has no device to {treatment.handling.value} samples.")
    before = yield from _picture(f"before_{treatment.handling.value}", devices, order)
    desk.send(HandlingBegan(ticket=order.ticket, handling=treatment.handling, sample=sample, picture=before))
    doing = _treat_for(treater, treatment.duration_s, desk)
    yield from bpp.finalize_wrapper(doing, lambda: run(treater.leave_off))  # type: ignore[no-untyped-call]
    after = yield from _picture(f"after_{treatment.handling.value}", devices, order)
    desk.send(HandlingEnded(ticket=order.ticket, outcome=Outcome.FINISHED, picture=after))


def _treat_for(treater: Treater, duration_s: float, desk: ControlDesk) -> MsgGenerator[None]:
    yield from bps.abs_set(treater, duration_s, group="treat")
    yield from settle("treat", desk)


def _by_robot(
    kind: HandlingKind, sample: SampleInBeam, devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk
) -> MsgGenerator[None]:
    before = yield from _picture(f"before_{kind.value}", devices, order)
    desk.send(HandlingBegan(ticket=order.ticket, handling=kind, sample=sample, picture=before))
    yield from bps.abs_set(devices.sample_changer, sample if kind is HandlingKind.MOUNT else None, group="robot")
    yield from settle("robot", desk)
    after = yield from _picture(f"after_{kind.value}", devices, order)
    desk.send(HandlingEnded(ticket=order.ticket, outcome=Outcome.FINISHED, picture=after))


def _centre(
    sample: SampleInBeam, devices: BeamlineDevices, order: CollectionOrder, desk: ControlDesk
) -> MsgGenerator[None]:
    desk.send(HandlingBegan(ticket=order.ticket, handling=HandlingKind.CENTRING, sample=sample))
    note = yield from run(functools.partial(devices.centring.centre, sample))
    after = yield from _picture("centred", devices, order)
    desk.send(HandlingEnded(ticket=order.ticket, outcome=Outcome.FINISHED, note=note, picture=after))


def _picture(name: str, devices: BeamlineDevices, order: CollectionOrder) -> MsgGenerator[Path]:
    path = order.directory / f"{order.prefix}_{name}.jpg"
    omega_deg = yield from run(devices.omega.position)
    yield from run(functools.partial(devices.camera.save_picture, path, omega_deg))
    return path
