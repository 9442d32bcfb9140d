"""Single images of a simulated crystal: at angles wide apart, or across it, cell by cell."""

import dataclasses
from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from farlight.engine.messages import CollectionOrder, SampleInBeam
from farlight.science.diffraction.sweep import SimulatedSweep
from farlight.science.scans import Grid, Screening
from farlight.simulator.crystal_shapes import crystal_corners_um, part_of_beam_on_crystal

Frame = npt.NDArray[np.unsignedinteger]
SweepOf = Callable[[CollectionOrder], SimulatedSweep]

STILL_WIDTH_DEG = 0.1
"""A still image shows what is within so much of the diffracting condition: no beam is a mathematical line."""


class ScreeningFrames:
    """One image at each of some angles."""

    def __init__(self, order: CollectionOrder, screening: Screening, sweep_of: SweepOf) -> None:
        self._angles_deg = screening.angles_deg
        self._sweep_at = lru_cache(maxsize=2)(
            lambda angle_deg: sweep_of(dataclasses.replace(order, layout=None, images=1, start_deg=angle_deg))
        )
        self.first = self._sweep_at(self._angles_deg[0])

    def frame(self, index: int) -> Frame:
        """Counts of one image, counted from 0."""
        return self._sweep_at(self._angles_deg[index]).exposure(0, noise=index)


class GridFrames:
    """One still image in each cell of a grid; what of the beam misses the crystal diffracts nothing."""

    def __init__(
        self, order: CollectionOrder, grid: Grid, sweep_of: SweepOf, *, beam_size_um: tuple[float, float]
    ) -> None:
        self.first = sweep_of(dataclasses.replace(order, layout=None, images=1, width_deg=STILL_WIDTH_DEG))
        self._strengths_frac = strengths_of(grid, order.sample, order.start_deg, beam_size_um=beam_size_um)

    def frame(self, index: int) -> Frame:
        """Counts of the image of a cell, counted from 0 in the order in which they are taken."""
        return self.first.exposure(0, noise=index, strength_frac=self._strengths_frac[index])


def strengths_of(
    grid: Grid, sample: SampleInBeam | None, omega_deg: float, *, beam_size_um: tuple[float, float]
) -> list[float]:
    """How much of the beam hits the crystal in each image of a grid, in the order in which they are taken, 0 to 1."""
    if sample is None:
        return [0.0] * grid.images
    corners_um = crystal_corners_um(sample, omega_deg)
    cells = [grid.cell_of_image(image) for image in range(1, grid.images + 1)]
    return [part_of_beam_on_crystal(corners_um, grid.position_um(*cell), beam_size_um) for cell in cells]
