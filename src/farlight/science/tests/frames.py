"""Frames whose spots are known."""

import numpy as np
import numpy.typing as npt

Frame = tuple[npt.NDArray[np.uint16], npt.NDArray[np.float64]]


def frame_with_spots(
    *,
    seed: int = 1,
    shape: tuple[int, int] = (400, 360),
    spots: int = 60,
    counts: float = 120.0,
    background: float = 0.8,
    sigma_px: float = 0.9,
) -> Frame:
    """Return an image of Poisson counts and the (slow, fast) centres of its spots, which do not overlap."""
    random = np.random.default_rng(seed)
    cell = 20
    places = [(s, f) for s in range(1, shape[0] // cell - 1) for f in range(1, shape[1] // cell - 1)]
    chosen = random.choice(len(places), size=spots, replace=False)
    centres = np.array([places[k] for k in chosen]) * cell + random.uniform(5, 15, (spots, 2))
    slow, fast = np.arange(shape[0])[:, None] + 0.5, np.arange(shape[1])[None, :] + 0.5
    expected = np.full(shape, background)
    for s, f in centres:
        expected += (
            counts / (2 * np.pi * sigma_px**2) * np.exp(-((slow - s) ** 2 + (fast - f) ** 2) / (2 * sigma_px**2))
        )
    return random.poisson(expected).astype(np.uint16), centres


def nearest_px(found: npt.NDArray[np.float64], wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the distance from each wanted place to the nearest found one."""
    if not len(found):
        return np.full(len(wanted), np.inf)
    return np.sqrt(((wanted[:, None] - found[None]) ** 2).sum(-1)).min(1)
