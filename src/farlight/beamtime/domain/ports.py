"""What beamtime asks of contexts above it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from farlight.beamtime.types import Closing
from farlight.people.types import Actor


class Demand(Protocol):
    """Knows what closes ways into the sessions of a beamline for a person, whatever their part."""

    def __call__(self, person: Actor, trainings: Collection[str], *, is_staff: bool) -> Sequence[Closing]:
        """Return what closes something for the person, now or later.

        Parameters
        ----------
        trainings : Collection[str]
            Codes of the trainings that the session's beamline asks for; never none.
        is_staff : bool
            Whether the person runs the beamline or helps those who measure there.
        """
