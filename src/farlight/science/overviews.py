"""Small grey pictures of detector images: the largest count of each cell in one byte, packed as JPEG or WebP.

JPEG is quick to make and is drawn when somebody asks; WebP is a third of its size and takes ten times as long, and is
made beforehand.
"""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from farlight.science.companding import Codes

LONGEST_PX = 1100
"""Neither side of an overview is longer."""
JPEG_QUALITY = 85
WEBP_QUALITY = 90
WEBP_QUALITY_OF_FEW = 95
"""Where counts are few, single cells of ten counts would lose a third of their height at the other quality."""
FEW_COUNTS = 0.3
"""Counts per pixel below which counts are few."""


def cell_px(shape: tuple[int, int]) -> int:
    """Return how many pixels of an image, along either axis, one pixel of its overview stands for."""
    return -(-max(shape) // LONGEST_PX)


def as_jpeg(codes: Codes) -> bytes:
    """Return codes as a grey JPEG."""
    return _written(codes, "JPEG", quality=JPEG_QUALITY)


def as_webp(codes: Codes, *, counts_are_few: bool) -> bytes:
    """Return codes as a WebP."""
    return _written(codes, "WEBP", quality=WEBP_QUALITY_OF_FEW if counts_are_few else WEBP_QUALITY, method=0)


def _written(codes: Codes, kind: str, **options: int) -> bytes:
    written = io.BytesIO()
    Image.fromarray(codes).save(written, kind, **options)
    return written.getvalue()


def are_few(rows: npt.NDArray[Any], mask: npt.NDArray[np.uint8], gap: int) -> bool:
    """Say whether counts are few, from some rows of an image and of its mask; `gap` marks pixels without a value."""
    good = rows[(mask == 0) & (rows < gap) & (rows >= 0)]
    return bool(good.size) and float(good.mean()) < FEW_COUNTS
