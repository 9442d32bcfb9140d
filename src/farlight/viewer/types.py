"""What the viewer's pages and pictures are made of."""

from dataclasses import dataclass

from farlight.science.rendering import PictureFormat

MEDIA_TYPES = {PictureFormat.WEBP: "image/webp", PictureFormat.PNG: "image/png", PictureFormat.JPEG: "image/jpeg"}
"""What the formats of pictures are called in HTTP."""


@dataclass(frozen=True, kw_only=True)
class Ring:
    """A resolution ring, as a line in the frame's pixels (fast to the right, slow downwards)."""

    resolution_angstrom: float
    path: str
    """Data of an SVG path."""
    label_x: float
    label_y: float


@dataclass(frozen=True, kw_only=True)
class SpotMark:
    """A found spot, in the frame's pixels."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """What is drawn over a picture."""

    rings: tuple[Ring, ...] = ()
    spots: tuple[SpotMark, ...] = ()
    beam: tuple[float, float] | None = None
    """Where the beam meets the detector: fast, slow; None where that is unknown."""


@dataclass(frozen=True, kw_only=True)
class ImageValues:
    """What the analysis says about the image; None each while it was not looked at."""

    spots: int | None = None
    resolution_angstrom: float | None = None
    total_intensity: float | None = None
    ice_score: float | None = None
