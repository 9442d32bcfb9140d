"""The door of beamlines."""

from farlight.beamlines.queries import beamline, beamlines
from farlight.beamlines.services.definition import define_beamline
from farlight.beamlines.services.holding import hold_beamline

__all__ = ["beamline", "beamlines", "define_beamline", "hold_beamline"]
