"""A simulated beamline for macromolecular crystallography, whose crystals diffract as real ones do."""

import dataclasses
import functools
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.engine.devices import BeamlineDevices, FrameSeries
from farlight.engine.messages import CollectionOrder
from farlight.kernel.units import wavelength_angstrom
from farlight.science.diffraction.background import FlatDetector
from farlight.science.diffraction.crystals import crystal_for
from farlight.science.diffraction.layout import LAYOUTS, DetectorLayout
from farlight.science.diffraction.sweep import BeamAndCrystal, RotationSweep, SimulatedSweep
from farlight.science.geometry import flat_detector
from farlight.science.scans import Exposures, Grid, Screening
from farlight.simulator.detector import FrameWriter, PacedDetector
from farlight.simulator.nxmx import NxmxDescription, NxmxSeries
from farlight.simulator.nxmx_mending import mend_series
from farlight.simulator.powder import PowderFrames, q_of_pixels
from farlight.simulator.stand import StandOptions, build_stand
from farlight.simulator.stills import GridFrames, ScreeningFrames

BEAM_OFFSET_PX = (-9.7, 6.3)
"""How far the beam is from the detector's centre, (slow, fast): no detector is aligned perfectly."""
REFERENCE_EXPOSURE_S = 0.02
REFERENCE_WIDTH_DEG = 0.5
"""The counts of the options are those of a frame so long and so wide, at full transmission."""


@dataclass(frozen=True, kw_only=True)
class SimulationOptions(StandOptions):
    """What a facility file may say about a simulated beamline; anything else is refused."""

    beamline: str = "SIMULATED"
    detector: str = "4M"
    """One of the detectors of :data:`farlight.science.diffraction.layout.LAYOUTS`."""
    bit_depth: int = 16
    """16 or 32."""
    mosaicity_deg: float = 0.12
    median_counts: float = 150.0
    """Counts of the median reflection between 2.2 and 3 Å in a reference exposure."""
    background_counts: float = 0.5
    """Mean counts of a pixel between spots in a reference exposure."""
    ice: float = 0.0
    """Height of the ice rings, as a multiple of the background."""
    decay_angstrom2_per_s: float = 0.2
    """Growth of the B factor with exposure at full transmission."""

    @property
    def layout(self) -> DetectorLayout:
        """The detector's pixels."""
        return LAYOUTS[self.detector]

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the counts."""
        return np.dtype({16: np.uint16, 32: np.uint32}[self.bit_depth])


def build(options: Mapping[str, Any]) -> BeamlineDevices:
    """Make the devices of a simulated beamline; options as in :class:`SimulationOptions`."""
    settings = SimulationOptions(**options)
    detector = PacedDetector("detector", settings.layout.name, functools.partial(SimulatedFiles, settings), mend_series)
    return build_stand(detector, settings)


class SimulatedFiles(FrameWriter):
    """The frames of an order, diffracted by its sample, in NXmx files."""

    def __init__(self, settings: SimulationOptions, order: CollectionOrder) -> None:
        frames = frames_of(settings, order)
        first = simulated_sweep(settings, still(order)) if isinstance(frames, PowderFrames) else first_of(frames)
        self._frames = frames
        self._files = NxmxSeries(order.directory, order.prefix, describe(settings, order, first))
        self.series = FrameSeries(
            master=self._files.master,
            images=order.images,
            start_deg=order.start_deg,
            width_deg=order.width_deg,
            exposure_time_s=order.exposure_time_s,
            energy_ev=order.energy_ev,
            detector_distance_mm=order.detector_distance_mm,
            layout=order.layout,
        )

    def make(self, index: int) -> npt.NDArray[np.unsignedinteger]:
        """Diffract: one frame, counted from 0."""
        return self._frames.frame(index)

    def write(self, index: int, frame: npt.NDArray[np.unsignedinteger]) -> None:
        """Append a frame to the files."""
        self._files.append(index, frame)

    def close(self, frames: int) -> None:
        """Close the files."""
        self._files.close(frames)


Frames = SimulatedSweep | ScreeningFrames | GridFrames | PowderFrames


def first_of(frames: SimulatedSweep | ScreeningFrames | GridFrames) -> SimulatedSweep:
    """The sweep that tells of detector and beam."""
    return frames if isinstance(frames, SimulatedSweep) else frames.first


def frames_of(settings: SimulationOptions, order: CollectionOrder) -> Frames:
    """What an order delivers, frame by frame."""
    sweep_of = functools.partial(simulated_sweep, settings)
    match order.layout:
        case Screening() as screening:
            return ScreeningFrames(order, screening, sweep_of)
        case Grid() as grid:
            return GridFrames(order, grid, sweep_of, beam_size_um=settings.beam_size_um)
        case Exposures():
            return powder_frames(settings, order)
        case _:
            return sweep_of(order)


def simulated_sweep(settings: SimulationOptions, order: CollectionOrder) -> SimulatedSweep:
    """The diffraction of an order: crystal by the sample's acronym, orientation and noise by its code and ticket."""
    slow, fast = settings.layout.shape
    detector = FlatDetector(
        layout=settings.layout,
        distance_mm=order.detector_distance_mm,
        beam_centre_px=(slow / 2 + BEAM_OFFSET_PX[0], fast / 2 + BEAM_OFFSET_PX[1]),
    )
    sweep = RotationSweep(start_deg=order.start_deg, width_deg=order.width_deg, images=order.images)
    noise_seed = zlib.crc32(order.ticket.encode()) % 100_000 + 1
    return SimulatedSweep(beam_and_crystal(settings, order), detector, sweep, settings.dtype, noise_seed)


def still(order: CollectionOrder) -> CollectionOrder:
    """One image of an order, as if something turned."""
    return dataclasses.replace(order, layout=None, images=1, width_deg=REFERENCE_WIDTH_DEG)


def powder_frames(settings: SimulationOptions, order: CollectionOrder) -> PowderFrames:
    """The powder of an order, whatever its sample: a standard that rings are known of."""
    slow, fast = settings.layout.shape
    size_mm = settings.layout.pixel_size_mm
    geometry = flat_detector(
        shape=settings.layout.shape,
        pixel_size_mm=(size_mm, size_mm),
        distance_mm=order.detector_distance_mm,
        beam_center_px=(slow / 2 + BEAM_OFFSET_PX[0], fast / 2 + BEAM_OFFSET_PX[1]),
        wavelength_angstrom=wavelength_angstrom(order.energy_ev),
    )
    dose = order.exposure_time_s * order.transmission_frac / REFERENCE_EXPOSURE_S
    return PowderFrames(
        q_of_pixels(geometry),
        simulated_sweep(settings, still(order)).mask,
        settings.dtype,
        ring_counts=settings.median_counts * dose / 10.0,
        background_counts=settings.background_counts * dose,
        seed=zlib.crc32(order.ticket.encode()),
    )


def beam_and_crystal(settings: SimulationOptions, order: CollectionOrder) -> BeamAndCrystal:
    """The crystal in the beam of an order, with counts in proportion to the dose of its exposures."""
    sample = order.sample
    dose = order.exposure_time_s * order.transmission_frac / REFERENCE_EXPOSURE_S
    return BeamAndCrystal(
        crystal=crystal_for(sample.acronym if sample else ""),
        orientation_seed=zlib.crc32((sample.code if sample else "").encode()) + 1,
        wavelength_angstrom=wavelength_angstrom(order.energy_ev),
        mosaicity_deg=settings.mosaicity_deg,
        median_counts=settings.median_counts * dose * REFERENCE_WIDTH_DEG / abs(order.width_deg),
        background_counts=settings.background_counts * dose,
        ice=settings.ice,
        decay_angstrom2=settings.decay_angstrom2_per_s * order.images * order.exposure_time_s * order.transmission_frac,
    )


def describe(settings: SimulationOptions, order: CollectionOrder, sweep: SimulatedSweep) -> NxmxDescription:
    """What the master file of an order says."""
    return NxmxDescription(
        beamline=settings.beamline,
        detector=settings.layout.name,
        sample=order.sample.name if order.sample else "",
        images=order.images,
        mask=sweep.mask,
        dtype=settings.dtype,
        pixel_size_mm=settings.layout.pixel_size_mm,
        sensor_thickness_mm=settings.layout.sensor_thickness_mm,
        beam_centre_px=sweep.detector.beam_centre_px,
        distance_mm=order.detector_distance_mm,
        wavelength_angstrom=sweep.subject.wavelength_angstrom,
        flux_hz=settings.full_flux_hz * order.transmission_frac,
        beam_size_um=settings.beam_size_um,
        transmission_frac=order.transmission_frac,
        start_deg=order.start_deg,
        width_deg=order.width_deg,
        exposure_time_s=order.exposure_time_s,
        started_at=datetime.now(UTC),
        layout=order.layout,
    )
