"""One image a file: CBF (plain, gzip, bzip2) and what else fabio reads, singly or as a numbered sweep that may grow."""

import re
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

import fabio
import numpy as np
import numpy.typing as npt

from farlight.science.geometry import DetectorGeometry
from farlight.science.images.cbf_heads import BINARY_START, HEAD_BYTES, cbf_head
from farlight.science.images.errors import ImageError, ImageNotReadyError
from farlight.science.images.headers import geometry_and_sweep
from farlight.science.images.phil import hints_beside
from farlight.science.images.poni import geometry_beside
from farlight.science.images.source import StoredChunk, Sweep

SUFFIXES = (".cbf", ".img", ".tif", ".tiff", ".edf", ".mccd", ".sfrm", ".mar3450")
"""File names that single images end with, before ``.gz`` or ``.bz2``."""
PACKED_SUFFIXES = (".gz", ".bz2")
_NUMBER_IN_NAME = re.compile(r"^(.*?)(\d+)(\D*)$")
_CBF_SIZE = re.compile(rb"X-Binary-Size:\s*(\d+)")
_NAMED_MAX = 10


def is_single_image(path: Path) -> bool:
    """Say by its name whether a file holds one image."""
    name = path.name.lower()
    for packed in PACKED_SUFFIXES:
        name = name.removesuffix(packed)
    return name.endswith(SUFFIXES)


def is_complete(path: Path) -> bool:
    """Say whether an image file has all its bytes; only plain CBF tells, others are complete when not empty."""
    size_bytes = path.stat().st_size
    if path.suffix.lower() != ".cbf":
        return size_bytes > 0
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    start = head.find(BINARY_START)
    announced = _CBF_SIZE.search(head)
    if start < 0 or announced is None:
        return False
    return size_bytes >= start + len(BINARY_START) + int(announced[1])


class ImageSequence:
    """Images in files of one each; see `farlight.science.images.source.ImageSource`.

    Parameters
    ----------
    folder : Path
        Where they lie.
    pattern : str
        A regular expression that the names match, with one group for the number; or without, for a single file.
    """

    def __init__(self, folder: Path, pattern: str) -> None:
        self.folder = folder
        self._pattern = re.compile(pattern)
        self.missing: tuple[str, ...] = ()
        self.notes: tuple[str, ...] = ()
        self._files: list[Path] = []
        self.refresh()
        if not self._files:
            raise ImageError(
                f"There are no images in {folder.name} yet.", "Look whether the name of the sweep is right."
            )
        first, fields = _read(self._files[0])
        hints = hints_beside(folder)
        self.shape = cast("tuple[int, int]", first.shape)
        self.dtype: np.dtype[Any] = first.dtype
        said = geometry_and_sweep(fields, cbf_head(self._files[0]), self.shape, hints)
        self.geometry: DetectorGeometry | None = said[0] or geometry_beside(self._files[0], self.shape)
        self.sweep: Sweep | None = said[1]
        self.mask: npt.NDArray[np.uint8] = _mask_from(first)

    @property
    def path(self) -> Path:
        """The first file."""
        return self._files[0]

    @property
    def images(self) -> int:
        """How many images there are; files do not say how many there will be."""
        return len(self._files)

    @property
    def ready(self) -> int:
        """How many images can be read now."""
        return len(self._files)

    def refresh(self) -> None:
        """Look for new files; one counts when it has all its bytes. A gap in the numbers ends what can be read."""
        known = len(self._files)
        files = sorted(self._numbered())
        gap = next((place for place in range(1, len(files)) if files[place][0] != files[place - 1][0] + 1), len(files))
        self.missing = self._names_between(files[gap - 1], files[gap]) if gap < len(files) else ()
        paths = [path for _, path in files[:gap]]
        complete = known
        while complete < len(paths) and is_complete(paths[complete]):
            complete += 1
        self._files = paths[:complete]

    def _numbered(self) -> list[tuple[int, Path]]:
        try:
            names = list(self.folder.iterdir())
        except OSError as error:
            raise ImageError(f"The folder {self.folder.name} cannot be read: {error.strerror}.") from error
        matched = ((self._pattern.fullmatch(path.name), path) for path in names)
        return [(int(match[1]) if match.re.groups else 0, path) for match, path in matched if match]

    def _names_between(self, last: tuple[int, Path], following: tuple[int, Path]) -> tuple[str, ...]:
        """Name the files that should lie between two of the sweep, at most ten of them."""
        name = last[1].name
        begin, end = cast("re.Match[str]", self._pattern.fullmatch(name)).span(1)
        numbers = range(last[0] + 1, following[0])[:_NAMED_MAX]
        return tuple(f"{name[:begin]}{number:0{end - begin}d}{name[end:]}" for number in numbers)

    def frame(self, index0: int) -> npt.NDArray[Any]:
        """Return an image, counted from 0."""
        if not 0 <= index0 < len(self._files):
            where = f"; {self.missing[0]} is missing" if self.missing else ""
            raise ImageNotReadyError(
                f"Image {index0 + 1} is not in {self.folder.name}: {len(self._files)} can be read{where}.",
                "While it is being collected, wait; later, look whether all images were copied.",
            )
        image, _ = _read(self._files[index0])
        if image.shape != self.shape:
            raise ImageError(f"{self._files[index0].name} has the shape {image.shape}, the first image {self.shape}.")
        return image

    def chunk(self, index0: int) -> StoredChunk | None:  # noqa: ARG002 - no image of these lies packed as a whole
        """Return None: these files hold headers and packings of their own."""
        return None

    def close(self) -> None:
        """Nothing stays open."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def single(path: Path) -> ImageSequence:
    """Open one image."""
    return ImageSequence(path.parent, re.escape(path.name))


def from_template(path: Path) -> ImageSequence:
    """Open a sweep named with ``#`` (or one ``*``) for the digits of the number, as in ``insulin_1_####.cbf``."""
    before, hashes, after = re.split(r"(#+|\*)", path.name, maxsplit=1)
    digits = r"(\d+)" if hashes == "*" else rf"(\d{{{len(hashes)},}})"
    return ImageSequence(path.parent, re.escape(before) + digits + re.escape(after))


def from_folder(folder: Path) -> ImageSequence:
    """Open the longest numbered sweep of single images in a folder."""
    sweeps = sweeps_in(folder)
    if not sweeps:
        raise ImageError(
            f"There are no images in the folder {folder.name}.", "Give a folder of CBF images or a NeXus master."
        )
    before, _, after = next(iter(sweeps)).partition("*")
    return ImageSequence(folder, re.escape(before) + r"(\d+)" + re.escape(after))


def sweeps_in(folder: Path) -> dict[str, int]:
    """Return how many images each numbered sweep of a folder has, by name with ``*`` for the number; longest first."""
    sweeps: dict[tuple[str, str], int] = {}
    for path in folder.iterdir():
        found = _NUMBER_IN_NAME.match(_stem(path.name))
        if is_single_image(path) and found:
            key = (found[1], found[3] + path.name[len(_stem(path.name)) :])
            sweeps[key] = sweeps.get(key, 0) + 1
    longest_first = sorted(sorted(sweeps), key=lambda key: -sweeps[key])
    return {f"{before}*{after}": sweeps[before, after] for before, after in longest_first}


def _stem(name: str) -> str:
    """Return a name without ``.cbf``, ``.cbf.gz`` and the like."""
    for packed in PACKED_SUFFIXES:
        name = name.removesuffix(packed)
    return name.rpartition(".")[0]


def _read(path: Path) -> tuple[npt.NDArray[Any], dict[str, object]]:
    """Read one file with fabio.

    Raises
    ------
    ImageError
        When it is truncated, damaged, or of a kind that fabio does not know.
    """
    with _InWords(path), fabio.open(str(path)) as opened:
        image: Any = opened.data
        fields = dict(opened.header)
    if not isinstance(image, np.ndarray) or image.ndim != 2:  # noqa: PLR2004 - the two dimensions of an image
        raise ImageError(f"The file {path.name} holds no image of two dimensions.")
    return image, fields


class _InWords:
    """Say in words of people that an image is damaged.

    The readers of fabio raise whatever their formats bring along, bare `Exception` among it; so this, the border to
    them, takes every error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            message = f"The image {self._path.name} cannot be read: {error}."
            raise ImageError(message, "Look whether it was copied completely.") from error


def _mask_from(image: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Return a mask of the pixels that the first image marks as gaps: negative, or the largest number of the type."""
    gaps = image == np.iinfo(image.dtype).max if image.dtype.kind == "u" else np.nan_to_num(image, nan=-1.0) < 0
    return np.asarray(gaps, dtype=np.uint8)
