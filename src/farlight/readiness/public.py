"""The door of readiness."""

from farlight.readiness.queries import checks_waiting, readiness_of, team_readiness
from farlight.readiness.services.checking import note_set_up

__all__ = ["checks_waiting", "note_set_up", "readiness_of", "team_readiness"]
