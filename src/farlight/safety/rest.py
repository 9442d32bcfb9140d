"""Trainings by REST: one's own; everybody's for the facility's training system, with a token of the safety group."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.safety import queries
from farlight.safety.access import person_for
from farlight.safety.domain.batch import MOST_LINES
from farlight.safety.services import batch, trainings
from farlight.safety.types import TrainingState, Way

router = Router(tags=["trainings"])

Code = Annotated[str, Field(max_length=40)]


class TrainingOut(Schema):
    """Something that people are taught."""

    code: str
    name: str
    link: str
    closes: list[Way]
    asks_staff: bool
    lasts_days: int | None


class TrainingStandingOut(Schema):
    """How somebody stands to a training now."""

    training: TrainingOut
    state: TrainingState
    since: datetime | None
    """From when it counts; nothing for ever since."""
    until: datetime | None
    """The moment when it is over; nothing for who never took it."""
    reason: str
    """Why it was withdrawn, if it was."""
    asked_at: list[str]
    """Names of the beamlines that ask for it."""


class TrainingIn(Schema):
    """From when until when a training counts: moments, with their zones."""

    until: datetime
    since: datetime | None = None


class TrainingOfIn(TrainingIn):
    """The same, of somebody."""

    person: str = Field(max_length=254)
    """Login name or address."""
    training: Code


class NoteTrainingsIn(Schema):
    """Trainings of many people; all of them are written down, or none."""

    trainings: list[TrainingOfIn] = Field(max_length=MOST_LINES)


class NotedOut(Schema):
    """How many said something that was not there."""

    changed: int


class LackingOut(Schema):
    """A training that somebody lacks for a session."""

    training: str
    state: TrainingState
    until: datetime | None


class PersonLackingOut(Schema):
    """Somebody of a session's team who lacks trainings, and what is closed to them."""

    session: str
    start: datetime
    username: str
    full_name: str
    lacks: list[LackingOut]
    closed: list[Way]


@router.get("/trainings", operation_id="list_trainings", response=list[TrainingOut])
def list_trainings(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - whoever is signed in may know
    """Return the trainings that the facility has, and what each closes to who lacks it."""
    return [asdict(one) for one in queries.trainings_offered()]


@router.get("/account/trainings", operation_id="own_trainings", response=list[TrainingStandingOut])
def own_trainings(request: HttpRequest) -> list[dict[str, object]]:
    """Return how whoever asks stands to each training now."""
    return [asdict(one) for one in queries.trainings_of(person_of(request).pk, now=utc_now())]


@router.get("/trainings/lacking", operation_id="people_lacking_trainings", response=list[PersonLackingOut])
def people_lacking_trainings(
    request: HttpRequest, days: Annotated[int, Query(ge=1, le=366)] = queries.COMING_DAYS
) -> list[dict[str, object]]:
    """Return who of the teams of the coming sessions lacks a training, the soonest session first: safety group only."""
    outlook = queries.outlook_for(person_of(request), now=utc_now(), days=days)
    return [
        {
            "session": each.session.code,
            "start": each.session.start,
            "username": one.username,
            "full_name": one.full_name,
            "lacks": [{"training": x.training.code, "state": x.state, "until": x.until} for x in one.lacks],
            "closed": one.closed,
        }
        for each in outlook.sessions
        for one in each.people
    ]


@router.get("/people/{username}/trainings", operation_id="trainings_of", response=list[TrainingStandingOut])
def trainings_of(request: HttpRequest, username: str) -> list[dict[str, object]]:
    """Return how somebody stands to each training now: safety group only."""
    person = person_for(person_of(request), username)
    return [asdict(one) for one in queries.trainings_of(person.pk, now=utc_now())]


@router.put("/people/{username}/trainings/{training}", operation_id="note_training", response={204: None})
def note_training(request: HttpRequest, username: str, training: str, body: TrainingIn) -> Status[None]:
    """Write down from when until when a training of somebody counts, in place of what was there: safety group only."""
    trainings.note_training_for(
        person_of(request), login=username, training=training, since=body.since, until=body.until, now=utc_now()
    )
    return Status(204, None)


@router.delete("/people/{username}/trainings/{training}", operation_id="withdraw_training", response={204: None})
def withdraw_training(
    request: HttpRequest, username: str, training: str, reason: Annotated[str, Query(max_length=200)]
) -> Status[None]:
    """Have a training of somebody count no more; what it keeps open closes within two seconds: safety group only."""
    trainings.withdraw_training_for(person_of(request), login=username, training=training, reason=reason, now=utc_now())
    return Status(204, None)


@router.put("/trainings/taken", operation_id="note_trainings", response=NotedOut)
def note_trainings(request: HttpRequest, body: NoteTrainingsIn) -> dict[str, int]:
    """Write down trainings of many people, all or none; what is the same already counts as done: safety group only."""
    wanted = [
        batch.WantedTraining(person=one.person, training=one.training, since=one.since, until=one.until)
        for one in body.trainings
    ]
    return {"changed": batch.note_trainings_for(person_of(request), wanted, now=utc_now())}
