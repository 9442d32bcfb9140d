"""What a beamline must have for the plans to run: protocols that ophyd-async devices satisfy.

Positions move with bluesky's own verbs (``set``, ``prepare``, ``kickoff``, ``complete``, ``stage``), so that the
devices of a facility fit as they are; the rest, which bluesky has no word for, are a few coroutines.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bluesky.protocols import Status
from ophyd_async.core import FlyMotorInfo, SignalR

from farlight.engine.messages import CollectionOrder, SampleInBeam


class Device(Protocol):
    """Anything of ophyd-async that has a name and connects."""

    @property
    def name(self) -> str:
        """The device's name, unique in its beamline."""
        ...

    async def connect(self) -> None:
        """Reach the hardware, or raise."""
        ...


class Axis(Device, Protocol):
    """Something that is set to a number: a motor, the energy, the transmission."""

    def set(self, value: float, /) -> Status:
        """Move there."""
        ...

    async def position(self) -> float:
        """Where it is now, in the unit of its name."""
        ...


class OmegaAxis(Axis, Protocol):
    """The rotation axis of the goniometer, degrees, which also flies at constant speed."""

    def prepare(self, value: FlyMotorInfo) -> Status:
        """Go to the start of a flight, run-up included."""
        ...

    def kickoff(self) -> Status:
        """Begin to fly; done when at speed."""
        ...

    def complete(self) -> Status:
        """Done when the flight is."""
        ...

    async def halt(self) -> None:
        """Stop where it is, as something that was wanted."""
        ...


class SampleChanger(Device, Protocol):
    """Puts samples on the goniometer."""

    def set(self, value: SampleInBeam, /) -> Status:
        """Mount this sample, unmounting another first; at once when it is there already."""
        ...


class Shutter(Device, Protocol):
    """The fast shutter in front of the sample."""

    def set(self, value: bool, /) -> Status:  # noqa: FBT001 - bluesky's verb; True is open
        """Open (True) or close (False)."""
        ...

    async def close(self) -> None:
        """Close, whatever else happens."""
        ...


class Camera(Device, Protocol):
    """The on-axis camera that sees the crystal."""

    async def save_picture(self, path: Path, omega_deg: float) -> None:
        """Write a JPEG of what it sees."""
        ...


@dataclass(frozen=True, kw_only=True)
class FrameSeries:
    """What an armed detector will deliver."""

    master: Path
    images: int
    start_deg: float
    width_deg: float
    exposure_time_s: float
    energy_ev: float
    detector_distance_mm: float


class Detector(Device, Protocol):
    """A detector that writes its own files.

    ``prepare`` opens the files of an order, ``kickoff`` exposes from the next frame on, ``complete`` is done when all
    frames are written or :meth:`hold` was asked for; after a hold ``kickoff`` goes on with the next frame. ``unstage``
    closes the files, and makes the master tell as many frames as there are.
    """

    description: str
    """The detector's name for people."""
    frames_written: SignalR[int]
    """Frames of the present order that can be read."""

    def stage(self) -> Status:
        """Make ready for an order."""
        ...

    def prepare(self, value: CollectionOrder) -> Status:
        """Open the files of an order."""
        ...

    def series(self) -> FrameSeries:
        """What the detector was prepared for."""
        ...

    def kickoff(self) -> Status:
        """Expose, from the next frame on."""
        ...

    def complete(self) -> Status:
        """Done when exposing has ended: all frames, or a hold."""
        ...

    async def hold(self) -> None:
        """End exposing; the frame under way may be given up, and is then the next one."""
        ...

    def unstage(self) -> Status:
        """End exposing and close the files."""
        ...

    async def mend(self, master: Path) -> int:
        """Make the files of a broken-off collection whole; how many frames there are."""
        ...


class Source(Device, Protocol):
    """The beam at the sample."""

    async def flux_hz(self, transmission_frac: float) -> float:
        """Photons a second."""
        ...

    async def beam_size_um(self) -> tuple[float, float]:
        """Horizontal and vertical size."""
        ...


@dataclass(frozen=True, kw_only=True)
class BeamlineDevices:
    """The devices of one beamline."""

    sample_changer: SampleChanger
    omega: OmegaAxis
    detector: Detector
    detector_distance: Axis
    """In mm."""
    energy: Axis
    """In eV."""
    attenuator: Axis
    """Transmission as a fraction."""
    shutter: Shutter
    camera: Camera
    source: Source
    channels: Mapping[str, SignalR[Any]]
    """Signals worth showing, by name with unit: read by anybody at any time."""

    def all(self) -> Sequence[Device]:
        """Every device, to connect them."""
        return (
            self.sample_changer,
            self.omega,
            self.detector,
            self.detector_distance,
            self.energy,
            self.attenuator,
            self.shutter,
            self.camera,
            self.source,
        )


DeviceFactory = Callable[[Mapping[str, Any]], BeamlineDevices]
"""What a facility file names as "package.module:function": makes a beamline's devices of its options."""
