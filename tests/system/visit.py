"""A session with all that can be opened by HTTP, and somebody who keeps it open while tests break what they like."""

import asyncio
import dataclasses
import json
import os
import shutil
import struct
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from django.db import connections, transaction
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import publish
from farlight.bus.tests.lamps import LampSwitchedOn
from farlight.config.supervisor import Supervisor
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.hosting.host import Host
from farlight.desktops.tests import conftest as desktops
from farlight.desktops.tests.factories import make_desktop
from farlight.desktops.tests.viewer import Viewer
from farlight.kernel.time import utc_now
from farlight.leases.models import OpenChannel
from farlight.people.public import issue_token
from farlight.people.tests.factories import make_person
from tests.system.test_all_channels_end import HUTCH
from tests.system.test_demo import free_port
from tests.system.test_worker_killed import database_url, wait_until

LINE_BROKE = (httpx.TransportError, OSError, WebSocketException)
SIZE_BYTES, RATE_BYTES_PER_S = 30_000_000, 4e6
LONG_AGO_S = 1_700_000_000
TYPEWRITER = Path(desktops.__file__).with_name("typewriter.py")


@contextmanager
def kept_alive(spec, settings, tmp_path):
    """Keep a process alive as ``farlight demo`` and systemd do."""
    environment = {
        **os.environ,
        "FARLIGHT_DATABASE_URL": database_url(),
        "FARLIGHT_STATE_DIR": str(settings.FARLIGHT_STATE_DIR),
        "FARLIGHT_DATA_DIR": str(settings.FARLIGHT_DATA_DIR),
    }
    with Supervisor(environment=environment, logs=tmp_path / "logs", tell=print) as supervisor:
        supervisor.start(spec)
        watching = threading.Thread(target=supervisor.watch, daemon=True)
        watching.start()
        yield supervisor
        supervisor.request_stop()
        watching.join(10)


class World:
    """A session with a file, a camera and a desktop; Ada leads it and has a token."""

    def __init__(self, port):
        self.session = make_session(make_person("ada"))
        self.ada = self.session.proposal.principal_investigator
        program = ("{python}", str(TYPEWRITER))
        room = dataclasses.replace(desktops.ROOM, program=program)
        define_beamline(definition=a_definition(cameras=(HUTCH,), desktops=(room,)))
        self.content = os.urandom(SIZE_BYTES)
        folder = session_folder(self.session.code) / "raw"
        folder.mkdir(parents=True)
        (folder / "large.h5").write_bytes(self.content)
        os.utime(folder / "large.h5", (LONG_AGO_S, LONG_AGO_S))
        token = issue_token(person=self.ada, label="test", now=utc_now())
        self.headers = {"Authorization": f"Bearer {token}"}
        self.go_by(port)
        self.desktop = make_desktop(self.ada, runs=False)

    def go_by(self, port):
        """Let programs come by a port of this machine: the server's, or that of a line to it."""
        self.port, self.address = port, f"http://127.0.0.1:{port}"
        self.url = f"{self.address}/api/v1/sessions/{self.session.code}"

    def typed(self):
        path = folder_of(self.desktop.code) / "keys.txt"
        return path.read_text() if path.exists() else None

    def switch_on(self, lamp):
        with transaction.atomic():
            publish(LampSwitchedOn(session=self.session.code, lamp=lamp))

    def client(self):
        return httpx.AsyncClient(headers=self.headers, timeout=20)

    async def socket_for(self, client, kind):
        answer = await client.post(f"{self.url}/{kind}/views")
        return self.address.replace("http", "ws") + answer.json()["path"]


@contextmanager
def a_world(settings, tmp_path):
    """A world whose desktop runs, until the block ends."""
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    settings.FARLIGHT_STATE_DIR = tmp_path
    world, host = World(free_port()), Host()
    host.look(now=utc_now())
    try:
        wait_until(lambda: world.typed() is not None)
        yield world
    finally:
        host.end_all(now=utc_now(), reason="The test ended.")


def kinds_open():
    """What is open by the register, sorted."""
    return sorted(OpenChannel.objects.filter(closed_at=None).values_list("kind", flat=True))


class Visit:
    """What somebody has open, as their programs keep it open: who loses the line comes back for what it missed."""

    def __init__(self, world):
        self.world = world
        self.numbers, self.lamps = [], []
        self.pictures = 0
        self.taken, self.resumed_at = bytearray(), []
        self.viewer, self.typing = None, asyncio.Event()

    async def follow(self, client):
        headers = {"Last-Event-ID": str(self.numbers[-1] if self.numbers else 0)}
        async with client.stream("GET", f"{self.world.url}/events", headers=headers) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    self.numbers.append(int(line[4:]))
                if line.startswith("data: ") and "lamp" in (said := json.loads(line[6:])).get("body", {}):
                    self.lamps.append(said["body"]["lamp"])

    async def look_through_camera(self, client):
        async with connect(await self.world.socket_for(client, "cameras/hutch")) as line:
            while True:
                await line.send(json.dumps({"width": 320}))
                self.pictures += isinstance(await line.recv(), bytes)

    async def sit_at_desktop(self, client):
        path = await self.world.socket_for(client, "desktops/control-room")
        async with connect(path, compression=None, subprotocols=["binary"], max_size=None) as line:
            self.viewer = await Viewer(line).enter()
            try:
                await self.viewer.picture()
                self.typing.set()
                while True:
                    await self.viewer.hear()
            finally:
                self.typing.clear()

    async def take(self):
        tag = ""
        while len(self.taken) < SIZE_BYTES:
            headers = {"Range": f"bytes={len(self.taken)}-", "If-Range": tag} if tag else {}
            url = f"{self.world.url}/files/raw/large.h5"
            with suppress(*LINE_BROKE):
                async with self.world.client() as client, client.stream("GET", url, headers=headers) as answer:
                    answer.raise_for_status()
                    if tag:
                        self.resumed_at.append((answer.status_code, answer.headers["Content-Range"]))
                    tag = answer.headers["ETag"]
                    async for part in answer.aiter_raw():
                        self.taken += part
                        await asyncio.sleep(len(part) / RATE_BYTES_PER_S)
            await asyncio.sleep(0.1)

    async def again_and_again(self, act):
        while True:
            with suppress(*LINE_BROKE, KeyError):  # a refusal has no path
                async with self.world.client() as client:
                    await act(client)
            await asyncio.sleep(0.2)

    def begin(self):
        """Open everything; the tasks go on until they are cancelled, the one that takes the file until it has it."""
        lasting = (self.follow, self.look_through_camera, self.sit_at_desktop)
        return [asyncio.create_task(self.again_and_again(act)) for act in lasting] + [asyncio.create_task(self.take())]

    def has_all_open(self):
        """Whether something came by each line."""
        return bool(self.lamps and self.pictures and self.typing.is_set() and self.taken)

    async def hold_down(self, symbol, *, down):
        await self.viewer.socket.send(struct.pack(">BBxxI", 4, down, symbol))


async def ended(tasks):
    """Let somebody go."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def happened(condition, timeout_s=60):
    async with asyncio.timeout(timeout_s):
        while not condition():  # noqa: ASYNC110 - other threads and programs make it true
            await asyncio.sleep(0.05)


async def in_thread(function, *arguments):
    """Do something as another process would: in a thread with a database connection of its own."""

    def act():
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    return await asyncio.to_thread(act)
