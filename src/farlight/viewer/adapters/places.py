"""Where the bytes of images lie, remembered: what is finished never moves."""

from collections import OrderedDict
from collections.abc import Sequence

from farlight.science.images import StoredChunk

REMEMBERED = 20_000
AT_ONCE = 64
"""Places that are looked up together: who asks for an image asks for the next."""


class Places:
    """Places of images, by root and number, the ones that were asked for last."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._places: OrderedDict[tuple[str, int], StoredChunk | None] = OrderedDict()

    def knows(self, root: str, image: int) -> bool:
        """Whether it is known where an image lies."""
        return (root, image) in self._places

    def find(self, root: str, image: int) -> StoredChunk | None:
        """Return where an image lies; None when no stretch of bytes is the image. KeyError when it is not known."""
        self._places.move_to_end((root, image))
        return self._places[root, image]

    def remember(self, root: str, first: int, found: Sequence[StoredChunk | None]) -> None:
        """Remember places of images from a number on."""
        for number, place in enumerate(found, first):
            self._places[root, number] = place
        while len(self._places) > self._remembered:
            self._places.popitem(last=False)
