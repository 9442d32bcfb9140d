"""Whether a training counts for a piece of work."""

from datetime import datetime

from farlight.safety.types import TrainingRecord, TrainingState


def state_of(record: TrainingRecord | None, *, now: datetime, needed_until: datetime) -> TrainingState:
    """Say how somebody stands to a training.

    Parameters
    ----------
    record : TrainingRecord or None
        What is written down of it; None for who never took it.
    needed_until : datetime
        When the work ends for which it is asked.
    """
    if record is None:
        return TrainingState.MISSING
    if record.withdrawn_at is not None:
        return TrainingState.WITHDRAWN
    if record.until <= now:
        return TrainingState.IS_OVER
    if record.since is not None and record.since > now:
        return TrainingState.STARTS_LATER
    return TrainingState.ENDS_TOO_EARLY if record.until < needed_until else TrainingState.COUNTS
