"""Desktops behind a real guacd, which reaches a real TigerVNC, by real websockets of a real server."""

import asyncio
import dataclasses
import shutil
import time
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import connect

from farlight.beamlines.types import GuacamolePlace, GuacamoleProtocol, GuacdAddress
from farlight.beamtime.public import remove_team_member
from farlight.desktops.adapters.places import folder_of
from farlight.desktops.hosting.host import Host
from farlight.desktops.public import close_desktop, give_control
from farlight.desktops.tests.conftest import ROOM, offer
from farlight.desktops.tests.factories import looked, make_desktop
from farlight.desktops.tests.guacamole_viewer import GuacamoleViewer
from farlight.desktops.tests.private_guacd import PASSWORD, Guacd, Machine, program
from farlight.desktops.tests.test_web_view import WHERE, elsewhere, path_for
from farlight.kernel.time import utc_now
from farlight.leases.public import close_channels
from tests.system.web_server import letting_go, web_server

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
BLUE, YELLOW = "#204080", "#d0a020"
UNREACHED = "The Guacamole server does not reach the desktop's computer, or is not let in there"


@pytest.fixture
def guacd(tmp_path):
    if not program():
        pytest.skip("guacd is not there (scripts/private_guacd.sh fetches it)")
    made = Guacd(tmp_path).start()
    yield made
    made.stop()


@pytest.fixture
def machine(tmp_path):
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    made = Machine(tmp_path / "machine")
    yield made
    made.switch_off()


@pytest.fixture
def host(session, settings, tmp_path):
    settings.FARLIGHT_STATE_DIR = tmp_path / "state"
    made = Host()
    yield made
    made.end_all(now=utc_now(), reason="The test ended.")


def place(guacd, machine, password=PASSWORD, **parameters):
    file = machine.folder / "password"
    file.write_text(password + "\n")
    return GuacamolePlace(
        guacd=GuacdAddress(address=guacd.address),
        protocol=GuacamoleProtocol.VNC,
        parameters={"hostname": "127.0.0.1", "port": str(machine.port), **parameters},
        secret_files={"password": str(file)} if password else {},
    )


def asked(ada, guacamole, **parts):
    offer(dataclasses.replace(ROOM, guacamole=guacamole, **parts))
    return make_desktop(ada, runs=False)


def runs(row):
    return row.state == "running"


def has_words(row):
    return bool(row.waits) or row.state != "asked"


@pytest.fixture
def desktop(host, ada, guacd, machine):
    row = asked(ada, place(guacd, machine.switch_on()))
    looked(host, row, runs)
    return row


@pytest.fixture
def server(desktop):
    with letting_go(), web_server() as address:
        yield address


@asynccontextmanager
async def looking(server, person, **options):
    path = await elsewhere(path_for, person)
    parts = {"compression": None, "max_size": None} | options
    async with connect(server.replace("http", "ws") + path, **parts) as socket:
        yield await GuacamoleViewer(socket).hear(1.2)


async def test_only_keys_of_who_has_control_arrive_and_all_see_them(server, machine, ada, bela, olga):
    async with looking(server, ada) as one, looking(server, bela) as two, looking(server, olga) as three:
        viewers = (one, two, three)
        assert [viewer.colour() for viewer in viewers] == [BLUE] * 3
        for viewer, letter in zip(viewers, "abc", strict=True):
            await viewer.press(ord(letter))
            await viewer.hear(0.5)
        assert machine.typed() == "a"
        assert [(await viewer.hear(0.3)).colour() for viewer in viewers] == [YELLOW] * 3
        await elsewhere(give_control, **WHERE, to="bela", by=ada, now=utc_now())
        await asyncio.gather(*(viewer.hear(1.2) for viewer in viewers))
        for viewer, letter in zip(viewers, "def", strict=True):
            await viewer.press(ord(letter))
            await viewer.hear(0.5)
        assert machine.typed() == "ae"
        assert [(await viewer.hear(0.3)).colour() for viewer in viewers] == [BLUE] * 3
        assert [viewer.anew for viewer in viewers] == [3, 2, 1], "control is another line of guacd"


@pytest.mark.parametrize("change", ["removed", "closed by staff", "desktop closed"])
async def test_the_view_is_cut_within_two_seconds(server, session, bela, lena, change):
    acts = {
        "removed": lambda: remove_team_member(session=session, person=bela),
        "closed by staff": lambda: close_channels(session=session.code, by=lena, now=utc_now()),
        "desktop closed": lambda: close_desktop(**WHERE, reason="Fire drill", by=lena, now=utc_now()),
    }
    async with looking(server, bela) as viewer:
        await elsewhere(acts[change])
        took_s, code, reason = await viewer.until_closed()
    assert (took_s < 2.0, code) == (True, 4410 if change == "desktop closed" else 4403)
    assert ("Fire drill" in reason) == (change == "desktop closed")


async def test_a_clipboard_goes_in_from_who_has_control_and_out_to_nobody_else(server, machine, ada, olga):
    async with looking(server, ada) as one, looking(server, olga) as two:
        for viewer in (two, one):
            await viewer.say("clipboard", 3, "text/plain")
            await viewer.say("blob", 3, "c2VjcmV0")
            await viewer.say("end", 3)
        await one.hear(0.5)
        await two.hear(0.1)
    assert "clipboard" not in two.opcodes()
    assert two.opcodes() <= {
        "",
        "size",
        "img",
        "blob",
        "end",
        "cursor",
        "sync",
        "mouse",
        "nop",
        "copy",
        "rect",
        "cfill",
    }


@pytest.mark.parametrize(
    "said",
    ["4.sync", "9.clipboard,1.0,9.text/html;", "3.key,2.97;", "99999999.", "5.mouse,1.1,1.1,1.x;", "4.evil;", "x"],
)
async def test_what_nobody_may_say_ends_the_line(server, olga, said):
    async with looking(server, olga) as viewer:
        await viewer.socket.send((said + ";;;").encode())
        assert (await viewer.until_closed())[1] == 4400


async def test_a_line_that_breaks_finds_the_desktop_as_it_was(server, machine, ada):
    async with looking(server, ada) as viewer:
        await viewer.press()
        await viewer.hear(0.4)
        viewer.socket.transport.abort()
    async with looking(server, ada) as viewer:
        assert (machine.typed(), viewer.colour()) == ("a", YELLOW)


async def test_an_operators_held_keys_are_let_go_with_the_line(server, machine, ada):
    async with looking(server, ada) as viewer:
        await viewer.say("key", 0xFFE1, 1)  # Shift, held
        await viewer.hear(0.3)
    await asyncio.sleep(0.7)
    async with looking(server, ada) as viewer:
        await viewer.press()
        await viewer.hear(0.4)
    assert machine.typed().strip("\0") == "a"


async def test_thumbnails_are_pushed_to_staff(server, lena):
    path = await elsewhere(path_for, lena, "thumbnails")
    async with connect(server.replace("http", "ws") + path, compression=None) as socket:
        picture = await asyncio.wait_for(socket.recv(), 5)
        assert (picture[:4], picture[8:12]) == (b"RIFF", b"WEBP")


@pytest.mark.slow
async def test_a_slow_viewer_slows_nobody(server, machine, ada, olga):
    async with looking(server, olga, max_queue=1) as slow, looking(server, ada) as fast:
        slow.socket.transport.pause_reading()
        for count in range(10):
            await fast.press()
            await fast.hear(0.25)
            assert fast.colour() == (BLUE if count % 2 else YELLOW)
        assert fast.heard[-1].opcode in {"sync", "nop"}
    assert machine.typed() == "a" * 10


def written(folder, is_so):
    """What stands in the folder about the connection, once it is so."""
    end_s = time.monotonic() + 30
    while not is_so(text := (folder / "connection").read_text()):
        assert time.monotonic() < end_s, text
        time.sleep(0.1)
    return text


def test_a_guacd_that_comes_back_is_found_and_no_secret_lies_about(host, ada, guacd, machine, desktop, caplog):
    folder = folder_of(desktop.code)
    first = (folder / "connection").read_text()
    guacd.stop()
    assert written(folder, lambda text: text != first) == "The Guacamole server reaches the desktop's computer anew."
    guacd.start()
    assert written(folder, lambda text: text.startswith("$")) != first
    assert (folder / "connection").stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in caplog.text
    assert [path.name for path in folder.iterdir()] == ["connection"]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"password": "wrong"}, UNREACHED),
        ({"password": ""}, "The desktop asks for `password`. Staff: name a file for it in `guacamole.secret_files`."),
        ({"port": "1"}, UNREACHED),
        ({"hostnam": "x"}, "The Guacamole server does not know `hostnam`. Staff: see `guacamole.parameters`."),
    ],
)
def test_what_is_wrong_is_said_while_it_is_waited_for(host, ada, guacd, machine, parts, words):
    machine.switch_on()
    state, waits = looked(host, asked(ada, place(guacd, machine, **parts)), has_words)
    assert (state, waits.startswith(words)) == ("asked", True), waits


def test_one_that_is_switched_off_is_found_when_it_is_on_and_what_is_not_wanted_is_forgotten(host, ada, guacd, machine):
    row = asked(ada, place(guacd, machine))
    assert looked(host, row, has_words)[0] == "asked"
    machine.switch_on()
    assert looked(host, row, runs) == ("running", "")
    close_desktop(**WHERE, reason="", by=ada, now=utc_now())
    assert looked(host, row, lambda row: row.state == "closed") == ("closed", "")
    assert not folder_of(row.code).exists()
