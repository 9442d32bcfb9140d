"""The door of beamlines."""

from farlight.beamlines.queries import beamline, beamlines
from farlight.beamlines.services.definition import define_beamline

__all__ = ["beamline", "beamlines", "define_beamline"]
