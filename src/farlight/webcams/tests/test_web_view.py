"""Looking through a real camera, by real websockets of a real server."""

import asyncio
import io
import json
import shutil
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import httpx
import pytest
from django.test import Client
from PIL import Image
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from farlight.audit.public import records
from farlight.audit.types import AuditKind
from farlight.beamlines.types import CameraKind
from farlight.beamtime.public import remove_team_member, session_summary, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import Unavailable
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person
from farlight.webcams.adapters.sources import source_of
from farlight.webcams.public import switch_cameras
from farlight.webcams.services import stills
from farlight.webcams.tests.conftest import BACKEND, MjpegCamera, camera_at
from farlight.webcams.types import SwitchState
from farlight.webcams.web import view
from tests.system.own_thread import elsewhere
from tests.system.web_server import web_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _told_at_once(monkeypatch):
    monkeypatch.setattr(view, "RELOAD_S", 0.0)


@pytest.fixture
def server(session):
    with web_server() as address:
        yield address


def path_for(person, code="mx2341-1", camera="hutch"):
    client = Client()
    client.force_login(person, backend=BACKEND)
    url = f"/api/v1/sessions/{code}/cameras/{camera}/views"
    return client.post(url, {}, content_type="application/json").json()["path"]


@asynccontextmanager
async def looking(server, person, **options):
    path = await elsewhere(path_for, person)
    async with connect(server.replace("http", "ws") + path, compression=None, **options) as socket:
        yield socket


async def picture(socket, width=640):
    await socket.send(json.dumps({"width": width}))
    answer = await asyncio.wait_for(socket.recv(), 5)
    return Image.open(io.BytesIO(answer)) if isinstance(answer, bytes) else json.loads(answer)


async def until_closed(socket):
    begun_s = time.monotonic()
    try:
        while True:
            await picture(socket)
    except ConnectionClosed as closed:
        return time.monotonic() - begun_s, closed.rcvd.code, closed.rcvd.reason


async def test_many_look_and_the_camera_has_one_visitor(server, ada, camera):
    async with looking(server, ada) as one, looking(server, ada) as two, looking(server, ada) as three:
        sizes = [(await picture(socket, width)).size for socket, width in ((one, 640), (two, 160), (three, 320))]
    assert (sizes, camera.connections) == ([(320, 240), (160, 120), (320, 240)], 1)


async def test_a_ticket_opens_once_and_only_for_our_pages(server, ada):
    address = server.replace("http", "ws")
    with pytest.raises(InvalidStatus, match="403"):
        async with connect(address + await elsewhere(path_for, ada), origin="https://evil.example"):
            pass
    path = await elsewhere(path_for, ada)
    async with connect(address + path, origin=server):
        for wrong in (path, path[:-1], "/cam/mx2341-1/hutch/", "/cam/x", "/elsewhere"):
            with pytest.raises(InvalidStatus, match="403"):
                async with connect(address + wrong):
                    pass


@pytest.mark.parametrize("change", ["removed", "locked", "switched off", "closed by staff"])
async def test_the_view_is_cut_within_a_second(server, session, scientist, change):
    olga = await elsewhere(make_person, "olga")
    await elsewhere(set_team_member, session=session, person=olga, role=TeamRole.OBSERVER)
    off = {"session": session.code, "to": SwitchState.OFF, "reason": "A visit", "by": scientist, "now": utc_now()}
    acts = {
        "removed": lambda: remove_team_member(session=session, person=olga),
        "locked": lambda: lock_person(person=olga, reason="left"),
        "switched off": lambda: switch_cameras(**off),
        "closed by staff": lambda: close_channels(session=session.code, by=scientist, now=utc_now()),
    }
    async with looking(server, olga) as socket:
        await picture(socket)
        await elsewhere(acts[change])
        took_s, code, reason = await until_closed(socket)
    assert (took_s < 1.0, code) == (True, 4403)
    assert ("A visit" in reason) == (change == "switched off")


@pytest.mark.slow
async def test_a_slow_viewer_slows_nobody(server, ada, camera):
    async def rate_hz(socket, count=20):
        begun_s = time.monotonic()
        for _ in range(count):
            await picture(socket)
        return count / (time.monotonic() - begun_s)

    async with looking(server, ada) as quick:
        alone_hz = await rate_hz(quick)
        async with looking(server, ada, max_queue=1) as slow:
            for _ in range(200):
                await slow.send('{"width": 640}')
            beside_hz = await rate_hz(quick)
    assert beside_hz > 0.5 * alone_hz


async def test_nothing_comes_that_was_not_asked_for(server, ada):
    async with looking(server, ada) as socket:
        for nonsense in ("x", "[]", "{}", '{"width": "wide"}', '{"width": null}'):
            await socket.send(nonsense)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.recv(), 0.4)
        assert (await picture(socket)).size == (320, 240)


async def test_a_camera_that_is_away_is_said_to_be_and_comes_back(server, ada, camera):
    camera.close()
    async with looking(server, ada) as socket:
        assert await picture(socket) == {"fault": "The camera Hutch does not answer."}


async def test_a_still_is_for_those_who_may_look(server, ada, rival):
    async def still(person, width=160):
        client = Client()
        await elsewhere(client.force_login, person, backend=BACKEND)
        url = f"{server}/api/v1/sessions/mx2341-1/cameras/hutch/still.jpg?width={width}"
        async with httpx.AsyncClient(timeout=30, cookies={"sessionid": client.cookies["sessionid"].value}) as http:
            return await http.get(url)

    answer = await still(ada)
    assert Image.open(io.BytesIO(answer.content)).size == (160, 120)
    assert answer.headers["cache-control"] == "no-store"
    assert (await still(rival)).status_code == 404
    refused = await elsewhere(refusals_of, "rolf")
    assert refused == [{"what": "GET /api/v1/sessions/mx2341-1/cameras/hutch/still.jpg"}]


async def test_a_silent_camera_is_not_waited_for_without_end(session, camera, monkeypatch):
    camera.is_silent = True
    monkeypatch.setattr(stills, "PATIENCE_S", 0.2)
    seen = await elsewhere(session_summary, session.code)
    with pytest.raises(Unavailable, match="The camera Hutch gives no picture"):
        await stills.still_of(seen, camera_at(camera), 640)
    camera.is_silent = False
    monkeypatch.setattr(stills, "PATIENCE_S", 10.0)
    assert Image.open(io.BytesIO(await stills.still_of(seen, camera_at(camera), 640))).size == (320, 240)


def refusals_of(name):
    """What was recorded of somebody's refusals; it is written down while the answer goes out."""
    for _ in range(50):
        found = [dict(one.details) for one in records(words=name).items if one.kind is AuditKind.ACCESS_REFUSED]
        if found:
            return found
        time.sleep(0.1)
    return []


async def first_of(definition):
    pictures = source_of(definition, "sim1")()
    try:
        return await asyncio.wait_for(anext(pictures), 20)
    finally:
        await pictures.aclose()


async def test_the_login_goes_along(camera, tmp_path):
    (tmp_path / "login").write_text("watcher:secret\n")
    assert Image.open(io.BytesIO(await first_of(camera_at(camera, login_file=str(tmp_path / "login")))))
    assert b"Authorization: Basic d2F0Y2hlcjpzZWNyZXQ=" in camera.requests[0]


async def test_a_missing_login_is_said(camera, tmp_path):
    with pytest.raises(Unavailable, match="login of the camera Hutch cannot be read"):
        await first_of(camera_at(camera, login_file=str(tmp_path / "none")))


async def test_ffmpeg_unpacks_what_is_not_jpeg(tmp_path):
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed (Debian package ffmpeg)")
    film = tmp_path / "film.mkv"
    made = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x240:rate=10", "-t", "2", str(film)]
    await asyncio.to_thread(subprocess.run, made, check=True)
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env={"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        port = (await server.stdout.readline()).split()[5].decode()
        served = camera_at(MjpegCamera(), kind=CameraKind.RTSP, address=f"http://127.0.0.1:{port}/film.mkv")
        assert Image.open(io.BytesIO(await first_of(served))).size == (320, 240)
    finally:
        server.kill()
        await server.wait()


async def test_simulated_cameras_draw(session):
    drawn = {"kind": CameraKind.SIMULATED, "address": "farlight.simulator.cameras:hutch"}
    served = camera_at(MjpegCamera(), **drawn)
    assert Image.open(io.BytesIO(await first_of(served))).size == (960, 540)
    with pytest.raises(Unavailable, match="nothing that draws"):
        await first_of(camera_at(MjpegCamera(), kind=CameraKind.SIMULATED, address="farlight.simulator.cameras:cellar"))
