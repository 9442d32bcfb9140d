"""A facility that asks for two trainings, one of which closes something."""

import pytest

from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.people.tests.factories import make_person
from farlight.safety.public import define_trainings
from farlight.safety.types import TrainingDefinition, Way


@pytest.fixture
def sven(db):
    define_trainings(
        [
            TrainingDefinition(code="laser", name="Laser safety", closes=(Way.CONTROL,), lasts_days=365),
            TrainingDefinition(code="radiation", name="Radiation safety"),
        ]
    )
    define_beamline(definition=a_definition(trainings=("laser", "radiation")))
    return make_person("sven", "safety")
