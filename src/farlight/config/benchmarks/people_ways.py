"""What two hundred people open, each kind of channel by the client that it has, and what they got."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, fields
from typing import Any

import asyncssh
from websockets.asyncio.client import connect

from farlight.config.benchmarks.desktop_client import QUALITY_8, TIGHT, viewer_at
from farlight.config.experiment.plan import Names

OPEN_S = 180.0
"""So long a channel may take to open while two hundred others do."""
PIECE_BYTES = 64 << 10
PACE_S = 2.0
GROUPS = (
    Names(proposal="mx1", beamline="sim1", login="measurer"),
    Names(proposal="mx2", beamline="sim2", login="rival"),
)
SCREEN = "clock"
"""The desktop of each session: all of its people look at it."""


@dataclass
class Member:
    """Somebody, what they come with, and what they got."""

    login: str
    session: str
    beamline: str
    others: str
    """The session of the other group."""
    token: str
    key: asyncssh.SSHKey
    got: dict[str, int] = field(default_factory=dict)
    """Bytes or messages by kind of channel."""
    faults: dict[str, str] = field(default_factory=dict)
    """What broke off, and why."""

    first: dict[str, asyncio.Event] = field(default_factory=lambda: {kind: asyncio.Event() for kind in WORKS})

    def note(self, kind: str, count: int) -> None:
        """Something came."""
        self.got[kind] = self.got.get(kind, 0) + count
        self.first[kind].set()

    async def has(self, kind: str) -> None:
        """Wait until something came."""
        await self.first[kind].wait()


def offer_rooms() -> None:
    """Let both beamlines have a desktop, and a computer that people have shells on."""
    from farlight.beamlines.public import beamline, define_beamline  # all of these need Django to be set up
    from farlight.beamlines.types import BeamlineDefinition, ComputerDefinition, DesktopDefinition

    program = ("{python}", "-m", "farlight.config.benchmarks.desktop_screen", SCREEN)
    screen = DesktopDefinition(code=SCREEN, name=SCREEN, program=program, width_px=640, height_px=480)
    for names in GROUPS:
        found = beamline(names.beamline)
        parts = {field.name: getattr(found, field.name) for field in fields(BeamlineDefinition)}
        computer = ComputerDefinition(
            name=f"{names.beamline}-control", address="farlight.simulator.computer:serve", login="users"
        )
        define_beamline(definition=BeamlineDefinition(**{**parts, "desktops": (screen,), "computers": (computer,)}))


async def _stream(member: Member, port: int) -> None:
    reader, writer = await asked(port, member, f"/api/v1/sessions/{member.session}/events")
    try:
        while line := await reader.readline():
            if line.startswith(b"event: "):
                member.note("streams", 1)
    finally:
        writer.close()


async def _sftp(member: Member, port: int) -> None:
    async with (
        asyncssh.connect("127.0.0.1", port, **_as(member)) as line,
        line.start_sftp_client() as sftp,
    ):
        if set(await sftp.listdir("/")) - {".", ".."} != {member.session}:
            return
        while True:
            async with sftp.open(f"/{member.session}/raw/file.bin", "rb") as file:
                member.note("sftp", len(await file.read()))
            await asyncio.sleep(PACE_S)


async def _webcam(member: Member, port: int) -> None:
    path = await _ticket(member, port, "cameras/hutch/views")
    async with connect(f"ws://127.0.0.1:{port}{path}", compression=None, open_timeout=OPEN_S) as line:
        while True:
            await line.send('{"width": 320}')
            if isinstance(picture := await line.recv(), bytes):
                member.note("webcams", len(picture))
            await asyncio.sleep(PACE_S)


async def _downloads(member: Member, port: int) -> None:
    """Take a large file over a thin line, and then again."""
    while True:
        reader, writer = await asked(port, member, f"/api/v1/sessions/{member.session}/files/raw/large.bin")
        head = await reader.readuntil(b"\r\n\r\n")
        try:
            while b" 200 " in head.splitlines()[0] and (piece := await reader.read(PIECE_BYTES)):
                member.note("downloads", len(piece))
                await asyncio.sleep(PACE_S)
        finally:
            writer.close()


async def _desktop(member: Member, port: int) -> None:
    """Look at the desktop of one's session: all of it, and then what changes."""
    path = await _ticket(member, port, f"desktops/{SCREEN}/views")
    async with viewer_at(f"ws://127.0.0.1:{port}{path}", encodings=(TIGHT, QUALITY_8), patience_s=OPEN_S) as viewer:
        member.note("desktops", await viewer.update(incremental=False))
        while True:
            member.note("desktops", await viewer.update())


async def _shell(member: Member, port: int) -> None:
    """Ask the beamline's computer something, again and again, in a shell that is recorded."""
    async with (
        asyncssh.connect("127.0.0.1", port, **_as(member)) as line,
        line.create_process(f"{member.beamline}-control", term_type="xterm") as process,
    ):
        while True:
            process.stdin.write("motors\n")
            told = ""
            while "sample_z" not in told:
                told += (piece := await process.stdout.read(4096))
                if not piece:
                    return
            member.note("shells", len(told))
            await asyncio.sleep(PACE_S)


def _as(member: Member) -> dict[str, Any]:
    return {
        "username": member.login,
        "client_keys": [member.key],
        "known_hosts": None,
        "config": None,
        "login_timeout": OPEN_S,
    }


async def asked(
    port: int, member: Member, path: str, method: str = "GET"
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Ask the web process something, and return what its answer comes by."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {member.token}\r\n"
    writer.write(f"{head}Content-Length: 0\r\n\r\n".encode())
    return reader, writer


async def _ticket(member: Member, port: int, what: str) -> str:
    reader, writer = await asked(port, member, f"/api/v1/sessions/{member.session}/{what}", "POST")
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if line.startswith(b"content-length"))
    body = json.loads(await reader.readexactly(length))
    writer.close()
    return str(body["path"])


Work = Callable[[Member, int], Awaitable[None]]
WORKS: dict[str, tuple[Work, str]] = {
    "streams": (_stream, "web"),
    "sftp": (_sftp, "gateway"),
    "webcams": (_webcam, "web"),
    "downloads": (_downloads, "web"),
    "desktops": (_desktop, "web"),
    "shells": (_shell, "gateway"),
}
"""What opens each kind, given who has it and a port, and which process answers there."""
