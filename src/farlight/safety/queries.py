"""Questions about trainings."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from farlight.beamlines.public import beamline, beamlines
from farlight.beamtime.public import sessions_starting_until, teams_of
from farlight.beamtime.types import Closing, SessionSummary
from farlight.people.public import people_with
from farlight.people.types import Actor
from farlight.safety.access import refuse_others
from farlight.safety.domain.closing import closings_by
from farlight.safety.domain.trainings import state_of
from farlight.safety.models import Training, TrainingTaken
from farlight.safety.types import (
    Lacking,
    Outlook,
    PersonLacking,
    SessionLacking,
    ShownTraining,
    TrainingDefinition,
    TrainingRecord,
    TrainingStanding,
    TrainingState,
    Way,
)

COMING_DAYS = 28
"""How far ahead the safety group looks."""


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
    known = {one.code: one for one in trainings_offered() if one.code in wanted}
    records = records_of(person_ids)
    asked = [known[code] for code in wanted if code in known]
    return {
        person_id: tuple(standing_in(one, records.get((person_id, one.code)), now=now, until=until) for one in asked)
        for person_id in person_ids
    }


def trainings_offered() -> list[TrainingDefinition]:
    """Every training that the facility has, by name: one query."""
    return [definition_of(row) for row in Training.objects.filter(is_offered=True).order_by("name", "code")]


def records_of(person_ids: Collection[int]) -> dict[tuple[int, str], TrainingRecord]:
    """Return what is written down of people's trainings, by the person's key and the training's code: one query."""
    rows = TrainingTaken.objects.filter(person_id__in=person_ids).select_related("training")
    return {(row.person_id, row.training.code): record_of(row) for row in rows}


def trainings_of(person_id: int, *, now: datetime) -> list[ShownTraining]:
    """Return how somebody stands to every training of the facility now, by name: three queries."""
    records, asking = records_of([person_id]), beamlines()
    return [
        ShownTraining(
            **vars(standing_in(one, records.get((person_id, one.code)), now=now, until=now)),
            asked_at=tuple(beamline.name for beamline in asking if one.code in beamline.trainings),
        )
        for one in trainings_offered()
    ]


def closings_for(person: Actor, trainings: Collection[str], *, is_staff: bool) -> list[Closing]:
    """Return what trainings close to a person that they lack, or will: one query, and another when any closes a way."""
    rows = Training.objects.filter(code__in=trainings, is_offered=True).order_by("code")
    closing = [one for one in map(definition_of, rows) if one.closes and (one.asks_staff or not is_staff)]
    records = records_of([person.pk]) if closing else {}
    return [
        found for one in closing for found in closings_by(one, records.get((person.pk, one.code)), is_staff=is_staff)
    ]


def outlook_for(keeper: Actor, *, now: datetime, days: int = COMING_DAYS) -> Outlook:
    """Return who of the teams of coming sessions lacks a training that is asked for: as many queries for any number.

    Raises
    ------
    NotFound
        For whoever does not keep trainings.
    """
    refuse_others(keeper)
    until = now + timedelta(days=days)
    asked = {one.code: one.trainings for one in beamlines() if one.trainings}
    sessions = sessions_starting_until(keeper, asked.keys(), now=now, until=until)
    teams = teams_of([one.id for one in sessions])
    ids = {person_id for team in teams.values() for person_id, _ in team}
    people, records = {one.id: one for one in people_with(ids)}, records_of(ids)
    known = {one.code: one for one in trainings_offered()}
    found = []
    for session in sessions:
        wanted = [known[code] for code in asked[session.beamline] if code in known]
        lacking = [
            PersonLacking(
                username=people[person_id].username, full_name=people[person_id].full_name, role=role, lacks=lacks
            )
            for person_id, role in teams[session.id]
            if person_id in people and (lacks := _lacks(person_id, wanted, records, session, now))
        ]
        if lacking:
            people_lacking = tuple(sorted(lacking, key=lambda one: (not one.closed, one.full_name)))
            found.append(SessionLacking(session=session, people=people_lacking))
    return Outlook(sessions=tuple(found), looked_at=len(sessions), until=until)


def _lacks(
    person_id: int,
    wanted: Sequence[TrainingDefinition],
    records: Mapping[tuple[int, str], TrainingRecord],
    session: SessionSummary,
    now: datetime,
) -> tuple[Lacking, ...]:
    begins = max(now, session.start)
    found = []
    for training in wanted:
        record = records.get((person_id, training.code))
        state = state_of(record, now=begins, needed_until=session.end)
        if state is not TrainingState.COUNTS:
            found.append(Lacking(training=training, state=state, until=record.until if record else None))
    return tuple(found)


def knows_training(person: Actor, training: str) -> bool:
    """Whether anything is written down of a training of somebody."""
    return TrainingTaken.objects.filter(person_id=person.pk, training__code=training).exists()


def definition_of(row: Training) -> TrainingDefinition:
    """Return a training as others see it."""
    return TrainingDefinition(
        code=row.code,
        name=row.name,
        link=row.link,
        closes=tuple(Way(one) for one in row.closes),
        asks_staff=row.asks_staff,
        lasts_days=row.lasts_days,
    )


def record_of(row: TrainingTaken) -> TrainingRecord:
    """Return what is written down of a training of somebody."""
    return TrainingRecord(since=row.since, until=row.until, withdrawn_at=row.withdrawn_at, reason=row.reason)


def standing_in(
    training: TrainingDefinition, record: TrainingRecord | None, *, now: datetime, until: datetime
) -> TrainingStanding:
    """Say how somebody stands to a training for a piece of work that ends then."""
    return TrainingStanding(
        training=training,
        state=state_of(record, now=now, needed_until=until),
        until=record.until if record else None,
        since=record.since if record else None,
        reason=record.reason if record else "",
    )
