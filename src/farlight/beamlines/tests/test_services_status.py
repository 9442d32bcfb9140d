"""Last known values of a beamline's channels: only changes are written, and only what one may see is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamlines.domain.channels import CHANNELS, written
from farlight.beamlines.models import ChannelState
from farlight.beamlines.public import channel_readings, readings_for, record_readings
from farlight.beamlines.tests.factories import make_beamline
from farlight.beamlines.types import ChannelReading
from farlight.ui.domain.values import NOT_KNOWN

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def sim1(db):
    return make_beamline("sim1")


def at(seconds):
    return NOON + timedelta(seconds=seconds)


def test_changes_are_kept_and_the_rest_stays_as_old_as_it_is(sim1):
    first = {"ring_current_ma": 300.0, "shutter_open": False}
    assert record_readings(beamline_id=sim1.pk, readings=first, now=at(0)) == 2
    assert (
        record_readings(beamline_id=sim1.pk, readings={"ring_current_ma": 299.9, "shutter_open": False}, now=at(5)) == 1
    )
    assert record_readings(beamline_id=sim1.pk, readings={}, now=at(10)) == 0
    found = {r.channel: (r.value, r.changed_at, r.heard_at) for r in channel_readings("sim1")}
    assert found == {"ring_current_ma": (299.9, at(5), at(10)), "shutter_open": (False, at(0), at(10))}
    assert str(ChannelState.objects.get(channel="shutter_open")) == "shutter_open = False"


def test_beamlines_do_not_mix(sim1):
    other = make_beamline("sim2")
    record_readings(beamline_id=other.pk, readings={"ring_current_ma": 1.0}, now=at(0))
    assert channel_readings("sim1") == []


def test_who_does_not_have_the_beamline_sees_the_facilitys_values_only(sim1):
    values = {"sample_mounted": "secret", "ring_current_ma": 300.0, "refill_at": "2026-03-01T12:10:00+00:00", "x": 1}
    record_readings(beamline_id=sim1.pk, readings=values, now=at(0))
    mine, heard_at = readings_for("sim1", has_beamline=True)
    theirs, _ = readings_for("sim1", has_beamline=False)
    assert [r.channel for r in mine] == ["ring_current_ma", "refill_at", "sample_mounted"]
    assert [r.channel for r in theirs] == ["ring_current_ma", "refill_at"]
    assert heard_at == at(0)
    assert readings_for("nowhere", has_beamline=True) == ((), None)


def test_reading_costs_one_query_for_any_number_of_channels(sim1):
    def queries():
        with CaptureQueriesContext(connection) as context:
            readings_for("sim1", has_beamline=True)
        return len(context)

    record_readings(beamline_id=sim1.pk, readings={"cryo_k": 100.0}, now=at(0))
    at_one = queries()
    record_readings(beamline_id=sim1.pk, readings={"energy_ev": 1.0, "shutter_open": True}, now=at(0))
    assert (at_one, queries()) == (1, 1)


@pytest.mark.parametrize(
    ("channel", "value", "text", "needs_a_look"),
    [
        ("ring_current_ma", 299.95, "299.9\u202fmA", False),
        ("front_end_open", True, "open", False),
        ("front_end_open", False, "closed", True),
        ("shutter_open", False, "closed", False),
        ("safety_shutter_open", None, NOT_KNOWN, True),
        ("energy_ev", 12658.0, "12.658\u202fkeV", False),
        ("transmission_frac", 0.5, "50.0\u202f%", False),
        ("cryo_k", 100.0, "100\u202fK", False),
        ("cryo_k", 180.0, "180\u202fK", True),
        ("detector_distance_mm", "broken", NOT_KNOWN, False),
        ("sample_mounted", "", "nothing", False),
        ("detector_state", "armed", "armed", False),
    ],
)
def test_values_are_written_for_people(channel, value, text, needs_a_look):
    reading = written(ChannelReading(channel=channel, value=value, changed_at=NOON, heard_at=NOON))
    assert (reading.written, reading.needs_a_look) == (text, needs_a_look)


def test_a_moment_to_come_is_told_as_a_moment():
    moment = "2026-03-01T12:10:00+00:00"
    reading = written(ChannelReading(channel="refill_at", value=moment, changed_at=NOON, heard_at=NOON))
    assert reading.until == moment
    assert len({channel.name for channel in CHANNELS}) == len(CHANNELS)
