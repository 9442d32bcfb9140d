"""Tables of trainings: looked at first, then written down as a whole or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db import transaction

from farlight.kernel.errors import Invalid, Objection
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


@dataclass(frozen=True, kw_only=True)
class WantedTraining:
    """What a program wants written down."""

    person: str
    """Login name or address."""
    training: str
    until: datetime
    since: datetime | None = None


@transaction.atomic
def note_trainings_for(keeper: Actor, wanted: Sequence[WantedTraining], *, now: datetime) -> int:
    """Write down what a program wants, all or nothing; return how many said something that was not there.

    Raises
    ------
    NotFound
        For whoever does not keep trainings.
    Invalid
        With everything that is wrong; each objection's field says which one it is about: ``trainings.3.person``.
    """
    refuse_others(keeper)
    people = people_called({one.person.strip().lower() for one in wanted})
    known = {one.code for one in trainings_offered()}
    notes: list[NoteTraining] = []
    objections: list[Objection] = []
    taken: set[tuple[int, str]] = set()
    for place, one in enumerate(wanted):
        person = people.get(one.person.strip().lower())
        found = list(_objections_to(one, person, known, taken, f"trainings.{place}"))
        objections.extend(found)
        if person is not None and not found:
            taken.add((person.pk, one.training))
            note = NoteTraining(person=person, training=one.training, since=one.since, until=one.until)
            notes.append(note)
    if objections:
        raise Invalid(objections)
    return note_trainings(notes, now=now, by=keeper.username)


def _objections_to(
    one: WantedTraining, person: Actor | None, known: Collection[str], taken: Collection[tuple[int, str]], place: str
) -> Iterator[Objection]:
    if person is None:
        yield Objection(message=f"There is no open account {one.person!r}.", field=f"{place}.person")
    if one.training not in known:
        yield Objection(message=f"There is no training {one.training!r}.", field=f"{place}.training")
    if person is not None and (person.pk, one.training) in taken:
        yield Objection(message=f"{one.person} and {one.training} stand there twice.", field=f"{place}.person")
    if any(moment is not None and moment.tzinfo is None for moment in (one.until, one.since)):
        yield Objection(message="A moment without a zone.", mend="Write it as 2027-07-01T00:00+02:00.", field=place)
    elif one.since is not None and one.until <= one.since:
        yield Objection(message="It would end before it begins.", field=f"{place}.until")


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
