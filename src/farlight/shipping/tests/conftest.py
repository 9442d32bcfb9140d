"""A proposal's group, the people of the facility, and a rival."""

from datetime import timedelta

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.shipping.tests.factories import make_parcel

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ada(db):
    """Leads the proposal."""
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


@pytest.fixture
def stores(session):
    return make_person("sol", "stores")


@pytest.fixture
def safety(session):
    return make_person("saf", "safety")


@pytest.fixture
def rival(session):
    """Leads a proposal of their own."""
    person = make_person("rolf")
    make_session(person, "mx9999", beamline="sim2")
    return person


@pytest.fixture
def parcel(ada, session):
    """Prepared yesterday."""
    return make_parcel(ada, session=session.code, now=utc_now() - timedelta(days=1))
