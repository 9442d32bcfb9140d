"""A detector that writes frames at the pace of its exposures, whatever the frames are."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

from ophyd_async.core import AsyncStatus, StandardReadable, soft_signal_r_and_setter

from farlight.engine.bursts import burst_at
from farlight.engine.devices import FrameSeries
from farlight.engine.messages import CollectionOrder


class FrameWriter(Protocol):
    """The files of one order."""

    series: FrameSeries
    """What will be delivered."""

    def make(self, index: int) -> Any:
        """One frame, counted from 0; may be asked for ahead, and in another thread."""
        ...

    def write(self, index: int, frame: Any) -> None:
        """Append a frame; it can be read when this returns."""
        ...

    def close(self, frames: int) -> None:
        """Close the files, of which `frames` hold something."""
        ...


class PacedDetector(StandardReadable):
    """A detector as the engine's plans need one (:class:`farlight.engine.devices.Detector`).

    Parameters
    ----------
    name
        Name of the device.
    description
        Name of the detector for people.
    open_files
        Opens the files of an order; runs in a thread.
    mend_files
        Makes the files of a broken-off collection whole, and says how many frames there are.
    """

    def __init__(
        self,
        name: str,
        description: str,
        open_files: Callable[[CollectionOrder], FrameWriter],
        mend_files: Callable[[Path], int],
    ) -> None:
        with self.add_children_as_readables():
            self.frames_written, self._set_frames = soft_signal_r_and_setter(int)
            self.detector_state, self._set_state = soft_signal_r_and_setter(str, "idle")
        self.description = description
        self._open_files = open_files
        self._mend_files = mend_files
        self._files: FrameWriter | None = None
        self._exposing: asyncio.Task[None] | None = None
        self._end = threading.Event()
        super().__init__(name)

    @AsyncStatus.wrap
    async def stage(self) -> None:
        """Make ready for an order."""
        await self._shut()
        self._set_frames(0)

    @AsyncStatus.wrap
    async def prepare(self, value: CollectionOrder) -> None:
        """Open the files of an order."""
        self._files = await asyncio.to_thread(self._open_files, value)
        self._set_state("armed")

    def series(self) -> FrameSeries:
        """What the detector was prepared for."""
        return self._open.series

    @AsyncStatus.wrap
    async def kickoff(self) -> None:
        """Expose, from the next frame on to the end of its burst."""
        first = await self.frames_written.get_value()
        self._end.clear()
        self._set_state("exposing")
        self._exposing = asyncio.create_task(
            asyncio.to_thread(self._expose, self._open, first, asyncio.get_running_loop())
        )

    @AsyncStatus.wrap
    async def complete(self) -> None:
        """Done when exposing has ended: the burst is over, or a hold."""
        if self._exposing is None:
            raise RuntimeError("The detector has not been kicked off.")
        await asyncio.shield(self._exposing)
        self._set_state("armed")

    async def hold(self) -> None:
        """End exposing after the present frame."""
        self._end.set()

    @AsyncStatus.wrap
    async def unstage(self) -> None:
        """End exposing and close the files."""
        await self._shut()

    async def mend(self, master: Path) -> int:
        """Make the files of a broken-off collection whole; how many frames there are."""
        return await asyncio.to_thread(self._mend_files, master)

    @property
    def _open(self) -> FrameWriter:
        if self._files is None:
            raise RuntimeError("The detector has not been prepared.")
        return self._files

    async def _shut(self) -> None:
        self._end.set()
        if self._exposing is not None:
            await asyncio.gather(self._exposing, return_exceptions=True)
            self._exposing = None
        files, self._files = self._files, None
        if files is not None:
            await asyncio.to_thread(files.close, await self.frames_written.get_value())
        self._set_state("idle")

    def _expose(self, files: FrameWriter, first: int, loop: asyncio.AbstractEventLoop) -> None:
        """Write the frames from `first` on, each when its exposure is over; the next one is made meanwhile."""
        began = time.monotonic()
        end = burst_at(files.series, first).end
        with ThreadPoolExecutor(1, thread_name_prefix="farlight-frames") as ahead:
            coming = ahead.submit(files.make, first)
            for index in range(first, end):
                frame = coming.result()
                if index + 1 < end:
                    coming = ahead.submit(files.make, index + 1)
                due = began + (index - first + 1) * files.series.exposure_time_s
                if self._end.wait(max(0.0, due - time.monotonic())):
                    return
                files.write(index, frame)
                loop.call_soon_threadsafe(self._set_frames, index + 1)
