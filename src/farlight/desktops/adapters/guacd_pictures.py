"""What a desktop behind `guacd` looks like, drawn here: for small pictures of it.

Only what `guacd` draws its desktops with is drawn: pictures, copies, filled rectangles, layers upon layers. Pointers
are left out.
"""

import asyncio
import base64
import binascii
import io
import time
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field

from PIL import Image, UnidentifiedImageError

from farlight.desktops.adapters.guacd import GuacdLine, refuse_end
from farlight.desktops.domain.guacamole.instructions import Instruction, MalformedInstructionError

EVERY_S = 1.0
MOST_PX = 8192
MOST_LAYERS = 256
MOST_PICTURE_CHARS = 64 * 1024 * 1024
_REPLACE = "12"
"""The mask of Guacamole's that puts a picture in place of what was there; the others lay it over."""
_NOTHING = (0, 0, 0, 0)


@dataclass
class Layer:
    """A surface, and where it lies on another."""

    image: Image.Image = field(default_factory=lambda: Image.new("RGBA", (1, 1), _NOTHING))
    parent: int = 0
    place: tuple[int, int, int] = (0, 0, 0)
    """Left, top, and how high above its neighbours."""
    rectangle: tuple[int, int, int, int] | None = None
    """Left, top, right and bottom of what is filled next."""


@dataclass
class Stream:
    """A picture on its way."""

    mask: str
    layer: int
    at: tuple[int, int]
    parts: list[str] = field(default_factory=list)
    chars: int = 0


@dataclass
class Picture:
    """A desktop's surfaces."""

    _layers: dict[int, Layer] = field(default_factory=dict)
    _streams: dict[str, Stream] = field(default_factory=dict)

    def draw(self, said: Instruction) -> None:
        """Draw what an instruction says; what is not about surfaces is passed over.

        Raises
        ------
        MalformedInstructionError
            When it cannot be drawn.
        """
        drawing = getattr(self, f"_{said.opcode}", None) if said.opcode in _DRAWN else None
        if drawing is None:
            return
        try:
            drawing(*said.args)
        except (TypeError, ValueError, binascii.Error, UnidentifiedImageError, OSError) as error:
            raise MalformedInstructionError(f"{said.opcode!r} cannot be drawn.") from error

    def flat(self) -> Image.Image:
        """Return what is to be seen."""
        return self._flat(0).convert("RGB")

    def _flat(self, number: int) -> Image.Image:
        image = self._layer(number).image.copy()
        above = [(layer.place[2], key) for key, layer in self._layers.items() if key > 0 and layer.parent == number]
        for _, key in sorted(above):
            if key != number:
                x, y, _ = self._layers[key].place
                _lay_over(image, self._flat(key), (x, y))
        return image

    def _layer(self, number: int) -> Layer:
        if number not in self._layers and len(self._layers) >= MOST_LAYERS:
            raise ValueError("There are too many layers.")
        return self._layers.setdefault(number, Layer())

    def _fitted(self, number: int, right: int, bottom: int) -> Image.Image:
        """Return a layer's image; a buffer, whose number is below zero, grows as it is drawn on."""
        layer = self._layer(number)
        width, height = layer.image.size
        if number < 0 and (right > width or bottom > height):
            self._size(str(number), str(max(width, right)), str(max(height, bottom)))
        return layer.image

    def _size(self, number: str, width: str, height: str) -> None:
        layer = self._layer(int(number))
        if not (0 <= int(width) <= MOST_PX and 0 <= int(height) <= MOST_PX):
            raise ValueError("It is too large.")
        grown = Image.new("RGBA", (max(1, int(width)), max(1, int(height))), _NOTHING)
        grown.paste(layer.image, (0, 0))
        layer.image = grown

    def _img(self, stream: str, mask: str, number: str, _kind: str, x: str, y: str) -> None:
        if len(self._streams) >= MOST_LAYERS:
            raise ValueError("There are too many pictures on their way.")
        self._streams[stream] = Stream(mask, int(number), (int(x), int(y)))

    def _blob(self, stream: str, part: str) -> None:
        if stream in self._streams:
            found = self._streams[stream]
            found.parts.append(part)
            found.chars += len(part)
            if found.chars > MOST_PICTURE_CHARS:
                raise ValueError("A picture is too long.")

    def _end(self, stream: str) -> None:
        if (found := self._streams.pop(stream, None)) is None:
            return
        whole = io.BytesIO(b"".join(map(base64.b64decode, found.parts)))
        drawn = Image.open(whole, formats=("PNG", "JPEG", "WEBP"))
        if max(drawn.size) > MOST_PX:
            raise ValueError("It is too large.")
        self._put(found.layer, drawn.convert("RGBA"), found.at, found.mask)

    def _put(self, number: int, drawn: Image.Image, at: tuple[int, int], mask: str) -> None:
        image = self._fitted(number, at[0] + drawn.width, at[1] + drawn.height)
        if mask == _REPLACE:
            image.paste(drawn, at)
        else:
            _lay_over(image, drawn, at)

    def _copy(  # noqa: PLR0913, PLR0917 - as the instruction has them
        self, source: str, x: str, y: str, width: str, height: str, mask: str, target: str, to_x: str, to_y: str
    ) -> None:
        left, top = int(x), int(y)
        if not (0 <= int(width) <= MOST_PX and 0 <= int(height) <= MOST_PX):
            raise ValueError("It is too large.")
        part = self._layer(int(source)).image.crop((left, top, left + int(width), top + int(height)))
        self._put(int(target), part, (int(to_x), int(to_y)), mask)

    def _rect(self, number: str, x: str, y: str, width: str, height: str) -> None:
        left, top = int(x), int(y)
        self._layer(int(number)).rectangle = (left, top, left + int(width), top + int(height))

    def _cfill(self, mask: str, number: str, *colour: str) -> None:
        layer = self._layer(int(number))
        if layer.rectangle is None:
            return
        left, top, right, bottom = layer.rectangle
        layer.rectangle = None
        red, green, blue, alpha = (int(part) & 0xFF for part in colour)
        width, height = min(right - left, MOST_PX), min(bottom - top, MOST_PX)
        if width > 0 and height > 0:
            self._put(int(number), Image.new("RGBA", (width, height), (red, green, blue, alpha)), (left, top), mask)

    def _move(self, number: str, parent: str, x: str, y: str, z: str) -> None:
        at, above = int(parent), {int(number)}
        while at > 0 and at not in above:
            above.add(at)
            at = self._layer(at).parent
        if at in above:
            raise ValueError("A layer lies on itself.")
        layer = self._layer(int(number))
        layer.parent, layer.place = int(parent), (int(x), int(y), int(z))

    def _dispose(self, number: str) -> None:
        self._layers.pop(int(number), None)


_DRAWN = frozenset({"size", "img", "blob", "end", "copy", "rect", "cfill", "move", "dispose"})


def _lay_over(image: Image.Image, drawn: Image.Image, at: tuple[int, int]) -> None:
    image.paste(drawn, at, drawn)


async def pictures_on(line: GuacdLine) -> AsyncGenerator[Image.Image, None]:
    """Give what a desktop looks like when it has changed, at most once a second, until the line ends."""
    picture, is_new, next_s = Picture(), False, 0.0
    alive = asyncio.create_task(line.keep_alive())
    try:
        while True:
            wait_s = max(0.0, next_s - time.monotonic()) if is_new else None
            with suppress(TimeoutError):
                async with asyncio.timeout(wait_s):
                    for heard in await line.hear():
                        refuse_end(heard)
                        line.answer(heard)
                        picture.draw(heard)
                        is_new |= heard.opcode in {"end", "copy", "cfill", "move", "size"}
                    continue
            is_new, next_s = False, time.monotonic() + EVERY_S
            yield picture.flat()
    finally:
        alive.cancel()
        await line.leave()
