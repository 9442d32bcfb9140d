"""What can go wrong with samples."""

from farlight.kernel.errors import Conflict


class PositionTaken(Conflict):
    """Another sample lies there."""


class NameTaken(Conflict):
    """The proposal has a sample or substance of that name."""
