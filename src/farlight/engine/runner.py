"""The engine of one beamline: orders in, messages out, bluesky's RunEngine inside.

Three threads: the caller's, which waits in :meth:`BeamlineEngine.collect` and receives the messages; one in which the
RunEngine blocks; and the RunEngine's own event loop, in which the devices live. Whatever a receiver does with a
message, the detector never waits for it.
"""

import asyncio
import functools
import queue
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar, cast

from bluesky.run_engine import RunEngine, RunEngineResult
from bluesky.utils import DuringTask

from farlight.engine.desk import ControlDesk
from farlight.engine.devices import BeamlineDevices, DeviceFactory
from farlight.engine.messages import CollectionClosed, CollectionOrder, FramesWritten, Message, Outcome
from farlight.engine.plans.collection import collection
from farlight.engine.plans.steps import LOOK_S
from farlight.engine.reasons import reason_for
from farlight.engine.scan_files import is_scan_file, mend_scan_file

Result = TypeVar("Result")
ChannelValue = float | str | bool

ANSWER_S = 10.0
"""How long a device may take to answer a question."""


def device_factory(dotted: str) -> DeviceFactory:
    """The factory that a name such as "package.module:function" means."""
    module, _, attribute = dotted.partition(":")
    return cast("DeviceFactory", getattr(import_module(module), attribute))


class BeamlineEngine:
    """Collects orders, one at a time, with the devices of one beamline.

    Parameters
    ----------
    devices
        Name of the factory of the devices, "package.module:function".
    options
        What the facility says about them; handed to the factory.
    on_message
        Receives every message, in the thread that collects.
    """

    def __init__(self, devices: str, options: Mapping[str, Any], on_message: Callable[[Message], None]) -> None:
        self._factory = device_factory(devices)
        self._options = options
        self._on_message = on_message
        self._desk: ControlDesk | None = None
        self._devices: BeamlineDevices | None = None
        self._loop = asyncio.new_event_loop()
        self._plans = ThreadPoolExecutor(1, thread_name_prefix="farlight-plan")
        self._run_engine: RunEngine | None = None

    def connect(self) -> None:
        """Make the devices and reach every one of them, or raise what the first one raised."""
        self._run_engine = RunEngine(
            loop=self._loop,
            context_managers=[],
            during_task=DuringTask(),  # type: ignore[no-untyped-call]
            call_returns_result=True,
        )
        self._devices = self._ask(self._connected())

    def collect(self, order: CollectionOrder) -> CollectionClosed:
        """Collect an order; returns when the files are closed. Errors of devices and disks come as its outcome."""
        inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        desk = self._desk = ControlDesk(inbox.put, order.ticket)
        plan = self._plans.submit(self._run_plan, order, desk)
        plan.add_done_callback(lambda _: inbox.put(None))
        with ExitStack() as safety:
            safety.callback(desk.abort, "Farlight lost track of the collection.")
            for message in _newest_counts(inbox):
                self._on_message(message)
            safety.pop_all()
        self._desk = None
        closed = self._closed(desk, plan)
        self._on_message(closed)
        return closed

    def pause(self) -> None:
        """Pause the collection under way after the present frame; nothing when there is none."""
        if desk := self._desk:
            desk.hold()

    def resume(self) -> None:
        """Let a paused collection go on."""
        if desk := self._desk:
            desk.release()

    def abort(self, reason: str) -> None:
        """End the collection under way; its files stay whole, with the frames they have."""
        if desk := self._desk:
            desk.abort(reason)

    def channels(self) -> dict[str, float | str | bool]:
        """What the beamline's signals say now, by name with unit."""
        return self._ask(self._readings())

    def follow_channels(self, receive: Callable[[str, ChannelValue], None]) -> None:
        """Tell every value of the beamline's signals: the present ones at once, then each change as it comes.

        Parameters
        ----------
        receive
            Gets the channel's name and its value, in the devices' thread; must not block.
        """
        self._ask(self._subscribed(receive))

    def mend(self, master: Path) -> int:
        """Make the files of a broken-off collection whole; how many frames, or points, there are."""
        if is_scan_file(master):
            return mend_scan_file(master)
        return self._ask(self._connected_devices.detector.mend(master))

    def close(self) -> None:
        """Let go of the devices and end the threads."""
        self._plans.shutdown(wait=True)
        if self._loop.is_running():
            self._ask(_wind_down())
            self._loop.call_soon_threadsafe(self._loop.stop)
        while self._loop.is_running():
            time.sleep(LOOK_S)
        self._loop.close()

    @property
    def _connected_devices(self) -> BeamlineDevices:
        if self._devices is None:
            raise RuntimeError("The engine is not connected: call connect() first.")
        return self._devices

    async def _connected(self) -> BeamlineDevices:
        devices = self._factory(self._options)
        await asyncio.gather(*(device.connect() for device in devices.all()))
        return devices

    async def _readings(self) -> dict[str, float | str | bool]:
        signals = self._connected_devices.channels
        values = await asyncio.gather(*(signal.get_value() for signal in signals.values()))
        return dict(zip(signals, values, strict=True))

    async def _subscribed(self, receive: Callable[[str, ChannelValue], None]) -> None:
        for name, signal in self._connected_devices.channels.items():
            signal.subscribe_reading(functools.partial(_pass_on, receive, name))

    def _ask(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(ANSWER_S)

    def _run_plan(self, order: CollectionOrder, desk: ControlDesk) -> tuple[Outcome, str]:
        run_engine = cast("RunEngine", self._run_engine)
        result = cast("RunEngineResult", run_engine(collection(self._connected_devices, order, desk)))
        return cast("tuple[Outcome, str]", result.plan_result)

    def _closed(self, desk: ControlDesk, plan: Future[tuple[Outcome, str]]) -> CollectionClosed:
        error = plan.exception()
        outcome, reason = (Outcome.FAILED, reason_for(error)) if error else plan.result()
        frames = self._ask(self._frames(desk)) if desk.opened else 0
        return CollectionClosed(ticket=desk.ticket, frames=frames, outcome=outcome, reason=reason)

    async def _frames(self, desk: ControlDesk) -> int:
        """Frames that were written, the last ones untold as yet; of a scan, all points are told of."""
        if desk.is_scan:
            return desk.frames
        return int(await self._connected_devices.detector.frames_written.get_value())


def _pass_on(receive: Callable[[str, ChannelValue], None], name: str, reading: Mapping[str, Any]) -> None:
    """Tell the value of a signal's reading under the channel's name."""
    for value in reading.values():
        receive(name, value["value"])


async def _wind_down() -> None:
    """Cancel what a plan that ended early left running, such as a robot's way."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)


def _newest_counts(inbox: "queue.SimpleQueue[Message | None]") -> Iterator[Message]:
    """Messages as they come, until None; of counts that have piled up, the newest only."""
    waiting: FramesWritten | None = None
    while (message := inbox.get()) is not None:
        if isinstance(message, FramesWritten) and not inbox.empty():
            waiting = message
            continue
        if waiting and not isinstance(message, FramesWritten):
            yield waiting
        waiting = None
        yield message
    if waiting:
        yield waiting
