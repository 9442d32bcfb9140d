"""A session that runs now, and its leader."""

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada(db):
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


@pytest.fixture
def rival(session):
    """Somebody with a session of their own."""
    person = make_person("rolf")
    make_session(person, "mx9999", beamline="sim2")
    return person
