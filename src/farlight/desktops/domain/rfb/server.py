"""What a desktop says to its viewers: every message is read whole, rectangle by rectangle.

So the proxy knows where a message begins: there it may leave one out (the clipboard), and it counts frames.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

from farlight.desktops.domain.rfb.client import MOST_CLIPBOARD_BYTES, MOST_FENCE_BYTES, Read, UnknownMessageError
from farlight.desktops.domain.rfb.encodings import Encoding
from farlight.desktops.domain.rfb.tight import tight_rectangle

PIXEL_BYTES = 4
MOST_NAME_BYTES = 1024
MOST_PART_BYTES = 1 << 28
"""Of one rectangle: 8192 by 8192 pixels that are not packed. Whoever announces more fills the memory of the proxy."""
_NO_COUNT = 0xFFFF
"""As many rectangles as come before the one that says that it is the last."""


class ServerKind(IntEnum):
    """First byte of a message."""

    UPDATE = 0
    COLOURS = 1
    BELL = 2
    CUT_TEXT = 3
    END_OF_CONTINUOUS_UPDATES = 150
    FENCE = 248


@dataclass(frozen=True)
class ServerMessage:
    """A message, whole."""

    kind: ServerKind
    raw: bytes


class _Kept:
    """Reads, and keeps what was read."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.parts: list[bytes] = []

    async def __call__(self, count: int) -> bytes:
        if count > MOST_PART_BYTES:
            raise UnknownMessageError(f"{count} bytes are too many.")
        part = await self._read(count)
        self.parts.append(part)
        return part


async def server_message(read: Read) -> ServerMessage:
    """Read the next message of a desktop.

    Raises
    ------
    UnknownMessageError
        When it is none that there is.
    """
    kept = _Kept(read)
    first = (await kept(1))[0]
    try:
        kind = ServerKind(first)
    except ValueError:
        raise UnknownMessageError(f"There is no message {first} of a desktop.") from None
    match kind:
        case ServerKind.UPDATE:
            await _update(kept)
        case ServerKind.COLOURS:
            (count,) = struct.unpack(">3xH", await kept(5))
            await kept(6 * count)
        case ServerKind.CUT_TEXT:
            await _counted(kept, ">3xi", 7, MOST_CLIPBOARD_BYTES)
        case ServerKind.FENCE:
            await _counted(kept, ">7xB", 8, MOST_FENCE_BYTES)
        case _:  # a bell or an end is nothing but its number
            pass
    return ServerMessage(kind, b"".join(kept.parts))


async def _counted(kept: _Kept, form: str, head_bytes: int, most: int) -> None:
    (count,) = struct.unpack(form, await kept(head_bytes))
    if not 0 <= count <= most:
        raise UnknownMessageError(f"{count} bytes are too many.")
    await kept(count)


async def _update(kept: _Kept) -> None:
    (count,) = struct.unpack(">xH", await kept(3))
    done = 0
    while count == _NO_COUNT or done < count:
        _, _, width, height, number = struct.unpack(">HHHHi", await kept(12))
        done += 1
        try:
            encoding = Encoding(number)
        except ValueError:
            raise UnknownMessageError(f"There is no encoding {number} here.") from None
        if encoding is Encoding.LAST:
            return
        await _rectangle(kept, encoding, width, height)


async def _rectangle(kept: _Kept, encoding: Encoding, width: int, height: int) -> None:  # noqa: C901 - one for each
    match encoding:
        case Encoding.RAW:
            await kept(width * height * PIXEL_BYTES)
        case Encoding.COPY:
            await kept(4)
        case Encoding.TIGHT:
            await tight_rectangle(kept, width, height)
        case Encoding.ZRLE:
            (count,) = struct.unpack(">I", await kept(4))
            await kept(count)
        case Encoding.CURSOR:
            await kept(width * height * PIXEL_BYTES + (width + 7) // 8 * height)
        case Encoding.CURSOR_WITH_ALPHA:
            await _cursor_with_alpha(kept, width, height)
        case Encoding.EXTENDED_DESKTOP_SIZE:
            screens = (await kept(4))[0]
            await kept(16 * screens)
        case Encoding.DESKTOP_NAME:
            await _counted(kept, ">i", 4, MOST_NAME_BYTES)
        case Encoding.LED_STATE:
            await kept(1)
        case _:
            return


async def _cursor_with_alpha(kept: _Kept, width: int, height: int) -> None:
    (inner,) = struct.unpack(">i", await kept(4))
    if inner != Encoding.RAW:
        raise UnknownMessageError("A cursor is packed in an unusual way.")
    await kept(width * height * PIXEL_BYTES)
