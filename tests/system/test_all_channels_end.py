"""Whoever loses a session has nothing of it open within two seconds, over real lines: survivors are counted."""

import asyncio
import shutil

import asyncssh
import pytest
from asgiref.sync import sync_to_async

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import CameraDefinition, CameraKind, ComputerDefinition, DesktopDefinition
from farlight.beamtime.public import change_state, remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import SessionState, TeamRole
from farlight.bus.public import watch
from farlight.desktops.hosting.host import Host
from farlight.desktops.public import start_desktop
from farlight.gateway.service import Gateway, Listening
from farlight.gateway.tests.conftest import serving
from farlight.kernel.time import utc_now
from farlight.leases.public import add_key, close_channels, open_channels_of
from farlight.notebooks.public import define_notebooks, kept_notebooks
from farlight.notebooks.tests.small_hub import TOKEN, small_hub
from farlight.notebooks.types import NotebooksDefinition
from farlight.people.public import issue_token, lock_person
from farlight.people.tests.factories import make_person
from tests.system.everything_open import Visit, everything_open
from tests.system.web_server import web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.system, pytest.mark.slow, pytest.mark.timeout(300)]

WITHIN_S = 2.0
HUTCH = CameraDefinition(
    code="hutch", name="Hutch", kind=CameraKind.SIMULATED, address="farlight.simulator.cameras:hutch"
)
COMPUTER = ComputerDefinition(name="sim1-control", address="farlight.simulator.computer:serve", login="users")
DESKTOPS = tuple(
    DesktopDefinition(code=code, name=code.title(), width_px=320, height_px=240)
    for code in ("control-room", "microscope")
)
LARGE_BYTES = 3_000_000_000
OPEN = ["control", "desktop", "desktop", "downloads", "notebook", "sftp", "ssh", "ssh", "webcam"]
"""Channels of the lease that are open, by kind; who types on a desktop looks at it, too."""
FILES = {"events", "download", "sftp"}


@pytest.fixture
def session(transactional_db, settings, tmp_path):
    """A session with a large file, at a beamline with a camera, a computer and two desktops."""
    settings.FARLIGHT_RECORDINGS_DIR = tmp_path / "recordings"
    session = make_session()
    define_beamline(definition=a_definition(cameras=(HUTCH,), computers=(COMPUTER,), desktops=DESKTOPS))
    folder = session_folder(session.code) / "raw"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "large.h5").open("wb") as file:
        file.truncate(LARGE_BYTES)
    return session


@pytest.fixture
def ben(session):
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


@pytest.fixture
def lena(session):
    return make_person("lena", "beamline_scientist", beamline="sim1")


@pytest.fixture
def desktops(session, ben):
    """Ben's control room, and the microscope of the session's leader, on real VNC servers."""
    if shutil.which("Xtigervnc") is None:
        pytest.skip("Xtigervnc is not installed (Debian package tigervnc-standalone-server)")
    owners = {"control-room": ben, "microscope": session.proposal.principal_investigator}
    for name, owner in owners.items():
        start_desktop(session=session.code, name=name, by=owner, now=utc_now())
    host = Host()
    host.look(now=utc_now())
    yield
    host.end_all(now=utc_now(), reason="The test ended.")


@pytest.fixture
def hub(session, settings):
    """A hub that answers as JupyterHub does; ``test_notebooks_at_the_hub`` has the real one."""
    settings.FARLIGHT_NOTEBOOKS_TOKEN = TOKEN
    with small_hub() as hub:
        define_notebooks(definition=NotebooksDefinition(address=hub.address))
        yield hub


@pytest.fixture
def visit(session, ben, desktops, hub, tmp_path):
    """Ben, with a token and a key, at a web server and a gateway."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    add_key(person=ben, line=key.export_public_key().decode(), label="laptop", now=utc_now())
    token = issue_token(person=ben, label="test", now=utc_now())
    gateway = Gateway(Listening(host="127.0.0.1", port=0, keys=tmp_path, site="http://127.0.0.1"))
    with web_server() as address, serving(gateway) as port, kept_notebooks():
        how = {"username": "ben", "token": token, "key": key, "servers": hub.servers}
        yield Visit(address=address, port=port, session=session.code, **how)
    watch.stop()


@pytest.mark.parametrize("cause", ["removed", "locked"])
def test_nothing_survives(visit, session, ben, cause):
    end = {
        "removed": lambda: remove_team_member(session=session, person=ben),
        "locked": lambda: lock_person(person=ben, reason="left"),
    }[cause]
    assert survivors(visit, ben, end) == set()


def test_hands_do_not_survive_a_session_that_ends(visit, session, ben):
    """One looks on for some minutes after the end (``docs/reference/rights.md``) and processes on; files stay."""
    listed = ["desktop", "desktop", "downloads", "notebook", "sftp", "webcam"]
    left = survivors(visit, ben, lambda: change_state(session=session, to=SessionState.ENDED), listed=listed)
    assert left == FILES | {"camera", "desktop", "control", "notebook"}


def test_only_files_survive_a_session_that_is_closed(visit, session, ben):
    assert survivors(visit, ben, lambda: ended_and_closed(session), listed=["downloads", "sftp"]) == FILES


def ended_and_closed(session):
    for state in (SessionState.ENDED, SessionState.CLOSED):
        change_state(session=session, to=state)


def test_no_channel_survives_staff_who_close_it(visit, session, ben, lena):
    left = survivors(visit, ben, lambda: close_channels(session=session.code, by=lena, person=ben, now=utc_now()))
    assert left == {"events"}


def survivors(visit, person, end, *, listed=()):
    """Open everything and end it; return the ways that are open still. A moment later no more than these are listed."""

    async def counted():
        everything = await everything_open(visit)
        try:
            await until_listed(person, OPEN)  # keyboard and pointer come a moment after the picture
            await sync_to_async(end)()
            left = await everything.left_after(WITHIN_S)
            await until_listed(person, list(listed))
            return left
        finally:
            await everything.leave()

    return asyncio.run(counted())


async def until_listed(person, kinds):
    """Wait until somebody's open channels are of these kinds."""
    for _ in range(300):
        found = sorted(channel.kind.value for channel in await sync_to_async(open_channels_of)(person.pk))
        if found == kinds:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(found)
