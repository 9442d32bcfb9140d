"""What can be asked for under a run's root: ``/img/<session>/<run>/<files>/…``. Only numbers and fixed words.

No part of an address ever becomes a part of a path: a session's code and a run's number are looked up, the name of the
files is compared, and the rest are numbers of images, rows and columns.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PREFIX = "/img/"
STACK_MAX = 200
"""So many images are added up in one answer."""
_NUMBER = r"([1-9]\d{0,6}|0)"
_ADDRESS = re.compile(r"(/img/([a-z0-9][a-z0-9-]{1,28})/([1-9]\d{0,6})/[0-9a-f]{24}/)([a-z0-9/-]{4,64})")
_HOW = {b"how=sum": "sum", b"how=max": "max", b"how=mean": "mean"}


class How(StrEnum):
    """How several images become one."""

    SUM = "sum"
    MAX = "max"
    MEAN = "mean"


@dataclass(frozen=True)
class Images:
    """Images from one number to another, both counted from 1 and included."""

    first: int
    last: int
    how: How = How.SUM

    @property
    def count(self) -> int:
        """How many images."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Overview:
    """The small picture of an image, or of several."""

    images: Images


@dataclass(frozen=True)
class Chunk:
    """The packed counts of an image, as stored where that is possible."""

    image: int


@dataclass(frozen=True)
class Tile:
    """The packed counts of some rows and columns of an image; each pair ends before its second number."""

    image: int
    rows: tuple[int, int]
    columns: tuple[int, int]


@dataclass(frozen=True)
class Stack:
    """The packed counts of several images in one."""

    images: Images


@dataclass(frozen=True)
class Mask:
    """The packed mask."""


@dataclass(frozen=True)
class Spots:
    """The spots that are found on an image."""

    image: int


@dataclass(frozen=True)
class Predictions:
    """Where a processing predicts reflections on an image."""

    processing: int
    image: int


Wanted = Overview | Chunk | Tile | Stack | Mask | Spots | Predictions


@dataclass(frozen=True)
class Address:
    """A root, whose run it is of, and what is wanted under it."""

    root: str
    session: str
    run: int
    wanted: Wanted
    name: str
    """Two addresses of the same have the same."""


@lru_cache(maxsize=8192)
def parsed(path: str, query: bytes) -> Address | None:
    """Return what an address asks for; None when it is none of ours."""
    found = _ADDRESS.fullmatch(path)
    if found is None:
        return None
    root, session, run, rest = found.groups()
    wanted = _wanted(rest, query)
    if wanted is None:
        return None
    name = f"{path}?{wanted.images.how}" if isinstance(wanted, Overview | Stack) else path
    return Address(root, session, int(run), wanted, name)


def _wanted(rest: str, query: bytes) -> Wanted | None:  # noqa: PLR0911 - one for each kind
    kind, *parts = rest.split("/")
    numbers = [_numbers(part) for part in parts]
    shape = (kind, *map(len, numbers))
    match shape, numbers:
        case ("chunk", 1), [(image,)] if image:
            return Chunk(image)
        case ("overview" | "stack", 1 | 2), [[first, *last]] if images := _images(first, *last, query=query):
            return Overview(images) if kind == "overview" else Stack(images)
        case ("tile", 1, 2, 2), [(image,), (top, bottom), (left, right)] if image and top < bottom and left < right:
            return Tile(image, (top, bottom), (left, right))
        case ("mask",), []:
            return Mask()
        case ("spots", 1), [(image,)] if image:
            return Spots(image)
        case ("predictions", 1, 1), [(processing,), (image,)] if image and processing:
            return Predictions(processing, image)
    return None


def _numbers(part: str) -> tuple[int, ...]:
    """Return one number, or two with a dash between them; nothing when it is neither."""
    found = re.fullmatch(rf"{_NUMBER}(?:-{_NUMBER})?", part)
    return tuple(int(number) for number in found.groups() if number is not None) if found else ()


def _images(first: int, *rest: int, query: bytes) -> Images | None:
    how, last = _HOW.get(query) if query else "sum", rest[0] if rest else first
    if how is None or not 1 <= first <= last or last - first >= STACK_MAX:
        return None
    return Images(first, last, How(how))
