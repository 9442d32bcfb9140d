"""Trainings are defined, and it is written down who took them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import raise_rights_to_come
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.people.types import Actor
from farlight.safety.access import person_for
from farlight.safety.events import TrainingNoted, TrainingWithdrawn
from farlight.safety.models import Training, TrainingTaken
from farlight.safety.queries import record_of, trainings_offered
from farlight.safety.types import NoteTraining, TrainingDefinition, TrainingRecord

LONGEST_REASON = 200


@transaction.atomic
def define_trainings(trainings: Sequence[TrainingDefinition]) -> None:
    """Have exactly these trainings; what people took of others is kept, for the day when they are named again."""
    closed = _closing_rules(trainings_offered())
    Training.objects.exclude(code__in=[one.code for one in trainings]).update(is_offered=False)
    for one in trainings:
        defaults = {
            "name": one.name,
            "link": one.link,
            "is_offered": True,
            "closes": [way.value for way in one.closes],
            "asks_staff": one.asks_staff,
            "lasts_days": one.lasts_days,
        }
        Training.objects.update_or_create(code=one.code, defaults=defaults)
    if _closing_rules(trainings) != closed:
        raise_rights_to_come()


def _closing_rules(trainings: Sequence[TrainingDefinition]) -> set[tuple[object, ...]]:
    return {(one.code, one.closes, one.asks_staff) for one in trainings if one.closes}


def note_training(
    *,
    person: Actor,
    training: str,
    until: datetime,
    now: datetime,
    by: str = "",
    since: datetime | None = None,
) -> None:
    """Write down until when a training of somebody counts, in place of what was there. Nothing when it is the same.

    Parameters
    ----------
    by : str
        Login name of who says so; empty for the facility file.
    since : datetime, optional
        From when it counts; None for ever since.

    Raises
    ------
    NotFound
        When the facility has no such training.
    Invalid
        When it would end before it begins.
    """
    note_trainings([NoteTraining(person=person, training=training, until=until, since=since)], now=now, by=by)


@transaction.atomic
def note_trainings(notes: Sequence[NoteTraining], *, now: datetime, by: str = "") -> int:
    """Write down all of some trainings, or none; return how many say something that was not there. Errors as above."""
    known = {row.code: row for row in Training.objects.filter(is_offered=True)}
    changed = [note for note in notes if _noted(_offered(known, note.training), note, by=by, now=now)]
    if any(known[note.training].closes for note in changed):
        raise_rights_to_come()
    return len(changed)


def _offered(known: dict[str, Training], code: str) -> Training:
    if code not in known:
        raise NotFound(f"There is no training {code!r}.")
    return known[code]


def _noted(row: Training, note: NoteTraining, *, by: str, now: datetime) -> bool:
    if any(moment is not None and moment.tzinfo is None for moment in (note.since, note.until)):
        mend = "Write it as 2027-07-01T00:00+02:00."
        raise Invalid([Objection(message="A moment without a zone.", mend=mend, field="until")])
    if note.since is not None and note.until <= note.since:
        raise Invalid([Objection(message="It would end before it begins.", mend="Give a later end.", field="until")])
    wanted = TrainingRecord(since=note.since, until=note.until)
    taken = TrainingTaken.objects.select_for_update().filter(training=row, person_id=note.person.pk).first()
    if taken is not None and record_of(taken) == wanted:
        return False
    says = {"since": note.since, "until": note.until, "withdrawn_at": None, "reason": ""}
    TrainingTaken.objects.update_or_create(training=row, person_id=note.person.pk, defaults=says)
    whose, until = note.person.username, note.until.isoformat()
    since = note.since.isoformat() if note.since else ""
    publish(TrainingNoted(person=whose, training=row.code, until=until, since=since), by=by)
    details = {"training": row.code, "until": until} | ({"since": since} if since else {})
    record(kind=AuditKind.TRAINING_NOTED, by=by, about=whose, details=details, now=now)
    return True


def note_training_for(
    keeper: Actor, *, login: str, training: str, since: datetime | None, until: datetime, now: datetime
) -> None:
    """Write down a training of somebody for the safety group; NotFound for others, and when there is nobody."""
    person = person_for(keeper, login)
    note_training(person=person, training=training, since=since, until=until, now=now, by=keeper.username)


def withdraw_training_for(keeper: Actor, *, login: str, training: str, reason: str, now: datetime) -> None:
    """Withdraw a training of somebody for the safety group; NotFound as above, and as in ``withdraw_training``."""
    person = person_for(keeper, login)
    withdraw_training(person=person, training=training, reason=reason, now=now, by=keeper.username)


@transaction.atomic
def withdraw_training(*, person: Actor, training: str, reason: str, now: datetime, by: str) -> None:
    """Have a training of somebody count no more: what it keeps open closes within two seconds. Nothing when it is so.

    Raises
    ------
    NotFound
        When nothing is written down of such a training of theirs.
    Invalid
        When no reason is given: the person reads it, and so does the record of acts.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        message, mend = "Why is it withdrawn?", f"Say it in up to {LONGEST_REASON} characters; the person reads it."
        raise Invalid([Objection(message=message, mend=mend, field="reason")])
    rows = TrainingTaken.objects.select_for_update(of=("self",)).select_related("training")
    taken = rows.filter(training__code=training, person_id=person.pk).first()
    if taken is None:
        raise NotFound(f"Nothing is written down of a training {training!r} of {person.username}.")
    if taken.withdrawn_at is not None:
        return
    TrainingTaken.objects.filter(pk=taken.pk).update(withdrawn_at=now, reason=reason)
    publish(TrainingWithdrawn(person=person.username, training=training, reason=reason), by=by)
    details = {"training": training, "why": reason}
    record(kind=AuditKind.TRAINING_WITHDRAWN, by=by, about=person.username, details=details, now=now)
    if taken.training.closes:
        raise_rights_to_come()
