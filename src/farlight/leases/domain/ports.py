"""What leases ask of contexts above them."""

from collections.abc import Sequence
from typing import Protocol

from farlight.beamtime.types import SessionSummary
from farlight.kernel.errors import Objection


class Condition(Protocol):
    """Knows something that keeps a way into sessions closed for everybody, whatever their rights."""

    def __call__(self, session: SessionSummary) -> Sequence[Objection]:
        """Return what keeps it closed now; nothing while it is open."""


class Offer(Protocol):
    """Knows whether the facility has ways of a kind at all."""

    def __call__(self) -> bool:
        """Return whether it has."""
