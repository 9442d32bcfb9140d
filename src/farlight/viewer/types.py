"""What the viewer's pages and pictures are made of."""

from dataclasses import dataclass

from farlight.science.dials_models import RefinedCrystal
from farlight.science.geometry import DetectorGeometry
from farlight.science.images import Sweep
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


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What the diffraction viewer has to know of a run's images before it asks for any."""

    session: str
    run: int
    images: int
    ready: int
    """Images, from the first on, that can be read now."""
    is_collecting: bool
    shape: tuple[int, int]
    dtype: str
    """Type in which counts are served."""
    codec: str | None
    """How the stored chunk of an image is packed; None where the server packs."""
    gap_from: int
    """Counts from here on (unsigned) or below 0 (signed) mark pixels without a value."""
    pool: int
    """Pixels of the frame, along either axis, that one pixel of an overview stands for."""
    geometry: DetectorGeometry | None
    geometry_origin: str
    """``header``, or what refined it: ``dials``."""
    sweep: Sweep | None
    crystal: RefinedCrystal | None
    processing: int
    """Number of the finished processing that geometry, crystal and predictions come from; 0 where there is none."""
    root: str
    """Address under which the bytes lie; changes only when the files do."""
    ticket: str
    ticket_valid_s: int
