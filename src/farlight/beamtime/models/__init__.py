"""Beamtime's rows."""

from farlight.beamtime.models.presence import Presence
from farlight.beamtime.models.session import Session, TeamMember
from farlight.beamtime.models.ticket import Ticket

__all__ = ["Presence", "Session", "TeamMember", "Ticket"]
