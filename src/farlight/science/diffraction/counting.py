"""Counting noise: Poisson counts for background and spots, by kernels that release the interpreter's lock.

Random numbers come from one xorshift generator a row or spot, seeded from the frame's number: a frame is the same
whoever computes it and in whatever order. Callers give arrays of agreeing shapes.
"""

import math

import numpy as np
import numpy.typing as npt

from farlight.science.compiled import compiled

NORMAL_FROM = 12.0
"""Expectation from which on a Poisson count is drawn as a rounded normal one."""
SPOT_HALF_PX = 5
"""Half the side of the square of pixels that a spot may reach."""
FAINTEST_PIXEL_COUNTS = 1e-3
"""A spot's share of a pixel below which nothing is drawn."""

Frame = npt.NDArray[np.unsignedinteger]
Floats = npt.NDArray[np.float64]
Image = npt.NDArray[np.float32]
Mask = npt.NDArray[np.uint8]


@compiled
def advanced(state: np.uint64) -> np.uint64:
    """Next state of the generator (Marsaglia, J. Stat. Software 8, 14, 2003)."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    state ^= state << np.uint64(17)
    return state


@compiled
def uniform(state: np.uint64) -> np.float32:
    """A number in [0, 1) from a state."""
    return np.float32(np.uint32(state >> np.uint64(40))) * np.float32(5.9604645e-08)


@compiled
def seeded(seed: int, stream: int) -> np.uint64:
    """First state of a stream of random numbers."""
    state = np.uint64(seed) * np.uint64(6364136223846793005) + np.uint64(stream + 1) * np.uint64(1442695040888963407)
    state |= np.uint64(1)
    for _ in range(6):
        state = advanced(state)
    return state


@compiled
def normal_count(state: np.uint64, expected: float) -> tuple[np.uint64, int]:
    """Advance the state and draw a count about an expectation that is large."""
    total = np.float32(0.0)
    for _ in range(4):
        state = advanced(state)
        total += uniform(state)
    value = expected + math.sqrt(expected) * (total - np.float32(2.0)) * np.float32(1.7320508)
    return state, max(0, int(value + 0.5))


@compiled
def poisson(state: np.uint64, expected: float, exp_of_minus: float) -> tuple[np.uint64, int]:
    """Advance the state and draw a Poisson count, by Knuth's product (The Art of Computer Programming 2, 3.4.1)."""
    if expected > NORMAL_FROM:
        return normal_count(state, expected)
    count = 0
    state = advanced(state)
    product = uniform(state)
    while product > exp_of_minus:
        count += 1
        state = advanced(state)
        product *= uniform(state)
    return state, count


@compiled
def count_background(frame: Frame, background: tuple[Image, Image], mask: Mask, bad: int, seed: int) -> None:
    """Fill a frame (slow, fast) with counts about expectations, given with their exp(-x); masked pixels get `bad`."""
    expected, exp_of_minus = background
    slow, fast = frame.shape
    for j in range(slow):
        state = seeded(seed, j)
        for i in range(fast):
            if mask[j, i]:
                frame[j, i] = bad
            else:
                state, count = poisson(state, expected[j, i], exp_of_minus[j, i])
                frame[j, i] = count


@compiled
def pixel_shares(shares: Floats, position: float, first: int, scale: float) -> None:
    """Fill in the parts of a unit Gaussian at `position` that fall on pixels from `first` on."""
    before = math.erf((first - position) * scale)
    for k in range(shares.size):
        after = math.erf((first + k + 1 - position) * scale)
        shares[k] = 0.5 * (after - before)
        before = after


@compiled
def add_pixel(frame: Frame, place: tuple[int, int], expected: float, ceiling: int, state: np.uint64) -> np.uint64:
    """Add a Poisson count to a pixel, up to a ceiling; return the advanced state."""
    state, count = poisson(state, expected, math.exp(-expected))
    frame[place] = min(frame[place] + count, ceiling)
    return state


@compiled
def add_spot(
    frame: Frame, corner: tuple[int, int], shares: tuple[Floats, Floats], transmission: Image, bad: int, seed: int
) -> None:
    """Add a spot of expected shares to the good pixels about it."""
    state = seeded(seed, corner[0] * frame.shape[1] + corner[1] + (1 << 20))
    for b in range(shares[0].size):
        j = corner[0] + b
        if j < 0 or j >= frame.shape[0]:
            continue
        for a in range(shares[1].size):
            i = corner[1] + a
            if i < 0 or i >= frame.shape[1] or frame[j, i] == bad:
                continue
            expected = shares[0][b] * shares[1][a] * transmission[j, i]
            if expected > FAINTEST_PIXEL_COUNTS:
                state = add_pixel(frame, (j, i), expected, bad - 2, state)


@compiled
def count_spots(
    frame: Frame, spots: tuple[Floats, Floats, Floats], width_px: float, transmission: Image, bad: int, seed: int
) -> None:
    """Add spots to the good pixels of a frame.

    Spots are positions along slow and fast, and expected counts, each of shape (n,): Gaussians of standard deviation
    `width_px`. Pixels that hold `bad` stay; counts stop two below it.
    """
    slow_px, fast_px, counts = spots
    slow_share, fast_share = np.empty(2 * SPOT_HALF_PX + 1), np.empty(2 * SPOT_HALF_PX + 1)
    scale = 1.0 / (math.sqrt(2.0) * width_px)
    for n in range(counts.size):
        corner = (int(slow_px[n]) - SPOT_HALF_PX, int(fast_px[n]) - SPOT_HALF_PX)
        pixel_shares(slow_share, slow_px[n], corner[0], scale)
        pixel_shares(fast_share, fast_px[n], corner[1], scale)
        slow_share *= counts[n]
        add_spot(frame, corner, (slow_share, fast_share), transmission, bad, seed)
