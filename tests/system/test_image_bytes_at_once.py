"""What is in memory is sent at once by the web process's own protocol: the same answer, for the same people."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import uvicorn
from django.test import Client
from uvicorn.server import ServerState

from farlight.config.asgi import application
from farlight.config.protocol import Protocol
from farlight.people.public import lock_person
from farlight.viewer.adapters.frames import frames
from farlight.viewer.adapters.workshop import workshop
from farlight.viewer.queries.sheets import shelf
from farlight.viewer.tests.scene import make_scene
from tests.system.own_thread import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
DATE = (b"date", b"Thu, 26 Nov 2026 12:00:00 GMT")


@pytest.fixture(autouse=True)
def _nothing_stays():
    yield
    workshop.kept.clear()
    shelf.clear()
    frames.close()


class Line:
    """A connection to a server in this process, and what the server knows of it."""

    def __init__(self, reader, writer, protocols):
        self.reader, self.writer, self.protocols = reader, writer, protocols

    async def get(self, path, ticket, *more, method="GET"):
        """Ask; return whether the answer came at once, its head as fields, and its body."""
        fields = "".join(f"{one}\r\n" for one in ("Host: localhost", f"Farlight-Ticket: {ticket}", *more))
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{fields}\r\n".encode())
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        named = dict(line.lower().split(": ", 1) for line in head[1:-2])
        body = b"" if method == "HEAD" else await self.reader.readexactly(int(named["content-length"]))
        (protocol,) = self.protocols
        return protocol.cycle is protocol.answered, {"status": head[0], **named}, body

    async def until_at_once(self, path, ticket):
        """Ask until it comes at once: rights are read anew each second, and drawing may take as long."""
        for _ in range(50):
            answer = await self.get(path, ticket)
            if answer[0]:
                return answer
        raise AssertionError(path)


@asynccontextmanager
async def served():
    state, protocols = ServerState(), []
    state.default_headers = [DATE]
    config = uvicorn.Config(application, lifespan="off", log_level="warning", access_log=False)

    def connected():
        protocols.append(Protocol(config, state, {}))
        return protocols[-1]

    server = await asyncio.get_running_loop().create_server(connected, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield Line(reader, writer, protocols)
    finally:
        writer.close()
        server.close()
        await asyncio.gather(*state.tasks)


def manifest_of(scene):
    client = Client()
    client.force_login(scene.ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client.get(f"/api/v1/sessions/{scene.session}/runs/1/viewer").json()


async def test_second_answer_comes_at_once_and_is_the_same():
    manifest = await elsewhere(manifest_of, await elsewhere(make_scene))
    ticket, path = manifest["ticket"], f"{manifest['root']}overview/1"
    async with served() as line:
        first, second = await line.get(path, ticket), await line.until_at_once(path, ticket)
        assert not first[0]
        assert first[1:] == second[1:]
        assert (first[1]["status"], first[1]["date"]) == ("HTTP/1.1 200 OK", "thu, 26 nov 2026 12:00:00 gmt")
        assert second[1]["cache-control"] == "private, max-age=31536000, immutable"
        head = await line.get(path, ticket, method="HEAD")
        assert (head[0], head[1]) == (False, first[1])
        ending = await line.get(path, ticket, "Connection: close")
        assert (ending[0], ending[1]["connection"], ending[2]) == (False, "close", first[2])


async def test_nothing_comes_at_once_without_a_ticket_that_opens():
    manifest = await elsewhere(manifest_of, await elsewhere(make_scene))
    ticket, path = manifest["ticket"], f"{manifest['root']}overview/1"
    async with served() as line:
        for _ in range(2):
            await line.get(path, ticket)
        for other in ("", "A" * len(ticket), ticket[:-1] + ("A" if ticket[-1] != "A" else "B")):
            is_at_once, head, _ = await line.get(path, other)
            assert (is_at_once, head["status"]) == (False, "HTTP/1.1 404 Not Found")
        for elsewhere_path in (f"{manifest['root']}nothing", "/img/", "/healthz"):
            assert not (await line.get(elsewhere_path, ticket))[0]


async def test_what_came_at_once_is_refused_soon_after_the_account_is_locked():
    scene = await elsewhere(make_scene)
    manifest = await elsewhere(manifest_of, scene)
    ticket, path = manifest["ticket"], f"{manifest['root']}overview/1"
    async with served() as line:
        for _ in range(2):
            await line.get(path, ticket)
        await elsewhere(lock_person, person=scene.ada, reason="left", by=None)
        began_s = asyncio.get_running_loop().time()
        while (await line.get(path, ticket))[1]["status"] == "HTTP/1.1 200 OK":
            assert asyncio.get_running_loop().time() - began_s < 2
            await asyncio.sleep(0.02)


async def test_questions_that_come_together_are_answered_in_turn():
    manifest = await elsewhere(manifest_of, await elsewhere(make_scene))
    ticket, root = manifest["ticket"], manifest["root"]
    async with served() as line:
        bodies = [(await line.get(f"{root}overview/{image}", ticket))[2] for image in (1, 2)]
        asked = [f"{root}overview/3", f"{root}overview/1", f"{root}overview/2"]
        text = "".join(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nFarlight-Ticket: {ticket}\r\n\r\n" for path in asked)
        line.writer.write(text.encode())
        came = []
        for _ in asked:
            head = (await line.reader.readuntil(b"\r\n\r\n")).decode().lower()
            came.append(await line.reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0])))
        assert came[1:] == bodies
        assert came[0] not in bodies
