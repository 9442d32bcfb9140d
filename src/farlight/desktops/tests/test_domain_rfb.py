"""What desktops say is followed byte by byte, and what nobody needs ends the connection."""

import asyncio
import struct

import pytest

from farlight.desktops.domain.hands import HeldKeys
from farlight.desktops.domain.quality import LineQuality
from farlight.desktops.domain.rfb.client import ClientKind, ClientMessage, UnknownMessageError, encodings_in
from farlight.desktops.domain.rfb.client import set_encodings as asking_for
from farlight.desktops.domain.rfb.encodings import Encoding
from farlight.desktops.domain.rfb.raw import Rectangle, raw_rectangles
from farlight.desktops.domain.rfb.server import ServerKind, ServerMessage, server_message

WHITE = b"\xff\xff\xff\x00"


def rectangle(encoding, body=b"", width=2, height=2):
    return struct.pack(">HHHHi", 0, 0, width, height, encoding) + body


def update(*rectangles, count=None):
    return struct.pack(">BxH", 0, len(rectangles) if count is None else count) + b"".join(rectangles)


def tight(body, **size):
    return update(rectangle(Encoding.TIGHT, body, **size))


MESSAGES = {
    "raw": update(rectangle(Encoding.RAW, WHITE * 4)),
    "copied": update(rectangle(Encoding.COPY, b"\0\1\0\1")),
    "zrle": update(rectangle(Encoding.ZRLE, struct.pack(">I", 3) + b"zip")),
    "cursor": update(rectangle(Encoding.CURSOR, WHITE * 18 + bytes(4), width=9)),
    "cursor with alpha": update(rectangle(Encoding.CURSOR_WITH_ALPHA, struct.pack(">i", 0) + WHITE * 4)),
    "size": update(rectangle(Encoding.DESKTOP_SIZE)),
    "keys by place": update(rectangle(Encoding.QEMU_KEYS)),
    "screens": update(rectangle(Encoding.EXTENDED_DESKTOP_SIZE, b"\2\0\0\0" + bytes(32))),
    "name": update(rectangle(Encoding.DESKTOP_NAME, struct.pack(">i", 4) + b"room")),
    "lamps": update(rectangle(Encoding.LED_STATE, b"\1")),
    "two": update(rectangle(Encoding.RAW, WHITE * 4), rectangle(Encoding.COPY, b"\0\1\0\1")),
    "none": update(),
    "until the last": update(rectangle(Encoding.RAW, WHITE * 4), rectangle(Encoding.LAST), count=0xFFFF),
    "one colour": tight(b"\x80" + b"rgb"),
    "photograph of 5 bytes": tight(b"\x90" + b"\x05" + bytes(5)),
    "photograph of 133 bytes": tight(b"\x90" + b"\x85\x01" + bytes(133)),
    "photograph of 16389 bytes": tight(b"\x90" + b"\x85\x80\x01" + bytes(16389)),
    "too small to be packed": tight(b"\x00" + b"rgb", width=1, height=1),
    "packed": tight(b"\x00" + b"\x04" + b"pack", width=3),
    "two colours": tight(b"\x40" + b"\1\1" + b"rgbrgb" + b"\0\0", width=8),
    "many colours": tight(b"\x40" + b"\1\2" + b"rgbrgbrgb" + bytes(4)),
    "gradient": tight(b"\x40" + b"\2" + b"\x04" + b"pack", width=3),
    "not filtered": tight(b"\x40" + b"\0" + b"\x04" + b"pack", width=3),
    "colours": struct.pack(">BxHH", 1, 0, 2) + bytes(12),
    "bell": b"\2",
    "copied text": struct.pack(">Bxxxi", 3, 6) + b"secret",
    "end": b"\x96",
    "fence": struct.pack(">BxxxIB", 248, 0, 2) + b"ab",
}
STRANGE = {
    "no message": b"\x09",
    "no encoding": update(rectangle(5)),
    "no way of tight": tight(b"\xa0"),
    "no filter of tight": tight(b"\x40\x03"),
    "a packed cursor": update(rectangle(Encoding.CURSOR_WITH_ALPHA, struct.pack(">i", 7))),
    "a name that is too long": update(rectangle(Encoding.DESKTOP_NAME, struct.pack(">i", 1025))),
    "a text that is too long": struct.pack(">Bxxxi", 3, 262_145),
    "a text of less than nothing": struct.pack(">Bxxxi", 3, -1),
    "a fence that is too long": struct.pack(">BxxxIB", 248, 0, 65),
    "a screen that fills the memory": update(rectangle(Encoding.RAW, width=65_535, height=65_535)),
    "a pack that fills the memory": update(rectangle(Encoding.ZRLE, struct.pack(">I", 0xFFFFFFFF))),
}


def reading(data):
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return reader.readexactly


@pytest.mark.parametrize("name", MESSAGES)
async def test_what_a_desktop_says_is_read_to_its_end_and_no_further(name):
    read = reading(MESSAGES[name] + b"rest")
    assert await server_message(read) == ServerMessage(ServerKind(MESSAGES[name][0]), MESSAGES[name])
    assert await read(4) == b"rest"


@pytest.mark.parametrize("name", STRANGE)
async def test_what_cannot_be_followed_or_is_too_long_is_refused_before_it_is_read(name):
    with pytest.raises(UnknownMessageError):
        await server_message(reading(STRANGE[name] + bytes(400_000)))


def test_pixels_that_are_not_packed_are_found_rectangle_by_rectangle():
    said = update(rectangle(Encoding.DESKTOP_SIZE, width=640, height=480), rectangle(Encoding.RAW, WHITE * 4))
    assert list(raw_rectangles(said)) == [(Rectangle(0, 0, 640, 480), None), (Rectangle(0, 0, 2, 2), WHITE * 4)]
    with pytest.raises(UnknownMessageError, match="Encoding 7 was not asked for"):
        list(raw_rectangles(MESSAGES["one colour"]))


def test_what_is_asked_for_is_read_as_it_was_written():
    assert encodings_in(asking_for([7, -239])) == [7, -239]


def key(symbol, *, down):
    return ClientMessage(ClientKind.KEY, struct.pack(">BBxxI", 4, down, symbol))


def test_only_what_is_still_held_is_let_go():
    held = HeldKeys()
    for message in (
        key(0x61, down=True),
        key(0x62, down=True),
        key(0x61, down=False),
        key(0x63, down=False),
        ClientMessage(ClientKind.POINTER, struct.pack(">BBHH", 5, 1, 10, 20)),
        ClientMessage(ClientKind.POINTER, struct.pack(">BBHH", 5, 0, 11, 21)),
        ClientMessage(ClientKind.FENCE, struct.pack(">BxxxIB", 248, 0, 0)),
    ):
        held.follow(message)
    assert held.let_go() == key(0x62, down=False).raw


def test_nobody_holds_more_keys_than_a_keyboard_has_room_for():
    held = HeldKeys()
    for symbol in range(100):
        held.follow(key(symbol, down=True))
    assert held.let_go() == b"".join(key(symbol, down=False).raw for symbol in range(64))


@pytest.mark.parametrize(("busy_frac", "levels"), [(1.0, [9, 6, 6, 3, 3, 0, 0, 0]), (0.3, [9] * 8), (0.05, [9] * 8)])
def test_the_picture_is_worse_where_sending_takes_all_the_time(busy_frac, levels):
    quality, found = LineQuality(), []
    for second in range(8):
        quality.sent(busy_frac, second + 1.0)
        found.append(quality.level)
    assert found == levels


def test_the_picture_is_better_again_when_the_line_is_and_tells_only_of_changes():
    quality = LineQuality(level=7)
    assert [quality.sent(0.01, 2.0 * n) for n in range(5)] == [False, False, True, True, False]
    assert quality.level == 9
