"""Two groups that must not know of each other, and those who look after both."""

from dataclasses import dataclass

import pytest
from django.test import Client

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.people.types import Actor

LOGIN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Groups:
    """People of two proposals; each with a browser."""

    ada: Actor
    ada_browser: Client
    rival_browser: Client
    safety: Actor
    safety_browser: Client


def browser_of(person):
    """A browser in which somebody is logged in."""
    client = Client()
    client.force_login(person, backend=LOGIN)
    return client


@pytest.fixture
def groups(db):
    """Ada's mx2341 and the rival's mx9999."""
    ada, rival, safety = make_person("ada"), make_person("rival"), make_person("sam", "safety")
    make_session(ada, "mx2341")
    make_session(rival, "mx9999", beamline="sim2")
    return Groups(
        ada=ada,
        ada_browser=browser_of(ada),
        rival_browser=browser_of(rival),
        safety=safety,
        safety_browser=browser_of(safety),
    )
