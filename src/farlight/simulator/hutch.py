"""What stands around the sample: changer, shutter, camera, and the beam itself."""

import asyncio
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ophyd_async.core import AsyncStatus, SignalR, StandardReadable, soft_signal_r_and_setter

from farlight.engine.messages import PictureScale, SampleInBeam
from farlight.simulator.drawing import SCALE, draw_sample

FULL_CURRENT_MA = 300.0
REFILL_EVERY_S = 600.0
DECAY_STEP_S, DECAY_STEP_MA = 5.0, 0.1
"""So often the current is so much less."""
CRYO_K, ROOM_K = 100.0, 293.0


class SimulatedCryostream(StandardReadable):
    """Cold gas about the sample; a shutter in it lets the sample warm up, which anneals it."""

    def __init__(self, name: str) -> None:
        with self.add_children_as_readables():
            self.cryo_k, self._set_cryo = soft_signal_r_and_setter(float, CRYO_K, units="K")
        super().__init__(name)

    @AsyncStatus.wrap
    async def set(self, duration_s: float) -> None:
        """Keep the gas away for so long."""
        self._set_cryo(ROOM_K)
        await asyncio.sleep(duration_s)
        await self.leave_off()

    async def leave_off(self) -> None:
        """Let the gas flow."""
        self._set_cryo(CRYO_K)


class SimulatedWasher(StandardReadable):
    """A jet of liquid nitrogen that the robot holds the sample into."""

    @AsyncStatus.wrap
    async def set(self, duration_s: float) -> None:
        """Wash for so long."""
        await asyncio.sleep(duration_s)

    async def leave_off(self) -> None:
        """Nothing goes on by itself."""


class SimulatedSampleChanger(StandardReadable):
    """A robot that mounts any sample in the same time."""

    def __init__(self, name: str, *, mount_time_s: float) -> None:
        with self.add_children_as_readables():
            self.mounted, self._set_mounted = soft_signal_r_and_setter(str)
        self._mount_time_s = mount_time_s
        self.sample: SampleInBeam | None = None
        super().__init__(name)

    @AsyncStatus.wrap
    async def set(self, value: SampleInBeam | None) -> None:
        """Mount a sample, or take away what is there."""
        await asyncio.sleep(self._mount_time_s)
        self.sample = value
        self._set_mounted(value.name if value else "")

    async def sample_on_goniometer(self) -> SampleInBeam | None:
        """What is mounted now."""
        return self.sample


class SimulatedCentring(StandardReadable):
    """Finds the loop in the camera's picture; the pin of a sample always sits a little off in the same way."""

    def __init__(self, name: str, *, centre_time_s: float) -> None:
        self._centre_time_s = centre_time_s
        super().__init__(name)

    async def centre(self, sample: SampleInBeam) -> str:
        """Centre the sample; say how far it was off."""
        await asyncio.sleep(self._centre_time_s)
        seed = zlib.crc32(sample.code.encode())
        x_um, y_um = seed % 241 - 120, seed // 241 % 161 - 80
        return f"Loop found; moved by {x_um} µm along the pin and {y_um} µm across it."


class SimulatedShutter(StandardReadable):
    """The fast shutter."""

    def __init__(self, name: str) -> None:
        with self.add_children_as_readables():
            self.is_open, self._set_open = soft_signal_r_and_setter(bool)
        super().__init__(name)

    @AsyncStatus.wrap
    async def set(self, value: bool) -> None:  # noqa: FBT001 - bluesky's verb; True is open
        """Open (True) or close (False)."""
        self._set_open(value)

    async def close(self) -> None:
        """Close."""
        self._set_open(False)


class SimulatedSource(StandardReadable):
    """A beam of constant size and flux, of a ring whose current decays and is filled up again."""

    def __init__(self, name: str, *, full_flux_hz: float, size_um: tuple[float, float]) -> None:
        with self.add_children_as_readables():
            self.ring_current_ma, self._set_current = soft_signal_r_and_setter(float, FULL_CURRENT_MA, units="mA")
            self.refill_at, self._set_refill = soft_signal_r_and_setter(str)
            self.front_end_open, _ = soft_signal_r_and_setter(bool, initial_value=True)
            self.safety_shutter_open, _ = soft_signal_r_and_setter(bool, initial_value=True)
        self._full_flux_hz = full_flux_hz
        self._size_um = size_um
        self._ring: asyncio.Task[None] | None = None
        super().__init__(name)

    async def connect(self, *arguments: Any, **options: Any) -> None:
        """Let the ring run; the engine ends what runs in its loop when it closes."""
        await super().connect(*arguments, **options)
        self._ring = asyncio.create_task(self._run_ring())

    async def _run_ring(self) -> None:
        while True:
            self._set_refill((datetime.now(UTC) + timedelta(seconds=REFILL_EVERY_S)).isoformat(timespec="seconds"))
            for step in range(round(REFILL_EVERY_S / DECAY_STEP_S)):
                self._set_current(round(FULL_CURRENT_MA - step * DECAY_STEP_MA, 1))
                await asyncio.sleep(DECAY_STEP_S)

    @property
    def channels(self) -> dict[str, SignalR[Any]]:
        """What of it is worth showing."""
        return {
            "ring_current_ma": self.ring_current_ma,
            "refill_at": self.refill_at,
            "front_end_open": self.front_end_open,
            "safety_shutter_open": self.safety_shutter_open,
        }

    async def flux_hz(self, transmission_frac: float) -> float:
        """Photons a second behind the attenuator."""
        return self._full_flux_hz * transmission_frac

    async def beam_size_um(self) -> tuple[float, float]:
        """Horizontal and vertical size at the sample."""
        return self._size_um


class SimulatedCamera(StandardReadable):
    """The on-axis camera; it draws what is mounted."""

    def __init__(self, name: str, sample_changer: SimulatedSampleChanger, *, beam_size_um: tuple[float, float]) -> None:
        self._sample_changer = sample_changer
        self._beam_size_um = beam_size_um
        super().__init__(name)

    async def save_picture(self, path: Path, omega_deg: float) -> None:
        """Write a JPEG of the sample as it looks at an angle."""
        sample = self._sample_changer.sample
        await asyncio.to_thread(draw_sample, path, sample, omega_deg, self._beam_size_um)

    async def scale(self) -> PictureScale:
        """What its pictures show where."""
        return SCALE
