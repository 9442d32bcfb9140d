"""Sessions at a beamline with desktops."""

import pytest

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import ClipboardPolicy, DesktopDefinition
from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.people.tests.factories import make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROOM = DesktopDefinition(code="control-room", name="Control room", width_px=640, height_px=480)
PC = DesktopDefinition(code="microscope", name="Microscope PC", clipboard=ClipboardPolicy.IN)


def offer(*desktops):
    """Let sessions at the beamline have these."""
    define_beamline(definition=a_definition(desktops=desktops))


@pytest.fixture
def session(db):
    """Ada's session; its beamline has a control room and a PC."""
    made = make_session(make_person("ada"))
    offer(ROOM, PC)
    return made


@pytest.fixture
def ada(session):
    """Leads the session."""
    return session.proposal.principal_investigator


@pytest.fixture
def bela(session):
    """Measures in the session."""
    person = make_person("bela")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


@pytest.fixture
def olga(session):
    """Looks on."""
    person = make_person("olga")
    set_team_member(session=session, person=person, role=TeamRole.OBSERVER)
    return person


@pytest.fixture
def lena(session):
    """Staff at the beamline."""
    return make_person("lena", "beamline_scientist", beamline="sim1")


@pytest.fixture
def rolf(session):
    """Somebody with a session of their own elsewhere."""
    person = make_person("rolf")
    make_session(person, "mx9999", beamline="sim2")
    return person
