"""What can go wrong with samples."""

from farlight.kernel.errors import Conflict


class PositionTaken(Conflict):
    """Something else lies there."""


class NameTaken(Conflict):
    """The proposal has a sample, substance or container of that name."""


class StateForbids(Conflict):
    """It cannot be done to a hazard profile or a physical piece in its present state."""
