"""Tables of trainings: looked at first, then written down as a whole or not at all."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from django.db import transaction

from farlight.kernel.errors import Invalid
from farlight.people.public import people_called
from farlight.people.types import Actor
from farlight.safety.access import refuse_others
from farlight.safety.domain.batch import BatchLine, LineFault, begins_at, ends_at, objection_of, read_batch
from farlight.safety.queries import records_of, trainings_offered
from farlight.safety.services.trainings import note_trainings
from farlight.safety.types import (
    CheckedBatch,
    CheckedLine,
    LineEffect,
    NoteTraining,
    TrainingDefinition,
    TrainingRecord,
)


def check_batch(text: str, *, by: Actor, zone: tzinfo) -> CheckedBatch:
    """Say what a table would do, and all that is wrong with it, by line: three queries for any number of lines.

    Parameters
    ----------
    text : str
        CSV with a head of ``person, training, until`` and perhaps ``from``; days are first and last ones.
    zone : tzinfo
        The facility's time zone, in which days begin and end.

    Raises
    ------
    NotFound
        For whoever does not keep trainings.
    """
    refuse_others(by)
    lines, faults = read_batch(text)
    people = people_called({line.person for line in lines})
    known = {one.code: one for one in trainings_offered()}
    records = records_of({person.pk for person in people.values()})
    checked: list[CheckedLine] = []
    for line in lines:
        person, training = people.get(line.person), known.get(line.training)
        if person is None:
            faults.append(LineFault(number=line.number, message=f"There is no open account {line.person!r}."))
        if training is None:
            there = ", ".join(sorted(known)) or "none"
            message = f"There is no training {line.training!r}; there are {there}."
            faults.append(LineFault(number=line.number, message=message))
        if person is not None and training is not None:
            checked.append(_checked(line, person, training, records, zone))
    faults.extend(_same_people(checked))
    faults.sort(key=lambda fault: fault.number)
    return CheckedBatch(lines=tuple(checked), objections=tuple(map(objection_of, faults)))


@transaction.atomic
def take_batch(text: str, *, by: Actor, zone: tzinfo, now: datetime) -> int:
    """Write down what a table says; return how many lines said something that was not there.

    Raises
    ------
    NotFound
        For whoever does not keep trainings.
    Invalid
        With everything that is wrong, by line; then nothing at all was written down.
    """
    batch = check_batch(text, by=by, zone=zone)
    if batch.objections:
        raise Invalid(batch.objections)
    return note_trainings([line.note for line in batch.lines], now=now, by=by.username)


def _checked(
    line: BatchLine,
    person: Actor,
    training: TrainingDefinition,
    records: Mapping[tuple[int, str], TrainingRecord],
    zone: tzinfo,
) -> CheckedLine:
    since, until = begins_at(line.since, zone), ends_at(line.until, zone)
    there = records.get((person.pk, training.code))
    effect = LineEffect.NEW if there is None else LineEffect.CHANGED
    return CheckedLine(
        number=line.number,
        note=NoteTraining(person=person, training=training.code, since=since, until=until),
        full_name=person.full_name,
        training_name=training.name,
        effect=LineEffect.SAME if there == TrainingRecord(since=since, until=until) else effect,
        was_until=there.until if there else None,
    )


def _same_people(lines: list[CheckedLine]) -> list[LineFault]:
    """Find somebody who stands there twice, once by login name and once by address."""
    seen: dict[tuple[int, str], int] = {}
    found = []
    for line in lines:
        first = seen.setdefault((line.note.person.pk, line.note.training), line.number)
        if first != line.number:
            message = f"{line.full_name} and {line.note.training} stand in line {first} already."
            found.append(LineFault(number=line.number, message=message))
    return found
