"""Pictures of detector images: pooled by the maximum, so that spots never vanish, and coloured by a table.

Averaging and subsampling lose half of the spots when a 16M image is fitted to a screen; the maximum keeps nearly all.

The browser draws with the same colours: it reads them from ``frontend/generated/colours.json``, which this module
writes when it is run as a program.
"""

import io
import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from farlight.kernel.errors import Invalid, Objection
from farlight.science.compiled import compiled
from farlight.science.spots import as_counts, gap_value

CONTRAST_MIN = 0.05
CONTRAST_MAX = 20.0
SIZE_MIN_PX = 16
SIZE_MAX_PX = 4096
_GAP_CODE = 0
_CODES = 256
_WHITE_QUANTILE = 0.998
_WHITE_MIN_COUNTS = 6.0
_WEBP_QUALITY = 85
_JPEG_QUALITY = 88


class ColourMap(StrEnum):
    """How counts become colours; dark stands for few."""

    GREY = "grey"
    HEAT = "heat"
    VIRIDIS = "viridis"
    CIVIDIS = "cividis"
    """Made to look alike to people who do not tell red from green (Nuñez et al., PLoS ONE 13 (2018) e0199239)."""
    RAINBOW = "rainbow"


class PictureFormat(StrEnum):
    """How the picture is packed."""

    WEBP = "webp"
    PNG = "png"
    JPEG = "jpg"


_ANCHORS: dict[ColourMap, tuple[str, ...]] = {
    ColourMap.GREY: ("000000", "ffffff"),
    ColourMap.HEAT: ("05030f", "3b0f70", "8c2981", "de4968", "fe9f6d", "fcfdbf"),
    ColourMap.VIRIDIS: ("440154", "414487", "2a788e", "22a884", "7ad151", "fde725"),
    ColourMap.CIVIDIS: (
        "00224e",
        "123570",
        "3b496c",
        "575d6d",
        "707173",
        "8a8678",
        "a59c74",
        "c3b369",
        "e1cc55",
        "fee838",
    ),
    ColourMap.RAINBOW: ("00007f", "0000ff", "007fff", "00ffff", "7fff7f", "ffff00", "ff7f00", "ff0000", "7f0000"),
}
_GAP_COLOUR = {False: (38, 44, 58), True: (214, 219, 228)}
"""Colour of pixels without a measurement, on a dark and on an inverted picture."""


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of the image, in pixels: first row and column, and how many of each."""

    slow_px: int
    fast_px: int
    rows: int
    columns: int

    def within(self, shape: tuple[int, int]) -> "Window":
        """Return the part of the window that lies on an image of this shape.

        Raises
        ------
        Invalid
            When nothing of it does.
        """
        slow, fast = max(self.slow_px, 0), max(self.fast_px, 0)
        rows = min(self.slow_px + self.rows, shape[0]) - slow
        columns = min(self.fast_px + self.columns, shape[1]) - fast
        if rows < 1 or columns < 1:
            message = f"The window does not meet the image, which has {shape[0]} rows and {shape[1]} columns."
            raise Invalid([Objection(message=message, mend="Ask for a part of the image.", field="window")])
        return Window(slow_px=slow, fast_px=fast, rows=rows, columns=columns)


@dataclass(frozen=True, kw_only=True)
class PictureStyle:
    """How a picture of an image is made."""

    max_size_px: int = 1100
    """Neither side gets longer. Cells of n x n pixels show their maximum; pixels are never enlarged."""
    contrast: float = 1.0
    """Above 1 weak spots get brighter. At 1 the brightest colour stands for the 99.8th percentile of the picture."""
    colour_map: ColourMap = ColourMap.GREY
    invert: bool = False
    """Many counts dark on white, as on film."""
    window: Window | None = None
    """The part of the image that is shown; all of it when None."""
    picture_format: PictureFormat = PictureFormat.WEBP


DEFAULT_STYLE = PictureStyle()


def render_frame(image: npt.NDArray[Any], mask: npt.NDArray[np.uint8], style: PictureStyle = DEFAULT_STYLE) -> bytes:
    """Render an image or a window of it.

    Parameters
    ----------
    image : ndarray, shape (slow, fast)
        Counts; gaps as in `farlight.science.spots.find_spots`.
    mask : ndarray of uint8, shape (slow, fast)
        0 where a pixel is good.
    style : PictureStyle
        Sizes and contrast beyond what is possible are brought back to it.

    Raises
    ------
    Invalid
        When the window lies beside the image or shapes disagree.
    """
    if image.shape != mask.shape:
        raise Invalid([Objection(message=f"The mask's shape {mask.shape} is not the image's, {image.shape}.")])
    counts = as_counts(image)
    size_px = min(max(style.max_size_px, SIZE_MIN_PX), SIZE_MAX_PX)
    part = (style.window or Window(slow_px=0, fast_px=0, rows=image.shape[0], columns=image.shape[1])).within(
        counts.shape
    )
    rows = slice(part.slow_px, part.slow_px + part.rows)
    columns = slice(part.fast_px, part.fast_px + part.columns)
    cell_px = -(-max(part.rows, part.columns) // size_px)
    limit = np.uint32(gap_value(counts.dtype))
    pooled = pool(counts[rows, columns], np.ascontiguousarray(mask)[rows, columns], limit, cell_px)
    codes = _codes(pooled, min(max(style.contrast, CONTRAST_MIN), CONTRAST_MAX))
    return _packed(codes, _palette(style.colour_map, invert=style.invert), style.picture_format)


@compiled
def pool(
    counts: npt.NDArray[Any], mask: npt.NDArray[np.uint8], limit: np.uint32, cell_px: int
) -> npt.NDArray[np.uint32]:
    """Return, for each cell of pixels, one more than the largest good count; 0 where none is good."""
    rows, columns = counts.shape
    pooled = np.zeros((-(-rows // cell_px), -(-columns // cell_px)), np.uint32)
    best = np.empty(columns, np.uint32)
    for cell in range(pooled.shape[0]):
        best[:] = 0
        for row in range(cell * cell_px, min((cell + 1) * cell_px, rows)):
            for column in range(columns):
                value = np.uint32(counts[row, column])
                is_good = (mask[row, column] == 0) & (value < limit)
                value = value + np.uint32(1) if is_good else np.uint32(0)
                best[column] = max(best[column], value)
        for column in range(columns):
            place = column // cell_px
            pooled[cell, place] = max(pooled[cell, place], best[column])
    return pooled


def _codes(pooled: npt.NDArray[np.uint32], contrast: float) -> npt.NDArray[np.uint8]:
    """Return colour numbers: 0 for gaps, 1 to 255 for none to the white level and more."""
    sample = pooled[:: max(pooled.shape[0] // 256, 1)]
    measured = sample[sample > 0]
    top = float(np.quantile(measured, _WHITE_QUANTILE)) - 1 if measured.size else 0.0
    white = max(top, _WHITE_MIN_COUNTS) / contrast
    bright = np.minimum((pooled - 1.0) * ((_CODES - 2) / white), _CODES - 2)
    return np.where(pooled == 0, _GAP_CODE, 1 + bright).astype(np.uint8)


@lru_cache(maxsize=16)
def _palette(colour_map: ColourMap, *, invert: bool) -> npt.NDArray[np.uint8]:
    """Return the table of 256 colours, of shape (256, 3)."""
    anchors = np.array([tuple(bytes.fromhex(colour)) for colour in _ANCHORS[colour_map]], np.float64)
    at = np.linspace(0, len(anchors) - 1, _CODES - 1)
    colours = np.column_stack([np.interp(at, np.arange(len(anchors)), channel) for channel in anchors.T])
    ordered = colours[::-1] if invert else colours
    return np.vstack([np.array([_GAP_COLOUR[invert]]), ordered]).round().astype(np.uint8)


def _packed(codes: npt.NDArray[np.uint8], palette: npt.NDArray[np.uint8], picture_format: PictureFormat) -> bytes:
    if picture_format is PictureFormat.PNG:
        picture = Image.fromarray(codes)
        picture.putpalette(palette.tobytes())
        options: dict[str, Any] = {"format": "PNG", "compress_level": 3}
    else:
        picture = Image.fromarray(palette[codes])
        jpeg = picture_format is PictureFormat.JPEG
        options = (
            {"format": "JPEG", "quality": _JPEG_QUALITY}
            if jpeg
            else {
                "format": "WEBP",
                "quality": _WEBP_QUALITY,
                "method": 0,
            }
        )
    held = io.BytesIO()
    picture.save(held, **options)
    return held.getvalue()


def as_text() -> str:
    """Return what the browser has to know of colours, as JSON: anchors of each map, and the colours of gaps."""
    maps = {colour_map.value: list(anchors) for colour_map, anchors in _ANCHORS.items()}
    return json.dumps({"anchors": maps, "gap": _GAP_COLOUR[False], "gap_inverted": _GAP_COLOUR[True]})


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(f"{as_text()}\n")
