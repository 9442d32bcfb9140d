"""Real desktops, by real websockets of a real server."""

import asyncio
import dataclasses
import shutil
import struct
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from django.test import Client
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from farlight.beamtime.public import remove_team_member
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.hosting.host import Host
from farlight.desktops.models import Desktop
from farlight.desktops.public import ask_for_control, close_desktop, give_control, lock_desktop
from farlight.desktops.queries import desktop_sight
from farlight.desktops.tests.conftest import BACKEND, ROOM, offer
from farlight.desktops.tests.factories import CODE, make_desktop
from farlight.desktops.tests.viewer import Viewer
from farlight.kernel.time import utc_now
from farlight.leases.public import channels_in, close_channel, close_channels
from farlight.leases.types import ChannelKind, Ending
from farlight.people.public import lock_person
from tests.system.own_thread import elsewhere
from tests.system.web_server import web_server

pytestmark = pytest.mark.django_db(transaction=True)
WHERE = {"session": CODE, "name": "control-room"}
TYPEWRITER = Path(__file__).with_name("typewriter.py")


@pytest.fixture
def desktop(session, ada, settings, tmp_path):
    """Ada's control room, running, with a program that writes keys down."""
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    settings.FARLIGHT_STATE_DIR = tmp_path
    offer(dataclasses.replace(ROOM, program=("{python}", str(TYPEWRITER))))
    row = make_desktop(ada, runs=False)
    host = Host()
    host.look(now=utc_now())
    row.refresh_from_db()
    assert row.state == "running", row.reason
    keys = folder_of(row.code) / "keys.txt"
    for _ in range(200):
        if keys.exists():
            break
        time.sleep(0.05)
    time.sleep(0.3)
    yield row
    host.end_all(now=utc_now(), reason="The test ended.")


@pytest.fixture
def server(desktop):
    with web_server() as address:
        yield address


def path_for(person, kind="views"):
    client = Client()
    client.force_login(person, backend=BACKEND)
    url = f"/api/v1/sessions/{CODE}/desktops/control-room/{kind}"
    return client.post(url, {}, content_type="application/json").json()["path"]


@asynccontextmanager
async def looking(server, person, encodings=(0,), **options):
    path = await elsewhere(path_for, person)
    parts = {"compression": None, "subprotocols": ["binary"], "max_size": None} | options
    async with connect(server.replace("http", "ws") + path, **parts) as socket:
        yield await Viewer(socket).enter(encodings)


def typed(desktop):
    return (folder_of(desktop.code) / "keys.txt").read_text()


async def test_only_keys_of_who_has_control_arrive(server, desktop, ada, bela, olga):
    async with looking(server, ada) as one, looking(server, bela) as two, looking(server, olga) as three:
        await asyncio.sleep(1.0)
        for viewer, letter in ((one, "a"), (two, "b"), (three, "c")):
            await viewer.press(ord(letter))
        await asyncio.sleep(0.5)
        assert typed(desktop) == "a"
        await elsewhere(give_control, **WHERE, to="bela", by=ada, now=utc_now())
        await asyncio.sleep(1.0)
        for viewer, letter in ((one, "d"), (two, "e"), (three, "f")):
            await viewer.press(ord(letter))
        await asyncio.sleep(0.5)
        assert typed(desktop) == "ae"


async def test_all_see_the_same_and_a_key_changes_it(server, ada, olga):
    async with looking(server, ada) as one, looking(server, olga) as two:
        before = await one.picture()
        assert await two.picture() == before
        await asyncio.sleep(0.8)
        await one.press()
        await asyncio.sleep(0.5)
        after = await one.picture()
        assert (after != before, await two.picture() == after) == (True, True)


@pytest.mark.parametrize("change", ["removed", "account locked", "closed by staff", "desktop closed"])
async def test_the_view_is_cut_within_two_seconds(server, session, desktop, bela, lena, change):
    acts = {
        "removed": lambda: remove_team_member(session=session, person=bela),
        "account locked": lambda: lock_person(person=bela, reason="left"),
        "closed by staff": lambda: close_channels(session=session.code, by=lena, now=utc_now()),
        "desktop closed": lambda: close_desktop(**WHERE, reason="Fire drill", by=lena, now=utc_now()),
    }
    async with looking(server, bela) as viewer:
        await viewer.picture()
        await elsewhere(acts[change])
        took_s, code, reason = await viewer.until_closed()
    assert (took_s < 2.0, code) == (True, 4410 if change == "desktop closed" else 4403)
    assert ("Fire drill" in reason) == (change == "desktop closed")
    assert reason


async def test_hands_are_a_channel_of_their_own_that_staff_close(server, desktop, ada):
    async with looking(server, ada) as viewer:
        await asyncio.sleep(1.0)
        (hands,) = (c for c in await elsewhere(channels_in, ada, CODE, utc_now()) if c.kind is ChannelKind.CONTROL)
        await elsewhere(close_channel, hands.code, now=utc_now(), why=Ending.CLOSED, by="lena")
        await asyncio.sleep(1.5)
        sight = await elsewhere(desktop_sight, ada, CODE, "control-room", now=utc_now())
        assert sight.desktop.holder is None
        await viewer.press()
        await asyncio.sleep(0.3)
        assert typed(desktop) == ""
        await elsewhere(ask_for_control, **WHERE, by=ada, now=utc_now())
        await asyncio.sleep(1.0)
        await viewer.press()
        await asyncio.sleep(0.3)
        assert typed(desktop) == "a"


async def test_a_locked_desktop_takes_nothing_from_anybody(server, desktop, ada, lena):
    async with looking(server, ada) as viewer:
        await asyncio.sleep(0.8)
        await elsewhere(lock_desktop, **WHERE, lock=True, reason="Hutch open", by=lena, now=utc_now())
        await asyncio.sleep(1.0)
        await viewer.press()
        await asyncio.sleep(0.3)
    assert typed(desktop) == ""


async def test_a_ticket_opens_once_and_only_for_our_pages(server, ada, rolf):
    address = server.replace("http", "ws")
    with pytest.raises(InvalidStatus, match="403"):
        async with connect(address + await elsewhere(path_for, ada), origin="https://evil.example"):
            pass
    path = await elsewhere(path_for, ada)
    small = path.replace("/desk/", "/desk-small/")
    async with connect(address + path, origin=server, compression=None):
        for wrong in (path, small, path[:-1], f"/desk/{CODE}/control-room/", "/desk/x", "/desk-small/x"):
            with pytest.raises(InvalidStatus, match="403"):
                async with connect(address + wrong):
                    pass
    with pytest.raises(KeyError):
        await elsewhere(path_for, rolf)


async def test_what_nobody_may_say_ends_the_line(server, olga):
    async with looking(server, olga) as viewer:
        await viewer.socket.send(bytes([200]) + bytes(64))
        assert (await viewer.until_closed())[1:] == (4400, "There is no message 200.")


async def test_a_line_that_breaks_finds_the_desktop_as_it_was(server, desktop, ada):
    async with looking(server, ada) as viewer:
        await asyncio.sleep(0.8)
        await viewer.press()
        await asyncio.sleep(0.5)
        before = await viewer.picture()
        viewer.socket.transport.abort()
    async with looking(server, ada) as viewer:
        assert await viewer.picture() == before


async def test_the_host_finds_a_desktop_again(server, desktop, ada):
    async with looking(server, ada) as viewer:
        before = await viewer.picture()
        await elsewhere(Host().look, now=utc_now())
        assert await viewer.picture() == before
    state = await elsewhere(Desktop.objects.values_list("state", flat=True).get, pk=desktop.pk)
    assert state == "running"


async def test_thumbnails_are_pushed_to_staff_alone(server, ada, lena):
    path = await elsewhere(path_for, lena, "thumbnails")
    async with connect(server.replace("http", "ws") + path, compression=None) as socket:
        picture = await asyncio.wait_for(socket.recv(), 5)
        assert (picture[:4], picture[8:12]) == (b"RIFF", b"WEBP")
        with pytest.raises(TimeoutError):  # nothing changes, and nothing comes
            await asyncio.wait_for(socket.recv(), 1.5)
        await elsewhere(close_desktop, **WHERE, reason="", by=lena, now=utc_now())
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        assert closed.value.rcvd.code == 4410
    with pytest.raises(KeyError):
        await elsewhere(path_for, ada, "thumbnails")


async def test_an_operators_held_keys_are_let_go_with_the_line(server, desktop, ada):
    async with looking(server, ada) as viewer:
        await asyncio.sleep(0.8)
        await viewer.socket.send(struct.pack(">BBxxI", 4, 1, 0xFFE1))  # Shift, held
        await asyncio.sleep(0.3)
    await asyncio.sleep(0.5)
    async with looking(server, ada) as viewer:
        await asyncio.sleep(0.8)
        await viewer.press()
        await asyncio.sleep(0.3)
    assert typed(desktop).strip("\0") == "a"


def test_the_program_is_told_no_secret(desktop):
    told = [names for process in Path("/proc").glob("[0-9]*") if (names := _names_told_to_a_typewriter(process))]
    assert told, "the program runs"
    assert {name for names in told for name in names if name.startswith(("FARLIGHT", "DJANGO"))} == set()


def _names_told_to_a_typewriter(process):
    """Return the names in a program's environment; tests beside this one may have typewriters too, and programs end."""
    try:
        if str(TYPEWRITER) not in (process / "cmdline").read_text():
            return set()
        return {line.partition("=")[0] for line in (process / "environ").read_text().split("\0")}
    except OSError:
        return set()
