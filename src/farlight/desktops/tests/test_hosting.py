"""The process that starts and ends desktops."""

import dataclasses
import shutil

import pytest

from farlight.beamtime.public import change_state
from farlight.beamtime.types import SessionState
from farlight.desktops.adapters.places import folder_of, found
from farlight.desktops.adapters.tigervnc import found_in
from farlight.desktops.domain.programs import filled
from farlight.desktops.hosting.host import Host, sole_host
from farlight.desktops.tests.conftest import ROOM, offer
from farlight.desktops.tests.factories import make_desktop
from farlight.desktops.types import DesktopPlace
from farlight.kernel.errors import Conflict, Unavailable
from farlight.kernel.time import utc_now


@pytest.fixture(autouse=True)
def _state(settings, tmp_path):
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    settings.FARLIGHT_STATE_DIR = tmp_path


@pytest.fixture
def host(session):
    made = Host()
    yield made
    made.end_all(now=utc_now(), reason="The test ended.")


def after_a_look(host, row):
    host.look(now=utc_now())
    row.refresh_from_db()
    return row.state, row.reason


def test_a_desktop_that_died_is_said_to_have_failed(host, ada):
    row = make_desktop(ada, runs=False)
    assert after_a_look(host, row) == ("running", "")
    assert after_a_look(host, row) == ("running", "")
    found_in(folder_of(row.code)).end()
    state, reason = after_a_look(host, row)
    assert (state, reason) == ("failed", "Its program ended, or the machine was started anew.")


def test_a_program_that_there_is_not_is_named(host, ada):
    offer(dataclasses.replace(ROOM, program=("/no/such/program",)))
    assert after_a_look(host, make_desktop(ada, runs=False)) == (
        "failed",
        "/no/such/program does not start: No such file or directory.",
    )


def test_with_its_session_a_desktop_ends_and_its_password_goes(host, session, ada):
    row = make_desktop(ada, runs=False)
    after_a_look(host, row)
    assert (folder_of(row.code) / "password").exists()
    change_state(session=session, to=SessionState.ENDED)
    assert after_a_look(host, row) == ("closed", "The session is over.")
    assert not folder_of(row.code).exists()


def test_what_is_offered_no_more_ends(host, ada):
    row = make_desktop(ada, runs=False)
    after_a_look(host, row)
    offer()
    assert after_a_look(host, row) == ("closed", "The facility does not offer it any more.")


def test_a_password_that_cannot_be_read_is_said(tmp_path):
    with pytest.raises(Unavailable, match="password of the desktop cannot be read"):
        found(DesktopPlace(folder="", shared="", address="host:5900", password_file=str(tmp_path / "none")))


def test_there_is_one_host_for_a_state_folder():
    with sole_host(), pytest.raises(Conflict, match="Another process"), sole_host():
        pass


def test_arguments_are_filled_and_other_braces_stay():
    assert filled(("{python}", "x={beamline}", "{else}"), python="py", beamline="i03") == ("py", "x=i03", "{else}")
