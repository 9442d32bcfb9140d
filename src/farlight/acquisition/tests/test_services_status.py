"""What the engine hears of the beamline is kept, by changes, and without standing in its way."""

import pytest
from django.db import OperationalError

from farlight.acquisition.services import status
from farlight.acquisition.services.status import StatusKeeper
from farlight.acquisition.tests.experiments import engine_running, wait_for
from farlight.beamlines.public import beamline, channel_readings

pytestmark = pytest.mark.django_db(transaction=True)


def kept():
    return {reading.channel: reading.value for reading in channel_readings("sim1")}


def test_an_engine_tells_of_its_beamline(live_experiment):
    with engine_running():
        wait_for(lambda: "ring_current_ma" in kept())
    found = kept()
    assert found["shutter_open"] is False
    assert (found["sample_mounted"], found["detector_state"], found["front_end_open"]) == ("", "idle", True)
    assert "omega_deg" not in found
    assert "frames_written" not in found


def test_changes_wait_for_each_other_and_a_busy_database_loses_none(live_experiment, monkeypatch):
    monkeypatch.setattr(status, "NOT_OFTENER_THAN_S", 0.05)
    attempts, record = [], status.record_readings

    def busy_once(**call):
        attempts.append(dict(call["readings"]))
        if len(attempts) == 1:
            raise OperationalError("database is locked")
        return record(**call)

    monkeypatch.setattr(status, "record_readings", busy_once)
    keeper = StatusKeeper(beamline("sim1").id)
    for current in range(50):
        keeper.receive("ring_current_ma", 300.0 - current / 3)
    with keeper:
        wait_for(lambda: "ring_current_ma" in kept())
    assert kept() == {"ring_current_ma": round(300.0 - 49 / 3, 6)}
    assert attempts[0] == attempts[1]
