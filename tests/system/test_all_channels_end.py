"""Whoever is removed has nothing open any more within two seconds, over real lines: survivors are counted."""

import asyncio
import json
import time

import asyncssh
import httpx
import pytest
from asgiref.sync import sync_to_async
from websockets.asyncio.client import connect

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import CameraDefinition, CameraKind
from farlight.beamtime.public import remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.bus.public import watch
from farlight.gateway.service import Gateway, Listening
from farlight.gateway.tests.conftest import serving
from farlight.kernel.time import utc_now
from farlight.leases.public import add_key
from farlight.people.public import issue_token
from farlight.people.tests.factories import make_person
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.timeout(300)]

WITHIN_S = 2.0
HUTCH = CameraDefinition(
    code="hutch", name="Hutch", kind=CameraKind.SIMULATED, address="farlight.simulator.cameras:hutch"
)
LARGE_BYTES = 3_000_000_000


@pytest.fixture
def world(transactional_db, tmp_path):
    """A session with a large file and a camera, a member with a token and a key, a web server and a gateway."""
    session = make_session()
    define_beamline(definition=a_definition(cameras=(HUTCH,)))
    ben = make_person("ben")
    set_team_member(session=session, person=ben, role=TeamRole.MEMBER)
    folder = session_folder(session.code) / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "large.h5").open("wb") as file:
        file.truncate(LARGE_BYTES)
    key = asyncssh.generate_private_key("ssh-ed25519")
    add_key(person=ben, line=key.export_public_key().decode(), label="laptop", now=utc_now())
    token = issue_token(person=ben, label="test", now=utc_now())
    gateway = Gateway(Listening(host="127.0.0.1", port=0, keys=tmp_path, site="http://127.0.0.1"))
    with web_server() as address, serving(gateway) as port:
        yield session, ben, key, token, address, port
    watch.stop()


def test_nothing_survives(world):
    assert asyncio.run(survivors_of(*world)) == []


async def survivors_of(session, ben, key, token, address, port):
    opened = {kind: asyncio.Event() for kind in ("events", "download", "camera", "sftp")}
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{address}/api/v1/sessions/{session.code}"
    works = {
        "events": followed(f"{url}/events", headers, opened["events"]),
        "download": followed(f"{url}/files/raw/large.h5", headers, opened["download"], bytes_per_s=40e6),
        "camera": looked(address, url, headers, opened["camera"]),
        "sftp": taken(session.code, key, port, opened["sftp"]),
    }
    tasks = {kind: asyncio.create_task(work) for kind, work in works.items()}
    async with asyncio.timeout(120):
        await asyncio.gather(*(event.wait() for event in opened.values()))
    assert not any(task.done() for task in tasks.values())
    await sync_to_async(remove_team_member)(session=session, person=ben)
    begin_s = time.monotonic()
    _, left = await asyncio.wait(tasks.values(), timeout=WITHIN_S)
    assert time.monotonic() - begin_s < WITHIN_S + 1
    survivors = [kind for kind, task in tasks.items() if task in left]
    for task in left:
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    return survivors


async def followed(url, headers, opened, *, bytes_per_s=None):
    """Read an answer until it is cut; what waits in the line's buffers when it is cut is read in a moment."""
    count = 0
    async with httpx.AsyncClient(headers=headers, timeout=60) as client, client.stream("GET", url) as response:
        async for part in response.aiter_raw():
            opened.set()
            count += len(part)
            if bytes_per_s and count > bytes_per_s / 20:
                count = 0
                await asyncio.sleep(0.05)


async def looked(address, url, headers, opened):
    """Look through the camera until it is cut."""
    async with httpx.AsyncClient(headers=headers, timeout=60) as client:
        path = (await client.post(f"{url}/cameras/hutch/views")).json()["path"]
    async with connect(address.replace("http", "ws") + path) as line:
        while True:
            await line.send(json.dumps({"width": 320}))
            if isinstance(await line.recv(), bytes):
                opened.set()


async def taken(code, key, port, opened):
    """Read a file by SFTP again and again until it is cut."""
    async with (
        asyncssh.connect("127.0.0.1", port, username="ben", client_keys=[key], known_hosts=None, config=None) as line,
        line.start_sftp_client() as sftp,
        sftp.open(f"/{code}/raw/large.h5", "rb") as file,
    ):
        while True:
            await file.read(1 << 16, 0)
            opened.set()
            await asyncio.sleep(0.05)
