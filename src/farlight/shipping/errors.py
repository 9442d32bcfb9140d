"""What can go wrong with parcels."""

from collections.abc import Sequence

from farlight.kernel.errors import Conflict, Objection


class MoveRefused(Conflict):
    """The parcel is in a state, or has contents, with which this cannot be done; every reason is listed."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" ".join(map(str, self.objections)))


class NotSoCalled(Conflict):
    """A scan came twice under one identifier, but says two different things."""


class BrokenHistory(Conflict):
    """A parcel's moves do not follow one another; no service writes such."""
