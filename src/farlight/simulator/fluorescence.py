"""The fluorescence of simulated samples, and the detector that sees it."""

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from ophyd_async.core import Array1D, AsyncStatus, StandardReadable, soft_signal_r_and_setter

from farlight.engine.devices import Axis
from farlight.engine.messages import SampleInBeam
from farlight.science.absorption.simulating import mean_spectrum
from farlight.science.absorption.table import edge_table
from farlight.simulator.crystal_shapes import crystal_corners_um, part_of_beam_on_crystal

CHANNELS, CHANNEL_EV = 2048, 10.0
ATOMS: Mapping[str, Mapping[str, float]] = {
    "insu": {"S": 30.0, "Zn": 1.0},
    "lyso": {"S": 30.0, "Cl": 6.0},
    "thau": {"S": 34.0, "K": 2.0},
    "protk": {"S": 14.0, "Ca": 3.0},
}
"""Relative numbers of atoms that answer, by the acronym of the substance; others are like lysozyme."""
HEAVY = 2.5
"""Relative number of atoms that a derivative was soaked with: ``InsuHg``, ``LysoSe``."""
AIR = {"Ar": 1.5}
SCATTERED = 2.0e5
"""What light atoms scatter, on the scale of the numbers of atoms; half of it comes from loop and air."""
COUNTS_PER_S = 0.6
"""Counts a second in the whole beam, for one on that scale."""
MONITOR_PART = 1e-6
"""Part of the photons that the ion chamber counts."""
MONITOR_NOISE_FRAC = 5e-4


def atoms_of(acronym: str) -> dict[str, float]:
    """Return the relative numbers of atoms in a substance; what ends with an element's symbol was soaked with it."""
    known = sorted((name for name in ATOMS if acronym.lower().startswith(name)), key=len)
    rest = acronym[len(known[-1]) :] if known else acronym[4:]
    heavy = {rest: HEAVY} if rest in edge_table() else {}
    return {**ATOMS[known[-1] if known else "lyso"], **heavy}


class Changer(Protocol):
    """What knows which sample is on the goniometer."""

    sample: SampleInBeam | None


class Beam(Protocol):
    """What knows how many photons there are."""

    async def flux_hz(self, transmission_frac: float) -> float:
        """Photons a second behind the attenuator."""
        ...

    async def beam_size_um(self) -> tuple[float, float]:
        """Horizontal and vertical size at the sample."""
        ...


@dataclass(frozen=True, kw_only=True)
class BeamOnSample:
    """All that decides what of the sample is in the beam."""

    sample_changer: Changer
    source: Beam
    energy: Axis
    attenuator: Axis
    omega: Axis
    sample_x: Axis
    sample_y: Axis

    async def hit_frac(self) -> float:
        """How much of the beam hits the crystal now."""
        sample = self.sample_changer.sample
        if sample is None:
            return 0.0
        corners_um = crystal_corners_um(sample, await self.omega.position())
        position_um = (await self.sample_x.position(), await self.sample_y.position())
        return part_of_beam_on_crystal(corners_um, position_um, await self.source.beam_size_um())


class SimulatedFluorescenceDetector(StandardReadable):
    """A silicon drift detector at right angles to the beam (:class:`farlight.engine.devices.FluorescenceDetector`)."""

    description = "Silicon drift detector (simulated)"
    channels = CHANNELS
    channel_ev = CHANNEL_EV

    def __init__(self, name: str, beam: BeamOnSample) -> None:
        with self.add_children_as_readables():
            self.spectrum, self._set_spectrum = soft_signal_r_and_setter(Array1D[np.uint32])
            self.monitor_counts, self._set_monitor = soft_signal_r_and_setter(float)
        self._beam = beam
        self._exposure_time_s = 1.0
        self._random = np.random.default_rng(zlib.crc32(name.encode()))
        super().__init__(name)

    @AsyncStatus.wrap
    async def prepare(self, value: float) -> None:
        """Make ready for exposures of so many seconds."""
        self._exposure_time_s = value

    @AsyncStatus.wrap
    async def trigger(self) -> None:
        """Expose once."""
        transmission_frac = await self._beam.attenuator.position()
        photons = self._exposure_time_s * await self._beam.source.flux_hz(transmission_frac)
        photons *= 1.0 + MONITOR_NOISE_FRAC * self._random.standard_normal()
        mean = await self._mean_spectrum()
        await asyncio.sleep(self._exposure_time_s)
        scale = COUNTS_PER_S * photons / await self._beam.source.flux_hz(1.0)
        self._set_spectrum(self._random.poisson(scale * mean).astype(np.uint32))
        self._set_monitor(round(photons * MONITOR_PART, 1))

    async def _mean_spectrum(self) -> Any:
        sample, hit_frac = self._beam.sample_changer.sample, await self._beam.hit_frac()
        atoms = atoms_of(sample.acronym) if sample else {}
        hit = {symbol: number * hit_frac for symbol, number in atoms.items()}
        channels_ev = np.asarray((np.arange(CHANNELS) + 0.5) * CHANNEL_EV, np.float64)
        scattered = SCATTERED * (0.5 + 0.5 * hit_frac)
        energy_ev = await self._beam.energy.position()
        return await asyncio.to_thread(mean_spectrum, {**hit, **AIR}, energy_ev, channels_ev, scattered=scattered)
