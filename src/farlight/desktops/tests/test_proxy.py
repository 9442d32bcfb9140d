"""The proxy between real viewers' messages and a real TigerVNC server."""

import asyncio
import shutil
import struct
import subprocess

import pytest

from farlight.desktops.adapters import tigervnc, vnc_client
from farlight.desktops.adapters.tigervnc import Screen, place_in, start
from farlight.desktops.adapters.vnc_client import Upstream, connected
from farlight.desktops.domain.hands import HeldKeys, kinds_let_through
from farlight.desktops.domain.rfb.client import (
    PIXEL_FORMAT,
    ClientKind,
    ClientMessage,
    UnknownMessageError,
    client_message,
    set_encodings,
    update_request,
)
from farlight.desktops.domain.rfb.encodings import Encoding, allowed_encodings
from farlight.desktops.domain.rfb.server import ServerKind, server_message
from farlight.desktops.types import ClipboardPolicy, ViewerRole
from farlight.desktops.web.bridge import Bridge, bridged
from farlight.kernel.errors import Unavailable

EXAMPLES = {
    ClientKind.SET_PIXEL_FORMAT: b"\0\0\0\0" + PIXEL_FORMAT,
    ClientKind.SET_ENCODINGS: set_encodings([7, 0, -239]),
    ClientKind.UPDATE_REQUEST: update_request(640, 480, incremental=True),
    ClientKind.KEY: struct.pack(">BBxxI", 4, 1, 0x61),
    ClientKind.POINTER: struct.pack(">BBHH", 5, 1, 10, 20),
    ClientKind.CUT_TEXT: struct.pack(">BxxxI", 6, 5) + b"hello",
    ClientKind.CONTINUOUS_UPDATES: struct.pack(">BBHHHH", 150, 1, 0, 0, 640, 480),
    ClientKind.FENCE: struct.pack(">BxxxIB", 248, 0, 2) + b"ab",
    ClientKind.SET_DESKTOP_SIZE: struct.pack(">BxHHBx", 251, 800, 600, 1) + bytes(16),
    ClientKind.QEMU: struct.pack(">BBHII", 255, 0, 1, 0x61, 30),
}
LOOKING = {
    ClientKind.SET_PIXEL_FORMAT,
    ClientKind.SET_ENCODINGS,
    ClientKind.UPDATE_REQUEST,
    ClientKind.CONTINUOUS_UPDATES,
    ClientKind.FENCE,
}
ACTING = {ClientKind.KEY, ClientKind.POINTER, ClientKind.SET_DESKTOP_SIZE, ClientKind.QEMU}


def reading(data):
    reader = asyncio.StreamReader()
    reader.feed_data(data)
    reader.feed_eof()
    return reader.readexactly


@pytest.mark.parametrize("kind", ClientKind)
async def test_every_message_is_read_whole(kind):
    read = reading(EXAMPLES[kind] + b"rest")
    assert await client_message(read) == ClientMessage(kind, EXAMPLES[kind])
    assert await read(4) == b"rest"


@pytest.mark.parametrize("first", sorted(set(range(256)) - {kind.value for kind in ClientKind}))
async def test_whatever_else_is_said_ends_the_connection(first):
    with pytest.raises(UnknownMessageError):
        await client_message(reading(bytes([first]) + bytes(64)))


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack(">BxxxI", 6, 300_000),
        struct.pack(">BxxxI", 6, 0xFFFFFF00),
        struct.pack(">BxH", 2, 60_000),
        struct.pack(">BxxxIB", 248, 0, 65),
        struct.pack(">BxHHBx", 251, 1, 1, 17),
        struct.pack(">BBHII", 255, 1, 0, 0, 0),
        b"\0\0\0\0" + struct.pack(">BBBBHHHBBB3x", 8, 8, 0, 1, 7, 7, 3, 0, 3, 6),
    ],
)
async def test_what_is_too_long_or_strange_ends_the_connection(raw):
    with pytest.raises(UnknownMessageError):
        await client_message(reading(raw + bytes(400_000)))


@pytest.mark.parametrize(
    ("role", "clipboard", "expected"),
    [
        (ViewerRole.OPERATOR, ClipboardPolicy.BOTH, LOOKING | ACTING | {ClientKind.CUT_TEXT}),
        (ViewerRole.OPERATOR, ClipboardPolicy.IN, LOOKING | ACTING | {ClientKind.CUT_TEXT}),
        (ViewerRole.OPERATOR, ClipboardPolicy.OUT, LOOKING | ACTING),
        (ViewerRole.OPERATOR, ClipboardPolicy.NONE, LOOKING | ACTING),
        *((role, policy, LOOKING) for role in (ViewerRole.OBSERVER, ViewerRole.STAFF) for policy in ClipboardPolicy),
    ],
)
def test_roles_let_through_what_is_listed(role, clipboard, expected):
    assert kinds_let_through(role, clipboard) == expected


class Desktop:
    """A server that keeps what reaches it."""

    def __init__(self):
        self.heard = bytearray()

    async def serve(self, reader, writer):
        self.writer = writer
        while data := await reader.read(4096):
            self.heard += data
        writer.close()


async def joined(role, clipboard):
    """A bridge to a server that keeps what it hears; the viewer's end of it, and what the viewer got."""
    desktop, got = Desktop(), bytearray()
    server = await asyncio.start_server(desktop.serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    viewer = asyncio.StreamReader()
    bridge = Bridge(Upstream(reader, writer, bytes(24)), clipboard, role=role)

    async def send(data):
        got.extend(data)

    return desktop, bridge, viewer, got, asyncio.create_task(bridged(bridge, viewer.readexactly, send)), server


@pytest.mark.parametrize("role", ViewerRole)
@pytest.mark.parametrize("clipboard", ClipboardPolicy)
async def test_only_what_is_listed_reaches_the_desktop(role, clipboard):
    desktop, bridge, viewer, _, task, server = await joined(role, clipboard)
    allowed = kinds_let_through(role, clipboard)
    for raw in EXAMPLES.values():
        viewer.feed_data(raw)
    await asyncio.sleep(0.1)
    through = bytes(desktop.heard)
    viewer.feed_eof()
    with pytest.raises(asyncio.IncompleteReadError):
        await task
    await asyncio.sleep(0.05)
    expected = b"".join(
        set_encodings([7, 0, -239]) if kind is ClientKind.SET_ENCODINGS else raw
        for kind, raw in EXAMPLES.items()
        if kind in allowed
    )
    assert (through, bridge.dropped) == (expected, len(EXAMPLES) - len(allowed))
    server.close()


@pytest.mark.parametrize("role", ViewerRole)
@pytest.mark.parametrize("clipboard", ClipboardPolicy)
async def test_what_is_copied_on_the_desktop_reaches_the_operator_alone(role, clipboard):
    desktop, _, viewer, got, task, server = await joined(role, clipboard)
    await asyncio.sleep(0.05)
    copied, bell = struct.pack(">BxxxI", 3, 6) + b"secret", b"\x02"
    desktop.writer.write(copied + bell)
    await asyncio.sleep(0.1)
    hears = role is ViewerRole.OPERATOR and clipboard in {ClipboardPolicy.OUT, ClipboardPolicy.BOTH}
    assert bytes(got) == (copied + bell if hears else bell)
    viewer.feed_eof()
    with pytest.raises(asyncio.IncompleteReadError):
        await task
    await asyncio.sleep(0.05)
    server.close()


async def test_who_loses_control_lets_go_of_what_is_held():
    desktop, bridge, viewer, _, task, server = await joined(ViewerRole.OPERATOR, ClipboardPolicy.BOTH)
    held = EXAMPLES[ClientKind.KEY] + EXAMPLES[ClientKind.POINTER]
    viewer.feed_data(held)
    await asyncio.sleep(0.05)
    bridge.become(ViewerRole.OBSERVER)
    viewer.feed_data(EXAMPLES[ClientKind.KEY])
    await asyncio.sleep(0.05)
    released = struct.pack(">BBxxI", 4, 0, 0x61) + struct.pack(">BBHH", 5, 0, 10, 20)
    assert bytes(desktop.heard) == held + released
    viewer.feed_eof()
    with pytest.raises(asyncio.IncompleteReadError):
        await task
    await asyncio.sleep(0.05)
    server.close()


def test_nothing_held_is_nothing_to_let_go():
    held = HeldKeys()
    held.follow(ClientMessage(ClientKind.QEMU, EXAMPLES[ClientKind.QEMU]))
    assert held.let_go() == struct.pack(">BBHII", 255, 0, 0, 0x61, 30)
    assert held.let_go() == b""


def test_encodings_that_cannot_be_followed_are_not_asked_for():
    asked = [7, 5, 16, 50, -260, -24, -250, 0xC0A1E5CE - 2**32, Encoding.FENCE]
    assert allowed_encodings(asked, None) == [7, 16, -250, -312, -24]
    assert allowed_encodings(asked, 3) == [7, 16, -250, -312, -29]
    assert allowed_encodings([1], 3) == [1]


@pytest.fixture
def folder(tmp_path):
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    return tmp_path / "desktop"


@pytest.fixture
def screen(folder):
    started = start(Screen(folder=folder, name="Test", size_px=(640, 480), program=(), environment={}))
    yield started
    started.end()


def every_command():
    return subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout


async def frames_of(folder, encodings, count=1):
    upstream = await connected(place_in(folder))
    upstream.writer.write(EXAMPLES[ClientKind.SET_PIXEL_FORMAT] + set_encodings(encodings))
    found = []
    while len(found) < count:
        upstream.writer.write(update_request(*upstream.size_px, incremental=False))
        message = await asyncio.wait_for(server_message(upstream.reader.readexactly), 10)
        if message.kind is ServerKind.UPDATE:
            found.append(message.raw)
    upstream.writer.close()
    return upstream, found


@pytest.mark.parametrize(
    "encodings", [[0], [7, -239, -224], [7, -29, -223, -308], [16, -307], [7, 1, -314, -258, -261]]
)
async def test_a_real_servers_updates_are_followed(screen, folder, encodings):
    upstream, frames = await frames_of(folder, encodings, count=3)
    assert (upstream.size_px, len(frames)) == ((640, 480), 3)


@pytest.mark.parametrize("threshold", ["5", tigervnc._NEVER])
async def test_many_come_in_at_the_same_moment(folder, monkeypatch, threshold):
    monkeypatch.setattr(tigervnc, "_NEVER", threshold)
    started = start(Screen(folder=folder, name="Test", size_px=(640, 480), program=(), environment={}))
    try:
        upstreams = await asyncio.gather(*(connected(place_in(folder)) for _ in range(60)))
        assert {upstream.size_px for upstream in upstreams} == {(640, 480)}
        for upstream in upstreams:
            await upstream.leave()
    finally:
        started.end()


async def test_who_waits_too_long_for_others_is_told_so(screen, folder, monkeypatch):
    monkeypatch.setattr(vnc_client, "TURN_S", 0.01)
    async with vnc_client._turn_at(place_in(folder)):
        with pytest.raises(Unavailable, match="Try again soon"):
            await connected(place_in(folder))
    await (await connected(place_in(folder))).leave()


async def test_the_password_is_another_each_time_and_nobody_comes_in_without(folder):
    passwords = []
    for _ in range(2):
        started = start(Screen(folder=folder, name="Test", size_px=(320, 240), program=(), environment={}))
        try:
            place = place_in(folder)
            passwords.append(place.password)
            wrong = type(place)(path=place.path, password=b"wrong")
            with pytest.raises(Unavailable):
                await connected(wrong)
            with pytest.raises(Unavailable):
                await connected(type(place)(path=place.path))
            await asyncio.sleep(0.05)
            modes = {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir() if "log" not in path.name}
            commands = await asyncio.to_thread(every_command)
        finally:
            started.end()
        assert set(modes.values()) == {"0o600"}
        assert place.password.decode() not in commands
    assert passwords[0] != passwords[1]
