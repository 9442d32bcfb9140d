"""What every kind of image file looks like to the rest of the house."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """A rotation: the crystal turns by the same angle during every image."""

    start_deg: float
    """Angle at the start of the first image."""
    width_deg: float
    """Angle that an image covers; not zero."""
    axis: tuple[float, float, float] | None = None
    """Unit vector of the rotation axis in the NeXus (McStas) frame, where the files say it."""


@dataclass(frozen=True)
class StoredChunk:
    """Where the packed bytes of one whole image lie; they never change once the image is ready."""

    path: Path
    offset_bytes: int
    size_bytes: int
    codec: str
    """``raw``, ``lz4``, ``bslz4`` or ``bszstd``; see `farlight.science.images.decoding`."""


class ImageSource(Protocol):
    """A series of detector images of one shape, possibly still growing."""

    @property
    def path(self) -> Path:
        """The file that says what there is: the master, or the first of the images."""

    @property
    def images(self) -> int:
        """How many images there will be, as the files promise."""

    @property
    def ready(self) -> int:
        """How many images, from the first on, can be read now."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of files that are referred to but are not there."""

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what is odd but does no harm, such as a mask file that is not there."""

    @property
    def shape(self) -> tuple[int, int]:
        """Pixels along the slow and the fast axis."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """Type of the counts."""

    @property
    def mask(self) -> npt.NDArray[np.uint8]:
        """Mask of shape (slow, fast): 0 where a pixel is good."""

    @property
    def geometry(self) -> DetectorGeometry | None:
        """Where the pixels are; None where the files do not say."""

    @property
    def sweep(self) -> Sweep | None:
        """The rotation; None where there is none or the files do not say."""

    def frame(self, index0: int) -> npt.NDArray[Any]:
        """Return an image, counted from 0, as an array of shape (slow, fast). It may be read-only.

        Raises
        ------
        ImageNotReadyError
            When the image has not been written yet or its file is missing.
        ImageError
            When what was written cannot be read.
        """

    def chunk(self, index0: int) -> StoredChunk | None:
        """Return where the packed bytes of an image, counted from 0, lie; None where no stretch of bytes is an image.

        Raises
        ------
        ImageNotReadyError
            When the image has not been written yet or its file is missing.
        ImageError
            When what was written cannot be read.
        """

    def refresh(self) -> None:
        """Look at files that may have grown; `ready` and `missing` change."""

    def close(self) -> None:
        """Let go of all files."""

    def __enter__(self) -> Self:
        """Return the source itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the source."""
