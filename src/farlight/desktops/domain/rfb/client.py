"""What a viewer may say to a desktop: every message is read whole, and only what is known goes on.

Numbers and forms: RFC 6143, section 7.5; the extensions as rfbproto describes them. A message that is not in the table
ends the connection: where its end lies is unknown, so nothing behind it can be trusted.
"""

import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum

Read = Callable[[int], Awaitable[bytes]]
"""Gives exactly so many bytes."""

MOST_ENCODINGS = 256
MOST_CLIPBOARD_BYTES = 262_144
MOST_FENCE_BYTES = 64
MOST_SCREENS = 16
PIXEL_FORMAT = struct.pack(">BBBBHHHBBB3x", 32, 24, 0, 1, 255, 255, 255, 0, 8, 16)
"""Four bytes a pixel, 24 of 32 bits, true colour, little-endian, red first: what noVNC asks for; only that
is passed on."""


class ClientKind(IntEnum):
    """First byte of a message."""

    SET_PIXEL_FORMAT = 0
    SET_ENCODINGS = 2
    UPDATE_REQUEST = 3
    KEY = 4
    POINTER = 5
    CUT_TEXT = 6
    CONTINUOUS_UPDATES = 150
    FENCE = 248
    SET_DESKTOP_SIZE = 251
    QEMU = 255
    """Keys by their place on the keyboard."""


class UnknownMessageError(ValueError):
    """A viewer said what no viewer may say."""


@dataclass(frozen=True)
class ClientMessage:
    """A message, whole."""

    kind: ClientKind
    raw: bytes
    """All of its bytes."""


_FIXED_BYTES = {
    ClientKind.SET_PIXEL_FORMAT: 20,
    ClientKind.UPDATE_REQUEST: 10,
    ClientKind.KEY: 8,
    ClientKind.POINTER: 6,
    ClientKind.CONTINUOUS_UPDATES: 10,
    ClientKind.QEMU: 12,
}
_COUNTED = {
    ClientKind.SET_ENCODINGS: (4, ">xH", 4, MOST_ENCODINGS),
    ClientKind.CUT_TEXT: (8, ">xxxi", 1, MOST_CLIPBOARD_BYTES),
    ClientKind.FENCE: (9, ">7xB", 1, MOST_FENCE_BYTES),
    ClientKind.SET_DESKTOP_SIZE: (8, ">5xBx", 16, MOST_SCREENS),
}
"""Bytes of the head, where behind the first byte the count stands, bytes of each thing, most things."""


async def client_message(read: Read) -> ClientMessage:
    """Read the next message of a viewer.

    Raises
    ------
    UnknownMessageError
        When it is none that there is, or longer than anybody needs.
    """
    first = await read(1)
    try:
        kind = ClientKind(first[0])
    except ValueError:
        raise UnknownMessageError(f"There is no message {first[0]}.") from None
    if kind in _FIXED_BYTES:
        message = ClientMessage(kind, first + await read(_FIXED_BYTES[kind] - 1))
    else:
        head_bytes, form, each_bytes, most = _COUNTED[kind]
        head = first + await read(head_bytes - 1)
        (count,) = struct.unpack(form, head[1:])
        if not 0 <= count <= most:
            raise UnknownMessageError(f"{count} are too many in a message {kind.name}.")
        message = ClientMessage(kind, head + await read(count * each_bytes))
    _refuse_strange(message)
    return message


def _refuse_strange(message: ClientMessage) -> None:
    if message.kind is ClientKind.SET_PIXEL_FORMAT and message.raw[4:17] != PIXEL_FORMAT[:13]:
        raise UnknownMessageError("Only pixels of four bytes, 24 bits of them colour, are passed on.")
    if message.kind is ClientKind.QEMU and message.raw[1] != 0:
        raise UnknownMessageError("Of QEMU's messages only keys are passed on.")


def encodings_in(raw: bytes) -> list[int]:
    """Return the encodings that a ``SET_ENCODINGS`` names."""
    return list(struct.unpack(f">{(len(raw) - 4) // 4}i", raw[4:]))


def set_encodings(encodings: list[int]) -> bytes:
    """Return a message that asks for these encodings."""
    return struct.pack(f">BxH{len(encodings)}i", ClientKind.SET_ENCODINGS, len(encodings), *encodings)


def update_request(width_px: int, height_px: int, *, incremental: bool) -> bytes:
    """Return a message that asks for the whole screen, or for what has changed of it."""
    return struct.pack(">BBHHHH", ClientKind.UPDATE_REQUEST, incremental, 0, 0, width_px, height_px)
