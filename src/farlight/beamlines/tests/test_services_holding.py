import pytest

from farlight.beamlines.public import beamline, hold_beamline
from farlight.beamlines.tests.factories import make_beamline
from farlight.kernel.errors import NotFound


@pytest.mark.django_db
def test_a_beamline_that_is_not_there_is_not_held():
    make_beamline()
    hold_beamline(beamline("sim1").id)
    with pytest.raises(NotFound):
        hold_beamline(beamline("sim1").id + 1)


@pytest.mark.django_db(transaction=True)
def test_a_beamline_is_not_held_outside_a_transaction():
    with pytest.raises(RuntimeError, match="in the transaction that decides"):
        hold_beamline(1)
