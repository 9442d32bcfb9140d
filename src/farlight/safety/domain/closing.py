"""What a training closes to who lacks it, and when."""

from datetime import datetime

from farlight.beamtime.types import Closing
from farlight.kernel.errors import Objection
from farlight.safety.types import TrainingDefinition, TrainingRecord

OWN_PAGE = "/account/trainings/"
KEEPERS = "the safety group"


def closings_by(training: TrainingDefinition, record: TrainingRecord | None, *, is_staff: bool) -> list[Closing]:
    """Return what a training closes to a person: up to the day when it counts, and from the day when it does no more.

    Parameters
    ----------
    record : TrainingRecord or None
        What is written down of it; None for who never took it.
    is_staff : bool
        Whether the person belongs to the beamline's staff, of whom not every training is asked.
    """
    if not training.closes or (is_staff and not training.asks_staff):
        return []
    if record is None:
        return [_closing(training, "has not been taken, or nobody wrote it down")]
    if record.withdrawn_at is not None:
        return [_closing(training, f"was withdrawn on {_day(record.withdrawn_at)}: {record.reason}")]
    found = [_closing(training, f"counted until {_day(record.until)}", since=record.until)]
    if record.since is not None:
        found.append(_closing(training, f"counts from {_day(record.since)}", until=record.since))
    return found


def _closing(
    training: TrainingDefinition, how: str, *, since: datetime | None = None, until: datetime | None = None
) -> Closing:
    objection = Objection(
        message=f"The training {training.name} {how.rstrip('.')}.",
        mend="Your trainings say where it is taken; who has taken it asks for it to be written down.",
        who=KEEPERS,
        link=OWN_PAGE,
    )
    return Closing(
        closes=frozenset(way.value for way in training.closes), objection=objection, since=since, until=until
    )


def _day(at: datetime) -> str:
    return f"{at:%d %B %Y at %H:%M} UTC"
