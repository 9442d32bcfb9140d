"""Questions about trainings."""

from collections.abc import Collection, Mapping
from datetime import datetime

from farlight.beamlines.public import beamline
from farlight.people.types import Actor
from farlight.safety.domain.trainings import state_of
from farlight.safety.models import Training, TrainingTaken
from farlight.safety.types import TrainingDefinition, TrainingStanding


def trainings_for(
    person_ids: Collection[int], *, beamline_code: str, now: datetime, until: datetime
) -> Mapping[int, tuple[TrainingStanding, ...]]:
    """Return how people stand to the trainings that a beamline asks for, in its order: three queries for any number.

    Parameters
    ----------
    person_ids : Collection[int]
        Keys of rows of people; who may know of them has been asked.
    until : datetime
        When the work ends.
    """
    wanted = beamline(beamline_code).trainings
    known = {row.code: row for row in Training.objects.filter(code__in=wanted, is_offered=True)}
    taken = {
        (row.person_id, row.training_id): row.until
        for row in TrainingTaken.objects.filter(person_id__in=person_ids, training__code__in=wanted)
    }
    asked = [known[code] for code in wanted if code in known]
    return {
        person_id: tuple(_standing(row, taken.get((person_id, row.pk)), now, until) for row in asked)
        for person_id in person_ids
    }


def knows_training(person: Actor, training: str) -> bool:
    """Whether anything is written down of a training of somebody."""
    return TrainingTaken.objects.filter(person_id=person.pk, training__code=training).exists()


def _standing(row: Training, taken_until: datetime | None, now: datetime, until: datetime) -> TrainingStanding:
    return TrainingStanding(
        training=TrainingDefinition(code=row.code, name=row.name, link=row.link),
        state=state_of(taken_until, now=now, needed_until=until),
        until=taken_until,
    )
