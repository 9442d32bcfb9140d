"""Bragg spots on one detector image, found at the pace of the detector.

The test is the index of dispersion of Kabsch (J. Appl. Cryst. (1988) 21, 916-924; XDS, Acta Cryst. (2010) D66, 133-144)
in two steps, as in the ``dispersion_extended`` of DIALS (Winter et al., Acta Cryst. (2018) D74, 85-97): first the
neighbourhood of a pixel must be more dispersed than Poisson counts would be; then the pixel must stand out of a
background that is free of the spot. DIALS takes that background over the whole image; here it is taken around each
group of candidates, which comes to the same spots in a small part of the time. Strong pixels that touch form a spot.

What makes it fast: sums over columns are updated from row to row in integers, sums along the row are shifted additions,
the test has no division and no branch (so all of it vectorises), nothing of the size of the image is written, and only
the short list of candidates is grouped. The Python lock is not held.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from farlight.kernel.errors import Invalid, Objection
from farlight.science import spot_kernels as kernels

BACKGROUND_MARGIN_PX = 4
"""How far around a group of candidates its background is taken."""
_LIST_PX = 1 << 16
"""Candidates that are listed at first; a longer list is made when there are more."""


@dataclass(frozen=True, kw_only=True)
class SpotParameters:
    """What counts as a spot; the defaults are those of DIALS for photon-counting detectors."""

    sigma_background: float = 6.0
    """Standard deviations of the index of dispersion by which a neighbourhood must exceed one."""
    sigma_strong: float = 3.0
    """Standard deviations by which a pixel must exceed its background."""
    threshold_counts: float = 0.0
    """Counts that a pixel must exceed in any case."""
    neighbours_min: int = 2
    """Good pixels that a neighbourhood must have."""
    size_min_px: int = 3
    """Strong pixels that a spot must have."""
    size_max_px: int = 1000
    """Strong pixels that a spot may have."""


@dataclass(frozen=True, kw_only=True, eq=False)
class SpotTable:
    """The spots of one image: arrays of one length, in the order of the spots' first rows.

    Positions are in pixels from the outer corner of the first pixel, so that the centre of the first pixel is (0.5,
    0.5).
    """

    slow_px: npt.NDArray[np.float32]
    """Centre of the counts above background along the slow axis."""
    fast_px: npt.NDArray[np.float32]
    """The same along the fast axis."""
    intensity_counts: npt.NDArray[np.float32]
    """Sum of the strong pixels' counts above background."""
    peak_counts: npt.NDArray[np.float32]
    """Largest count."""
    background_counts: npt.NDArray[np.float32]
    """Background per pixel."""
    size_px: npt.NDArray[np.int32]
    """Number of strong pixels."""
    total_counts: int
    """Sum of all good pixels of the image, which falls out of the same pass."""

    def __len__(self) -> int:
        return int(self.slow_px.size)


DEFAULT_PARAMETERS = SpotParameters()


def as_counts(image: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return the image in a type that the kernels read: integers of at most 32 bits, C-contiguous, read-only.

    Wider integers and floating-point numbers are rounded and saturated to signed 32 bits; what is not finite becomes
    -1, which marks a gap. Nothing is copied that need not be. (Kernels are compiled anew for arrays that can be
    written; so all of them come as arrays that cannot.)
    """
    counts = _narrow(image).view()
    counts.flags.writeable = False
    return counts


def _narrow(image: npt.NDArray[Any]) -> npt.NDArray[Any]:
    narrow = image.dtype.kind in "iu" and image.dtype.itemsize <= np.dtype(np.int32).itemsize
    if narrow and image.dtype.isnative:
        return np.ascontiguousarray(image)
    whole = image
    if image.dtype.kind not in "iu":
        whole = np.nan_to_num(np.rint(image.astype(np.float64)), nan=-1.0, posinf=-1.0, neginf=-1.0)
    return np.asarray(np.clip(whole, -1, np.iinfo(np.int32).max), dtype=np.int32)


def gap_value(dtype: np.dtype[Any]) -> int:
    """Return the number that marks a pixel without a measurement: the largest of the type, as DECTRIS writes it."""
    return int(np.iinfo(dtype).max)


def find_spots(
    image: npt.NDArray[Any],
    mask: npt.NDArray[np.uint8],
    parameters: SpotParameters = DEFAULT_PARAMETERS,
) -> SpotTable:
    """Find the Bragg spots of an image.

    Parameters
    ----------
    image : ndarray, shape (slow, fast)
        Counts per pixel, of any integer type (or rounded, from floating point). The largest number of an unsigned type
        and negative numbers of a signed one mark pixels without a measurement.
    mask : ndarray of uint8, shape (slow, fast)
        0 where a pixel is good.
    parameters : SpotParameters
        What counts as a spot.

    Raises
    ------
    Invalid
        When the mask's shape is not the image's, or the image has not two dimensions.
    """
    if image.ndim != 2 or image.shape != mask.shape:  # noqa: PLR2004 - the two dimensions of an image
        message = f"An image of shape {image.shape} cannot be searched with a mask of shape {mask.shape}."
        raise Invalid([Objection(message=message, mend="Give both as (slow, fast).")])
    counts = as_counts(image)
    limit = np.uint32(gap_value(counts.dtype))
    good = np.ascontiguousarray(mask, dtype=np.uint8)
    places, total = _candidates(counts, good, limit, parameters)
    table = _spots_among(counts, good, limit, places, parameters)
    size_px = table[:, 5].astype(np.int32)
    table = table[(size_px >= parameters.size_min_px) & (size_px <= parameters.size_max_px)]
    return SpotTable(
        slow_px=table[:, 0],
        fast_px=table[:, 1],
        intensity_counts=table[:, 2],
        peak_counts=table[:, 3],
        background_counts=table[:, 4],
        size_px=table[:, 5].astype(np.int32),
        total_counts=total,
    )


def _candidates(
    counts: npt.NDArray[Any], mask: npt.NDArray[np.uint8], limit: np.uint32, parameters: SpotParameters
) -> tuple[kernels.Ints, int]:
    """List the pixels that stand in over-dispersed neighbourhoods, and sum the image."""
    length = _LIST_PX
    while True:
        places = np.empty((length, 2), np.int32)
        sigma = np.float32(parameters.sigma_background)
        number, total = kernels.candidates(counts, mask, limit, sigma, parameters.neighbours_min, places)
        if number <= length:
            return places[:number], int(total)
        length = number


def _spots_among(
    counts: npt.NDArray[Any],
    mask: npt.NDArray[np.uint8],
    limit: np.uint32,
    places: kernels.Ints,
    parameters: SpotParameters,
) -> kernels.Floats:
    """Group the candidates, take each group's background, keep what stands out of it, and measure the spots."""
    rows, columns = counts.shape
    places, groups, number = _groups_of_size(places, columns, parameters.size_min_px)
    boxes = kernels.boxes_of(places, groups, number, BACKGROUND_MARGIN_PX, (rows, columns))
    means = kernels.backgrounds(counts, mask, limit, places, groups, boxes)
    strong = np.empty((len(places), 3), np.int32)
    sigmas = parameters.sigma_strong, parameters.threshold_counts
    strong = strong[: kernels.keep_strong(counts, places, groups, means, sigmas, strong)]
    spots = np.empty(len(strong), np.int32)
    table = np.zeros((kernels.group(strong, columns, spots), 6), np.float32)
    kernels.measure(counts, strong, spots, means, table)
    return table


def _groups_of_size(places: kernels.Ints, columns: int, least_px: int) -> tuple[kernels.Ints, kernels.Ints, int]:
    """Group the candidates, drop groups too small to hold a spot; return pixels, their groups, and how many groups."""
    groups = np.empty(len(places), np.int32)
    pixels, number = kernels.drop_small(places, groups, kernels.group(places, columns, groups), least_px)
    return places[:pixels], groups[:pixels], number
