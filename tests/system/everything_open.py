"""Every kind of way into a session, held open by real clients until it is cut."""

import asyncio
import json
import time
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from farlight.desktops.tests.viewer import Viewer

PAUSE_S = 0.25
"""Between two pictures or parts: web server, gateway and clients share one process in these tests."""

PATIENCE_S = 120
MOST_DELAYED_FRAC = 0.95
"""Of the time that passes, at most so much is laid to other programs."""

Opened = Callable[[], None]


@dataclass(frozen=True, kw_only=True)
class Visit:
    """Somebody who comes to a session by every door."""

    address: str
    """Of the web server."""
    port: int
    """Of the gateway."""
    session: str
    username: str
    token: str
    key: asyncssh.SSHKey
    servers: Container[tuple[str, str]] = ()
    """Those that run at the hub, by person and name, as they come and go."""

    @property
    def url(self) -> str:
        return f"{self.address}/api/v1/sessions/{self.session}"

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(headers={"Authorization": f"Bearer {self.token}"}, timeout=PATIENCE_S)

    async def path(self, what: str) -> str:
        """Address of a websocket, with the ticket that opens it once."""
        async with self.client() as client:
            answer = await client.post(f"{self.url}/{what}")
        return self.address.replace("http", "ws") + answer.raise_for_status().json()["path"]

    def line(self) -> asyncssh.connect:
        how = {"username": self.username, "client_keys": [self.key], "known_hosts": None, "config": None}
        return asyncssh.connect("127.0.0.1", self.port, **how)


async def events(visit: Visit, opened: Opened) -> None:
    await _followed(visit, "events", opened)


async def download(visit: Visit, opened: Opened) -> None:
    await _followed(visit, "files/raw/large.h5", opened, bytes_per_s=20e6)


async def camera(visit: Visit, opened: Opened) -> None:
    async with connect(await visit.path("cameras/hutch/views"), open_timeout=PATIENCE_S) as line:
        while True:
            await line.send(json.dumps({"width": 320}))
            if isinstance(await line.recv(), bytes):
                opened()
                await asyncio.sleep(PAUSE_S)


async def desktop(visit: Visit, opened: Opened) -> None:
    """Look at the desktop that somebody else started."""
    await _seen(visit, "microscope", opened)


async def control(visit: Visit, opened: Opened) -> None:
    """Type on one's own desktop."""
    await _seen(visit, "control-room", opened, types=True)


async def sftp(visit: Visit, opened: Opened) -> None:
    async with (
        visit.line() as line,
        line.start_sftp_client() as client,
        client.open(f"/{visit.session}/raw/large.h5", "rb") as file,
    ):
        while True:
            await file.read(1 << 16, 0)
            opened()
            await asyncio.sleep(PAUSE_S)


async def shell(visit: Visit, opened: Opened) -> None:
    """Work on a computer of the beamline."""
    async with visit.line() as line, line.create_process("sim1-control", term_type="xterm") as process:
        process.stdin.write("motors\n")
        while text := await process.stdout.read(4096):
            if "sample_z" in text:
                opened()


async def jump(visit: Visit, opened: Opened) -> None:
    """Be connected with a computer of the beamline through the gateway, as ``ssh -J`` does it."""
    async with (
        visit.line() as line,
        asyncssh.connect("sim1-control", tunnel=line, username="users", known_hosts=None, config=None) as far,
        far.create_process(term_type="xterm") as process,
    ):
        process.stdin.write("motors\n")
        while text := await process.stdout.read(4096):
            if "sample_z" in text:
                opened()


async def notebook(visit: Visit, opened: Opened) -> None:
    """Have a notebook at the hub, for as long as there is a server."""
    async with visit.client() as client:
        (await client.post(f"{visit.url}/notebook", json={})).raise_for_status()
        state = ""
        while state != "running":
            await asyncio.sleep(PAUSE_S)
            state = (await client.get(f"{visit.url}/notebook")).json()["notebook"]["state"]
    while (visit.username, visit.session) in visit.servers:
        opened()
        await asyncio.sleep(PAUSE_S)


WAYS = (events, download, camera, desktop, control, sftp, shell, jump, notebook)


@dataclass(frozen=True)
class Open:
    """What is open, each way with the task that holds it."""

    tasks: dict[str, asyncio.Task[None]]

    async def left_after(self, seconds: float) -> set[str]:
        """Return the ways that are open still after so long, and no sooner unless none is.

        The time in which other programs kept this process from the processors does not count: a test that shares its
        machine measures Farlight, and not the machine.
        """
        begin_s, delayed_s = time.monotonic(), _delayed_s()
        while self._open():
            elapsed_s = time.monotonic() - begin_s
            if elapsed_s - min(_delayed_s() - delayed_s, MOST_DELAYED_FRAC * elapsed_s) > seconds:
                break
            await asyncio.wait([self.tasks[way] for way in self._open()], timeout=0.1)
        return self._open()

    def _open(self) -> set[str]:
        return {way for way, task in self.tasks.items() if not task.done()}

    async def leave(self) -> None:
        for task in self.tasks.values():
            task.cancel()
        await asyncio.wait(self.tasks.values(), timeout=60)
        assert self._open() == set()


def _delayed_s() -> float:
    """How long threads of this process were ready to run and had no processor, together (Linux: ``schedstat``)."""
    found = 0.0
    for path in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError):  # threads end
            found += int(path.read_text().split()[1]) / 1e9
    return found


async def everything_open(visit: Visit, ways=WAYS) -> Open:
    """Open all of it, and wait until each has given something."""
    tasks, given = {}, {}
    for way in ways:
        given[way.__name__] = asyncio.Event()
        tasks[way.__name__] = asyncio.create_task(way(visit, given[way.__name__].set))
    all_given = asyncio.gather(*(event.wait() for event in given.values()))
    await asyncio.wait({*tasks.values(), all_given}, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
    if not all_given.done():
        all_given.cancel()
        failed = {way: task.done() and task.exception() for way, task in tasks.items() if not given[way].is_set()}
        raise AssertionError(failed)
    assert not [way for way, task in tasks.items() if task.done()]
    return Open(tasks)


async def _followed(visit: Visit, what: str, opened: Opened, *, bytes_per_s: float | None = None) -> None:
    """Read an answer until it is cut; what waits in the line's buffers when it is cut is read in a moment."""
    count = 0
    async with visit.client() as client, client.stream("GET", f"{visit.url}/{what}") as response:
        async for part in response.aiter_raw():
            opened()
            count += len(part)
            if bytes_per_s and count > bytes_per_s / 20:
                count = 0
                await asyncio.sleep(0.05)


async def _seen(visit: Visit, name: str, opened: Opened, *, types: bool = False) -> None:
    """Look at a desktop until the line is closed."""
    options = {"compression": None, "subprotocols": ["binary"], "max_size": None, "open_timeout": PATIENCE_S}
    async with connect(await visit.path(f"desktops/{name}/views"), **options) as line:
        viewer = await Viewer(line).enter()
        with suppress(ConnectionClosed):
            while True:
                await viewer.picture()
                opened()
                if types:
                    await viewer.press()
                await asyncio.sleep(PAUSE_S)
