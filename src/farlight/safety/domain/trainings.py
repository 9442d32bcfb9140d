"""Whether a training counts for a piece of work."""

from datetime import datetime

from farlight.safety.types import TrainingState


def state_of(until: datetime | None, *, now: datetime, needed_until: datetime) -> TrainingState:
    """Say how somebody stands to a training.

    Parameters
    ----------
    until : datetime or None
        Until when it counts; None for who never took it.
    needed_until : datetime
        When the work ends for which it is asked.
    """
    if until is None:
        return TrainingState.MISSING
    if until <= now:
        return TrainingState.IS_OVER
    return TrainingState.ENDS_TOO_EARLY if until < needed_until else TrainingState.COUNTS
