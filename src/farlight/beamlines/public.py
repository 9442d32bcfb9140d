"""The door of beamlines."""

from farlight.beamlines.domain.computers import is_played, may_be_meant, numbers_of
from farlight.beamlines.queries import beamline, beamlines, channel_readings, readings_for, trainings_asked
from farlight.beamlines.services.definition import define_beamline
from farlight.beamlines.services.holding import hold_beamline
from farlight.beamlines.services.status import record_readings

__all__ = [
    "beamline",
    "beamlines",
    "channel_readings",
    "define_beamline",
    "hold_beamline",
    "is_played",
    "may_be_meant",
    "numbers_of",
    "readings_for",
    "record_readings",
    "trainings_asked",
]
