"""What can go wrong with parcels."""

from farlight.kernel.errors import Conflict, Invalid


class MoveRefused(Invalid):
    """The parcel is in a state, or has contents, with which this cannot be done; every reason is listed."""


class NotSoCalled(Conflict):
    """A scan came twice under one identifier, but says two different things."""


class BrokenHistory(Conflict):
    """A parcel's moves do not follow one another; no service writes such."""
