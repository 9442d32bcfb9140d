"""Beamtime's rows."""

from farlight.beamtime.models.presence import Presence
from farlight.beamtime.models.session import Session, TeamMember

__all__ = ["Presence", "Session", "TeamMember"]
