"""What resolution every pixel of a detector sees, in fine steps of 1/d, worked out once for all images of a run.

The analysis of images asks for zones of resolution (ice rings, shells) of all pixels at once: a histogram over fine
steps answers all such questions, and one map of 16-bit steps says where the pixels are. For exact values at single
places use `farlight.science.geometry.resolution_at`.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from farlight.science.compiled import compiled
from farlight.science.geometry import DetectorGeometry, Panel

STEPS = 60_000
"""Steps between 1/d of 0 and 2/λ, beyond which nothing is seen; step 0 stands for no pixel and the very beam."""

Steps = npt.NDArray[np.uint16]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


class ResolutionMap:
    """Fine steps of 1/d of a detector's good pixels.

    Parameters
    ----------
    mask : ndarray of uint8, shape (slow, fast)
        0 where a pixel is good.
    geometry : DetectorGeometry
        Where the pixels are; one panel is taken as filling the image.
    """

    def __init__(self, mask: npt.NDArray[np.uint8], geometry: DetectorGeometry) -> None:
        self.step_inverse_angstrom = 2 / geometry.wavelength_angstrom / STEPS
        """Width of a step."""
        self._steps: Steps = np.zeros(mask.shape, np.uint16)
        for panel in geometry.panels:
            self._fill(panel, geometry, whole=len(geometry.panels) == 1)
        self._good = np.ascontiguousarray(mask).view(np.uint8)
        self.pixels = count_steps(self._steps.ravel(), self._good.ravel(), STEPS)
        """Good pixels in each step, shape (STEPS + 1,)."""
        self.pixels[0] = 0
        self.inverse_angstrom = (np.arange(STEPS + 1) + 0.5) * self.step_inverse_angstrom
        """1/d in the middle of each step."""

    def _fill(self, panel: Panel, geometry: DetectorGeometry, *, whole: bool) -> None:
        rows, columns = self._steps.shape
        first = (0, 0) if whole else (max(panel.at_px[0], 0), max(panel.at_px[1], 0))
        end = (panel.at_px[0] + panel.shape[0], panel.at_px[1] + panel.shape[1])
        end = (rows, columns) if whole else (min(end[0], rows), min(end[1], columns))
        slow = np.asarray(panel.slow_axis, np.float64) * panel.pixel_size_mm[0]
        fast = np.asarray(panel.fast_axis, np.float64) * panel.pixel_size_mm[1]
        start = np.asarray(panel.origin_mm, np.float64)
        start = start + (first[0] - panel.at_px[0] + 0.5) * slow + (first[1] - panel.at_px[1] + 0.5) * fast
        beam = np.asarray(geometry.beam_direction, np.float64)
        beam = beam / np.linalg.norm(beam)
        vectors = np.stack((start, slow, fast, beam))
        fill_steps(self._steps[first[0] : end[0], first[1] : end[1]], vectors, float(STEPS))

    def at(self, slow_px: npt.NDArray[np.floating], fast_px: npt.NDArray[np.floating]) -> Floats:
        """Return 1/d (1/Å) of the pixels that hold some positions; 0 where none does."""
        rows, columns = self._steps.shape
        row, column = np.clip(slow_px.astype(np.int64), 0, rows - 1), np.clip(fast_px.astype(np.int64), 0, columns - 1)
        found = self._steps[row, column]
        return np.where(found > 0, self.inverse_angstrom[found], 0.0)

    def pixels_between(self, zones: Sequence[tuple[float, float]], most: int) -> list[Integers]:
        """Return good pixels of zones of 1/d, evenly sampled.

        Parameters
        ----------
        zones : sequence of (least, greatest)
            1/d in 1/Å; zones may overlap. At most 63.
        most : int
            About so many pixels of a zone are returned, at most twice as many.

        Returns
        -------
        list of ndarray of int64
            Numbers of pixels in the flattened image, growing.
        """
        marks = np.zeros(STEPS + 1, np.int64)
        wanted = []
        for number, (least, greatest) in enumerate(zones):
            inside = (self.inverse_angstrom >= least) & (self.inverse_angstrom <= greatest)
            marks[inside] |= 1 << number
            wanted.append(int(self.pixels[inside].sum()))
        strides = np.array([max(size // most, 1) for size in wanted], np.int64)
        rooms = [-(-size // int(stride)) for size, stride in zip(wanted, strides, strict=True)]
        places = np.zeros((len(wanted), max(rooms, default=0)), np.int64)
        list_marked(self._steps.ravel(), self._good.ravel(), marks, strides, places)
        return [places[number, :room] for number, room in enumerate(rooms)]


@compiled
def fill_steps(steps: Steps, vectors: Floats, steps_in_all: float) -> None:
    """Fill a panel's steps: 1/d is |s - b| / λ with unit vectors s to the pixel and b along the beam.

    `vectors` are the first pixel's place, the ways to the next row and column (mm), and the beam.
    """
    start, slow, fast, beam = vectors[0], vectors[1], vectors[2], vectors[3]
    for row in range(steps.shape[0]):
        x0 = start[0] + row * slow[0]
        y0 = start[1] + row * slow[1]
        z0 = start[2] + row * slow[2]
        for column in range(steps.shape[1]):
            x = x0 + column * fast[0]
            y = y0 + column * fast[1]
            z = z0 + column * fast[2]
            scale = 1.0 / np.sqrt(x * x + y * y + z * z)
            x = x * scale - beam[0]
            y = y * scale - beam[1]
            z = z * scale - beam[2]
            steps[row, column] = np.uint16(0.5 * np.sqrt(x * x + y * y + z * z) * steps_in_all)


@compiled
def count_steps(steps: Steps, mask: npt.NDArray[np.uint8], last: int) -> Integers:
    """Return how many good pixels each step has."""
    pixels = np.zeros(last + 1, np.int64)
    for index in range(steps.size):
        if mask[index] == 0:
            pixels[steps[index]] += 1
    return pixels


@compiled
def list_marked(
    steps: Steps, mask: npt.NDArray[np.uint8], marks: Integers, strides: Integers, places: Integers
) -> None:
    """List every so many-th good pixel of each zone; a zone is a bit of its steps' marks."""
    seen = np.zeros(strides.size, np.int64)
    for index in range(steps.size):
        zones = marks[steps[index]]
        if zones != 0 and mask[index] == 0 and steps[index] != 0:
            for zone in range(strides.size):
                if (zones >> zone) & 1:
                    if seen[zone] % strides[zone] == 0:
                        places[zone, seen[zone] // strides[zone]] = index
                    seen[zone] += 1
