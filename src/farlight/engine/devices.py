"""What a beamline must have for the plans to run: protocols that ophyd-async devices satisfy.

Positions move with bluesky's own verbs (``set``, ``prepare``, ``kickoff``, ``complete``, ``stage``), so that the
devices of a facility fit as they are; the rest, which bluesky has no word for, are a few coroutines.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from bluesky.protocols import Status
from ophyd_async.core import Array1D, FlyMotorInfo, SignalR

from farlight.engine.messages import CollectionOrder, PictureScale, SampleInBeam
from farlight.science.scans import Layout


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


class FlyingAxis(Axis, Protocol):
    """An axis of the goniometer that also flies at constant speed."""

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

    def set(self, value: SampleInBeam | None, /) -> Status:
        """Mount this sample on the empty goniometer; take away what is on it when None."""
        ...

    async def sample_on_goniometer(self) -> SampleInBeam | None:
        """What is mounted now."""
        ...


class Centring(Device, Protocol):
    """Finds the sample and brings it into the beam."""

    async def centre(self, sample: SampleInBeam) -> str:
        """Centre the sample; say what was done, for people."""
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

    async def scale(self) -> PictureScale:
        """What its pictures show where."""
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
    layout: Layout | None = None
    """Stills at angles, or a grid; None is a sweep."""


class Detector(Device, Protocol):
    """A detector that writes its own files.

    ``prepare`` opens the files of an order, ``kickoff`` exposes from the next frame on to the end of its burst,
    ``complete`` is done when those frames are written or :meth:`hold` was asked for; ``kickoff`` goes on from there.
    ``unstage`` closes the files, and makes the master tell as many frames as there are.
    """

    description: str
    """The detector's name for people."""
    frames_written: SignalR[int]
    """Frames of the present order that can be read."""
    detector_state: SignalR[str]
    """In a word: idle, armed, exposing."""

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
        """Expose, from the next frame on to the end of its burst."""
        ...

    def complete(self) -> Status:
        """Done when exposing has ended: the burst is over, or a hold."""
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


class FluorescenceDetector(Device, Protocol):
    """A detector that sorts photons by their energy, beside the sample; and the counter in front of it."""

    description: str
    """The detector's name for people."""
    channels: int
    """Channels of a spectrum, from 0 eV on."""
    channel_ev: float
    """Width of a channel."""
    spectrum: SignalR[Array1D[np.uint32]]
    """Photons in each channel, of the last exposure."""
    monitor_counts: SignalR[float]
    """Photons that came to the sample meanwhile, in arbitrary units."""

    def prepare(self, value: float) -> Status:
        """Make ready for exposures of so many seconds."""
        ...

    def trigger(self) -> Status:
        """Expose once; done when the spectrum can be read."""
        ...


class Treater(Device, Protocol):
    """Washes samples, or anneals them."""

    def set(self, duration_s: float, /) -> Status:
        """Do it to the sample on the goniometer for so long."""
        ...

    async def leave_off(self) -> None:
        """End it at once, whatever it was doing; nothing when it was doing nothing."""
        ...


@dataclass(frozen=True, kw_only=True)
class BeamlineDevices:
    """The devices of one beamline."""

    sample_changer: SampleChanger
    centring: Centring
    omega: FlyingAxis
    """The rotation axis, degrees."""
    sample_x: FlyingAxis
    """Across the beam, along the pin, in µm; to the right in the camera's picture."""
    sample_y: Axis
    """Across the beam and the pin, in µm; upwards in the camera's picture."""
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
    fluorescence: FluorescenceDetector | None = None
    """For edge scans, spectra and alignment; None where there is none."""
    washer: Treater | None = None
    annealer: Treater | None = None

    def all(self) -> Sequence[Device]:
        """Every device, to connect them."""
        there = (self.fluorescence, self.washer, self.annealer)
        return (
            *(device for device in there if device is not None),
            self.sample_changer,
            self.centring,
            self.omega,
            self.sample_x,
            self.sample_y,
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
