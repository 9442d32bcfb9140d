"""Trainings are defined, and it is written down who took them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.bus.public import publish
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.safety.events import TrainingNoted
from farlight.safety.models import Training, TrainingTaken
from farlight.safety.types import TrainingDefinition


@transaction.atomic
def define_trainings(trainings: Sequence[TrainingDefinition]) -> None:
    """Have exactly these trainings; what people took of others is kept, for the day when they are named again."""
    Training.objects.exclude(code__in=[one.code for one in trainings]).update(is_offered=False)
    for one in trainings:
        defaults = {"name": one.name, "link": one.link, "is_offered": True}
        Training.objects.update_or_create(code=one.code, defaults=defaults)


@transaction.atomic
def note_training(*, person: Actor, training: str, until: datetime, now: datetime, by: str = "") -> None:
    """Write down until when a training of somebody counts, in place of what was there. Nothing when it is the same.

    Parameters
    ----------
    by : str
        Login name of who says so; empty for the facility file.

    Raises
    ------
    NotFound
        When the facility has no such training.
    """
    row = Training.objects.filter(code=training, is_offered=True).first()
    if row is None:
        raise NotFound(f"There is no training {training!r}.")
    taken, is_new = TrainingTaken.objects.get_or_create(training=row, person_id=person.pk, defaults={"until": until})
    if taken.until == until and not is_new:
        return
    TrainingTaken.objects.filter(pk=taken.pk).update(until=until)
    publish(TrainingNoted(person=person.username, training=training, until=until.isoformat()), by=by)
    details = {"training": training, "until": until.isoformat()}
    record(kind=AuditKind.TRAINING_NOTED, by=by, about=person.username, details=details, now=now)
