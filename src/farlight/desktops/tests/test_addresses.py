"""Desktops that are there already: a real TigerVNC of an instrument, with a password and without, seen through us."""

import asyncio
import dataclasses
import shutil
import socket
import subprocess

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from farlight.desktops.domain.passwords import hidden
from farlight.desktops.hosting.host import Host
from farlight.desktops.models import Desktop
from farlight.desktops.public import close_desktop
from farlight.desktops.tests.conftest import ROOM, offer
from farlight.desktops.tests.factories import CODE, looked, make_desktop
from farlight.desktops.tests.test_web_view import elsewhere, looking, path_for
from farlight.kernel.time import utc_now
from tests.system.web_server import web_server

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True)]
PASSWORD = "micro7pw"
OFF = "Its computer does not answer: is it switched on, and does its VNC server run?"
ASKS = "The desktop wants a password. Staff: name a file with it as `password_file` in the facility file."
WRONG = "The desktop refuses the password. Staff: put the right one into its `password_file`."


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Instrument:
    """A microscope's PC, whose VNC server is switched on and off."""

    def __init__(self, folder):
        self.folder, self.port, self._server = folder, free_port(), None
        (folder / "hidden").write_bytes(hidden(PASSWORD.encode()))

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def switch_on(self, security="VncAuth"):
        words = ["-displayfd", "1", "-rfbport", str(self.port), "-interface", "127.0.0.1", "-geometry", "400x300"]
        kept = ["-SecurityTypes", security, "-PasswordFile", str(self.folder / "hidden"), "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            ["Xtigervnc", *words, *kept], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=self.folder
        )
        assert self._server.stdout.readline()

    def switch_off(self):
        if self._server is not None:
            self._server.terminate()
            self._server.communicate()
            self._server = None


@pytest.fixture
def instrument(tmp_path):
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    made = Instrument(tmp_path)
    yield made
    made.switch_off()


@pytest.fixture
def host(session, settings, tmp_path):
    settings.FARLIGHT_STATE_DIR = tmp_path / "state"
    made = Host()
    yield made
    made.end_all(now=utc_now(), reason="The test ended.")


def asked(ada, instrument, password="", **parts):
    """Ada asks for the microscope's PC, whose password stands in a file."""
    file = instrument.folder / "password"
    file.write_text(password + "\n")
    offer(dataclasses.replace(ROOM, address=instrument.address, password_file=str(file) if password else "", **parts))
    return make_desktop(ada, runs=False)


def has_words(row):
    return bool(row.waits) or row.state != "asked"


def runs(row):
    return row.state == "running"


@pytest.mark.parametrize(("security", "password"), [("VncAuth", PASSWORD), ("None", "")])
def test_an_instruments_own_server_is_seen_through_the_proxy(host, ada, instrument, security, password):
    instrument.switch_on(security)
    row = asked(ada, instrument, password)
    assert looked(host, row, has_words) == ("running", "")

    async def look(server):
        async with looking(server, ada) as viewer:
            return viewer.size_px, len(await viewer.picture())

    with web_server() as server:
        assert asyncio.run(look(server)) == ((400, 300), 400 * 300 * 4)


def test_one_that_is_switched_off_is_waited_for_and_found_when_it_is_on(host, ada, instrument):
    row = asked(ada, instrument, PASSWORD)
    assert looked(host, row, has_words) == ("asked", OFF)
    instrument.switch_on()
    assert looked(host, row, runs) == ("running", "")


@pytest.mark.parametrize(("password", "words"), [("", ASKS), ("wrong", WRONG)])
def test_a_password_that_is_wrong_or_missing_is_said_and_tried_again(
    host, ada, instrument, monkeypatch, password, words
):
    monkeypatch.setattr("farlight.desktops.hosting.trials.AGAIN_AFTER_PASSWORD_S", 0.5)
    instrument.switch_on()
    row = asked(ada, instrument, password)
    assert looked(host, row, has_words) == ("asked", words)
    file = instrument.folder / "password"
    file.write_text(PASSWORD)
    offer(dataclasses.replace(ROOM, address=instrument.address, password_file=str(file)))
    assert looked(host, row, runs) == ("running", "")


def test_what_nobody_waits_for_any_more_is_tried_no_more(host, ada, instrument):
    row = asked(ada, instrument, PASSWORD)
    looked(host, row, has_words)
    close_desktop(session=CODE, name="control-room", reason="", by=ada, now=utc_now())
    assert looked(host, row, lambda row: row.state == "closed") == ("closed", "")


async def ending(server, ada):
    async with connect(server.replace("http", "ws") + await elsewhere(path_for, ada), compression=None) as socket:
        await socket.wait_closed()
        return socket.close_code, socket.close_reason


def test_viewers_read_why_they_see_nothing(host, ada, instrument):
    instrument.switch_on()
    row = asked(ada, instrument, PASSWORD)
    looked(host, row, runs)
    with web_server() as server:
        (instrument.folder / "password").write_text("wrong")
        assert asyncio.run(ending(server, ada)) == (4504, WRONG)
        instrument.switch_off()
        assert asyncio.run(ending(server, ada)) == (4503, OFF)


def test_only_addresses_of_the_facility_file_are_reached(host, ada, instrument):
    """Whatever a row or a path says: what the facility file does not offer is not connected to."""
    instrument.switch_on("None")
    row = asked(ada, instrument)
    looked(host, row, runs)

    async def refused(server, path):
        with pytest.raises(InvalidStatus, match="403"):
            async with connect(server.replace("http", "ws") + path):
                pass

    with web_server() as server:
        path = path_for(ada)
        offer(dataclasses.replace(ROOM, code="other", address="127.0.0.1:9"))
        asyncio.run(refused(server, path))
        Desktop.objects.filter(pk=row.pk).update(kind=instrument.address)
        for name in (instrument.address, f"..%2f{instrument.address}"):
            asyncio.run(refused(server, f"/desk/{CODE}/{name}/{path.rpartition('/')[2]}"))
