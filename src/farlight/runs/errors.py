"""What can go wrong with runs."""

from farlight.kernel.errors import NotFound


class RunUnknown(NotFound):
    """A machine speaks of a run that has not been told of yet."""
