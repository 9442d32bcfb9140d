"""What can go wrong with sessions."""

from farlight.kernel.errors import Conflict


class BeamlineTaken(Conflict):
    """Another session has the beamline in that time."""


class WrongState(Conflict):
    """The session's state does not allow the step."""
