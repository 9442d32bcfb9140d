"""Pixel-array detectors: modules, the gaps between them, dead pixels."""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

GAP = 1
"""Mask value of pixels between modules (bit 0 of NXdetector/pixel_mask)."""
DEAD = 2
"""Mask value of dead pixels (bit 1 of NXdetector/pixel_mask)."""


@dataclass(frozen=True, kw_only=True)
class DetectorLayout:
    """Tiles of a detector; pairs are (slow, fast)."""

    name: str
    modules: tuple[int, int]
    """Modules along slow and fast."""
    module_px: tuple[int, int] = (512, 1028)
    """Pixels of one module."""
    gap_px: tuple[int, int] = (38, 12)
    """Pixels between two modules."""
    pixel_size_mm: float = 0.075
    sensor_thickness_mm: float = 0.45
    """Thickness of the silicon sensor."""
    dead_pixels: int = 200

    @property
    def shape(self) -> tuple[int, int]:
        """Pixels along slow and fast, gaps included."""
        slow, fast = (
            n * size + (n - 1) * gap for n, size, gap in zip(self.modules, self.module_px, self.gap_px, strict=True)
        )
        return slow, fast


LAYOUTS = MappingProxyType(
    {
        "1M": DetectorLayout(name="EIGER2 1M (simulated)", modules=(2, 1)),
        "4M": DetectorLayout(name="EIGER2 4M (simulated)", modules=(4, 2)),
        "9M": DetectorLayout(name="EIGER2 9M (simulated)", modules=(6, 3)),
        "16M": DetectorLayout(name="EIGER2 16M (simulated)", modules=(8, 4)),
        "tiny": DetectorLayout(
            name="Tiny 2 x 2 (simulated)",
            modules=(2, 2),
            module_px=(126, 126),
            gap_px=(4, 4),
            pixel_size_mm=0.3,
            dead_pixels=5,
        ),
    }
)
"""Detectors by the name that a facility file gives."""


def pixel_mask(layout: DetectorLayout, seed: int = 1) -> npt.NDArray[np.uint8]:
    """Mask of a detector, shape (slow, fast): 0 good, 1 gap, 2 dead; `seed` says which pixels died."""
    mask = np.zeros(layout.shape, np.uint8)
    for axis, (count, size, gap) in enumerate(zip(layout.modules, layout.module_px, layout.gap_px, strict=True)):
        pitch = size + gap
        for first in range(size, count * pitch - gap, pitch):
            mask.swapaxes(0, axis)[first : first + gap] = GAP
    good = np.flatnonzero(mask == 0)
    dead = np.random.default_rng(seed).choice(good, layout.dead_pixels, replace=False)
    mask.ravel()[dead] = DEAD
    return mask
