"""A session whose people may have notebooks, at a facility with a hub."""

import time

import pytest

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.leases.tests.factories import end_of_watch
from farlight.notebooks.models import Notebook
from farlight.notebooks.public import define_notebooks
from farlight.notebooks.services.keeping import Keeper
from farlight.notebooks.tests.small_hub import TOKEN, small_hub
from farlight.notebooks.types import NotebooksDefinition, SizeDefinition
from farlight.people.tests.factories import make_person

SIZES = (
    SizeDefinition(code="small", name="2 cores, 8 GB", options={"profile": "small"}),
    SizeDefinition(code="large", name="32 cores, 128 GB", options={"profile": "large"}),
)


@pytest.fixture
def session(transactional_db):
    return make_session()


@pytest.fixture
def ben(session):
    """Measures in the session."""
    person = make_person("ben")
    set_team_member(session=session, person=person, role=TeamRole.MEMBER)
    return person


@pytest.fixture
def olga(session):
    """Looks on."""
    person = make_person("olga")
    set_team_member(session=session, person=person, role=TeamRole.OBSERVER)
    return person


@pytest.fixture
def rival(session):
    return make_person("rival")


@pytest.fixture
def hub(settings):
    settings.FARLIGHT_NOTEBOOKS_TOKEN = TOKEN
    with small_hub() as hub:
        yield hub


@pytest.fixture
def offered(hub, session):
    """The facility has the hub, and two sizes."""
    define_notebooks(definition=NotebooksDefinition(address=hub.address, size=SIZES))
    return hub


@pytest.fixture
def keeper(offered):
    keeper = Keeper()
    yield keeper
    keeper.stop()
    end_of_watch()


def newest():
    return Notebook.objects.order_by("-pk").first()


def until(keeper, holds, *, now=utc_now, within_s=20):
    """Let a keeper look until something holds of the newest notebook; return it."""
    until_s = time.monotonic() + within_s
    while True:
        keeper.look(now=now())
        row = newest()
        if holds(row):
            return row
        assert time.monotonic() < until_s, (row.state, row.reason, row.trouble)
        time.sleep(0.05)


def comes_to(keeper, state, **how):
    """Let a keeper look until the newest notebook is in a state; return it."""
    return until(keeper, lambda row: row.state == state, **how)
