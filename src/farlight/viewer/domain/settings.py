"""How an image is looked at: what stands in the page's address, and where the next steps lead."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from farlight.science.rendering import CONTRAST_MAX, CONTRAST_MIN, ColourMap, Window

CONTRAST_STEP = 1.5
ZOOMS = (1, 2, 4, 8, 16)
"""What the buttons lead to; the viewer in the browser goes to any in between, and farther."""
ZOOM_MAX = 512.0
PAN_PART = 0.25
"""Part of the window that one step moves by."""


@dataclass(frozen=True, kw_only=True)
class ViewSettings:
    """How somebody looks at images; the same for the next image of the run."""

    contrast: float = 1.0
    invert: bool = False
    rings: bool = False
    spots: bool = False
    colours: ColourMap = ColourMap.GREY
    zoom: float = 1
    centre: tuple[float, float] = (0.5, 0.5)
    """Middle of the window along the slow and the fast axis, as parts of the image."""

    def query(self) -> str:
        """Return what differs from the defaults, for an address: ``?contrast=1.5&rings=1``, or nothing."""
        parts: dict[str, str] = {}
        if self.contrast != 1:
            parts["contrast"] = f"{self.contrast:.3g}"
        parts |= {name: "1" for name in ("invert", "rings", "spots") if getattr(self, name)}
        if self.colours is not ColourMap.GREY:
            parts["colours"] = self.colours.value
        if self.zoom > 1:
            parts |= {"zoom": f"{self.zoom:.6g}", "at": f"{self.centre[0]:.4g},{self.centre[1]:.4g}"}
        return f"?{urlencode(parts, safe=',')}" if parts else ""

    def brighter(self) -> "ViewSettings":
        """Return the next stronger contrast."""
        return replace(self, contrast=min(self.contrast * CONTRAST_STEP, CONTRAST_MAX))

    def dimmer(self) -> "ViewSettings":
        """Return the next weaker contrast."""
        return replace(self, contrast=max(self.contrast / CONTRAST_STEP, CONTRAST_MIN))

    def zoomed(self, step: int) -> "ViewSettings":
        """Return the next larger (1) or smaller (-1) view around the same middle."""
        others = [zoom for zoom in ZOOMS[::step] if (zoom - self.zoom) * step > 0]
        zoom = others[0] if others else self.zoom
        return replace(self, zoom=zoom, centre=self.centre if zoom > 1 else (0.5, 0.5))

    def moved(self, slow: int, fast: int) -> "ViewSettings":
        """Return the view moved by steps along the axes; it stays on the image."""
        step, half = PAN_PART / self.zoom, 0.5 / self.zoom
        centre = tuple(
            min(max(middle + by * step, half), 1 - half) for middle, by in zip(self.centre, (slow, fast), strict=True)
        )
        return replace(self, centre=(centre[0], centre[1]))

    def window(self, shape: tuple[int, int]) -> Window:
        """Return the part of an image that is seen."""
        rows, columns = (math.ceil(pixels / self.zoom) for pixels in shape)
        slow = min(max(round(self.centre[0] * shape[0] - rows / 2), 0), shape[0] - rows)
        fast = min(max(round(self.centre[1] * shape[1] - columns / 2), 0), shape[1] - columns)
        return Window(slow_px=slow, fast_px=fast, rows=rows, columns=columns)


def settings_from(query: Mapping[str, str]) -> ViewSettings:
    """Read an address; what makes no sense is taken as not said."""
    colours = query.get("colours", "")
    return ViewSettings(
        contrast=_number(query.get("contrast", ""), 1.0, CONTRAST_MIN, CONTRAST_MAX),
        invert=query.get("invert") == "1",
        rings=query.get("rings") == "1",
        spots=query.get("spots") == "1",
        colours=ColourMap(colours) if colours in set(ColourMap) else ColourMap.GREY,
        zoom=_number(query.get("zoom", ""), 1.0, 1.0, ZOOM_MAX),
        centre=_centre(query.get("at", "")),
    ).moved(0, 0)


def _number(text: str, otherwise: float, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return min(max(value, least), most) if value == value else otherwise  # noqa: PLR0124 - not a number is unlike itself


def _centre(text: str) -> tuple[float, float]:
    slow, _, fast = text.partition(",")
    return _number(slow, 0.5, 0.0, 1.0), _number(fast, 0.5, 0.0, 1.0)
