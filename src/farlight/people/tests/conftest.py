"""What tests of signing on share."""

import pytest

from farlight.people.public import define_sign_on
from farlight.people.tests.factories import make_person
from farlight.people.tests.paper_provider import paper_provider


@pytest.fixture
def paper(db):
    """A provider on loopback that the facility knows, and that signs whatever a test wants."""
    with paper_provider() as paper:
        define_sign_on(providers=[paper.definition()])
        yield paper


@pytest.fixture
def ada(db):
    """Ada, who logs in with a password."""
    ada = make_person("ada")
    ada.set_password("correct horse battery")
    ada.save()
    return ada
