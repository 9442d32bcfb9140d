"""A proposal with two substances, and a sheet of three crystals."""

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.samples.services.registration import register_substance
from farlight.samples.types import Hazard


@pytest.fixture
def bea(db):
    """Of the same group."""
    return make_person("bea")


@pytest.fixture
def ada(bea):
    person = make_person("ada")
    make_session(person, "mx2345", members=[bea])
    for acronym in ("lyso", "thau"):
        register_substance(proposal="mx2345", acronym=acronym, name=acronym, hazard=Hazard.GREEN)
    return person
