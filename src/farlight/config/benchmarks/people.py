"""Two hundred people at once: event streams, SFTP, webcams and downloads, on one web process and one gateway.

Two groups with a session each. One kind of channel after the other is opened for everybody and held; what it costs is
the difference that it makes to the servers. In the end all are open together, and everybody asks for the other group's
session. ``served`` is the part of all channels that opened and gave something, ``apart`` the part of the questions
about the other group's session that were answered as if it did not exist.
"""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncssh
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from farlight.config.benchmarks.facility import free_port, make_facility, temporary_state
from farlight.config.benchmarks.viewer_servers import Server, wait_for
from farlight.config.experiment.plan import ExperimentPlan, Names
from farlight.config.processes import gateway_process, web_process
from farlight.config.supervisor import Supervisor

PEOPLE = 200
HOLD_S = 8.0
OPEN_S = 180.0
"""So long a channel may take to open while two hundred others do."""
FILE_BYTES = 256 << 10
LARGE_BYTES = 32 << 20
"""More than the line's buffers hold: a download of it lasts as long as its reader takes."""
PIECE_BYTES = 64 << 10
PACE_S = 2.0
AT_ONCE = 20
GROUPS = (
    Names(proposal="mx1", beamline="sim1", login="measurer"),
    Names(proposal="mx2", beamline="sim2", login="rival"),
)
KINDS = ("streams", "sftp", "webcams", "downloads")
FAILURES = (OSError, TimeoutError, ValueError, asyncssh.Error, WebSocketException)


@dataclass
class Member:
    """Somebody, what they come with, and what they got."""

    login: str
    session: str
    others: str
    """The session of the other group."""
    token: str
    key: asyncssh.SSHKey
    got: dict[str, int] = field(default_factory=dict)
    """Bytes or messages by kind of channel."""

    first: dict[str, asyncio.Event] = field(default_factory=lambda: {kind: asyncio.Event() for kind in KINDS})

    def note(self, kind: str, count: int) -> None:
        """Something came."""
        self.got[kind] = self.got.get(kind, 0) + count
        self.first[kind].set()

    async def has(self, kind: str) -> None:
        """Wait until something came."""
        await self.first[kind].wait()


def run() -> dict[str, Any]:
    """Measure; takes about two minutes."""
    asyncssh.set_log_level("WARNING")
    with temporary_state() as state:
        for names in GROUPS:
            make_facility(ExperimentPlan(), names)
        members = _members()
        web, ssh = free_port(), free_port()
        with Supervisor(environment=os.environ, logs=state / "logs", tell=lambda _: None) as supervisor:
            supervisor.start(web_process(web), gateway_process(ssh))
            wait_for(f"http://127.0.0.1:{web}/healthz")
            servers = {name: Server(supervisor.pid_of(name) or 0, 0, {}, ()) for name in ("web", "gateway")}
            figures = asyncio.run(_measured(members, servers, web, ssh))
    asked = figures.pop("asked")
    ratios = {"served": figures["served"] / (len(KINDS) * PEOPLE), "apart": figures.pop("apart") / asked}
    return {"ratios": ratios, "figures": figures, "against": "everybody is served, and nobody sees another's"}


def _members() -> list[Member]:
    from farlight.beamtime.public import session_folder, session_row, set_team_member  # all of these need Django
    from farlight.beamtime.types import TeamRole
    from farlight.kernel.time import utc_now
    from farlight.leases.public import add_key
    from farlight.people.public import issue_token, register_person

    found = []
    for names in GROUPS:
        folder = session_folder(names.session) / "raw"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "file.bin").write_bytes(os.urandom(FILE_BYTES))
        (folder / "large.bin").write_bytes(os.urandom(1 << 20) * (LARGE_BYTES >> 20))
    for number in range(PEOPLE):
        own, other = (GROUPS[(number + step) % len(GROUPS)].session for step in (0, 1))
        login = f"person{number}"
        person = register_person(
            username=login, email=f"{login}@people.example", given_name="P", family_name=str(number)
        )
        set_team_member(session=session_row(own), person=person, role=TeamRole.MEMBER)
        token = issue_token(person=person, label="people", now=utc_now(), valid_for=timedelta(hours=1))
        key = asyncssh.generate_private_key("ssh-ed25519")
        add_key(person=person, line=key.export_public_key().decode(), label="people", now=utc_now())
        found.append(Member(login, own, other, token, key))
    return found


async def _measured(members: list[Member], servers: dict[str, Server], web: int, ssh: int) -> dict[str, float]:
    works: dict[str, Callable[[Member], Awaitable[None]]] = {
        "streams": lambda member: _stream(member, web),
        "sftp": lambda member: _sftp(member, ssh),
        "webcams": lambda member: _webcam(member, web),
        "downloads": lambda member: _downloads(member, web),
    }
    figures: dict[str, float] = {}
    tasks: list[asyncio.Task[None]] = []
    for kind, work in [(kind, works[kind]) for kind in KINDS]:
        server = servers["gateway" if kind == "sftp" else "web"]
        memory, begin_s = _resident_kib(server.process), time.monotonic()
        tasks += [asyncio.create_task(_kept(work, member)) for member in members]
        await _all_have(members, kind)
        figures[f"{kind}_open_s"] = time.monotonic() - begin_s
        used_s, held_s = server.processor_s(), time.monotonic()
        await asyncio.sleep(HOLD_S)
        each_s = (server.processor_s() - used_s) / (time.monotonic() - held_s) / PEOPLE
        figures[f"{kind}_processor_ms_s_each"] = 1000 * each_s
        figures[f"{kind}_kib_each"] = (_resident_kib(server.process) - memory) / PEOPLE
    figures["asked"], figures["apart"] = await _asked_for_others(members, web)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    figures["served"] = sum(kind in member.got for kind in KINDS for member in members)
    return figures


async def _all_have(members: list[Member], kind: str) -> None:
    """Wait until everybody got something, or it took too long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(OPEN_S):
            await asyncio.gather(*(member.has(kind) for member in members))


async def _kept(work: Callable[[Member], Awaitable[None]], member: Member) -> None:
    """Do something until it is cut; what did not come is counted."""
    with suppress(*FAILURES):
        await work(member)


async def _stream(member: Member, port: int) -> None:
    reader, writer = await _asked(port, member, f"/api/v1/sessions/{member.session}/events")
    try:
        while line := await reader.readline():
            if line.startswith(b"event: "):
                member.note("streams", 1)
    finally:
        writer.close()


async def _sftp(member: Member, port: int) -> None:
    async with (
        asyncssh.connect(
            "127.0.0.1", port, username=member.login, client_keys=[member.key], known_hosts=None, config=None
        ) as line,
        line.start_sftp_client() as sftp,
    ):
        if set(await sftp.listdir("/")) - {".", ".."} != {member.session}:
            return
        while True:
            async with sftp.open(f"/{member.session}/raw/file.bin", "rb") as file:
                member.note("sftp", len(await file.read()))
            await asyncio.sleep(PACE_S)


async def _webcam(member: Member, port: int) -> None:
    path = await _ticket(member, port)
    async with connect(f"ws://127.0.0.1:{port}{path}", compression=None, open_timeout=OPEN_S) as line:
        while True:
            await line.send('{"width": 320}')
            if isinstance(picture := await line.recv(), bytes):
                member.note("webcams", len(picture))
            await asyncio.sleep(PACE_S)


async def _downloads(member: Member, port: int) -> None:
    """Take a large file over a thin line, and then again."""
    while True:
        reader, writer = await _asked(port, member, f"/api/v1/sessions/{member.session}/files/raw/large.bin")
        head = await reader.readuntil(b"\r\n\r\n")
        try:
            while b" 200 " in head.splitlines()[0] and (piece := await reader.read(PIECE_BYTES)):
                member.note("downloads", len(piece))
                await asyncio.sleep(PACE_S)
        finally:
            writer.close()


async def _asked(
    port: int, member: Member, path: str, method: str = "GET"
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {member.token}\r\n"
    writer.write(f"{head}Content-Length: 0\r\n\r\n".encode())
    return reader, writer


async def _ticket(member: Member, port: int) -> str:
    reader, writer = await _asked(port, member, f"/api/v1/sessions/{member.session}/cameras/hutch/views", "POST")
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line.split(b":")[1]) for line in head.lower().splitlines() if line.startswith(b"content-length"))
    body = json.loads(await reader.readexactly(length))
    writer.close()
    return str(body["path"])


async def _asked_for_others(members: list[Member], port: int) -> tuple[int, int]:
    """Ask, as everybody, for what belongs to the other group; return how many asked, and how many found nothing."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def finds_nothing(member: Member, rest: str) -> bool:
        async with turn:
            reader, writer = await _asked(port, member, f"/api/v1/sessions/{member.others}{rest}")
            answer = await reader.readline()
            writer.close()
            return b" 404 " in answer

    rests = ("", "/events", "/files/raw/file.bin", "/cameras/hutch/still.jpg")
    found = await asyncio.gather(*(finds_nothing(member, rest) for member in members for rest in rests))
    return len(found), sum(found)


def _resident_kib(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1024
