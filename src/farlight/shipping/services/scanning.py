"""Scans, one by one or as they waited on a phone: each is done once, whatever comes how often and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from pydantic import TypeAdapter

from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.pictures import Photograph
from farlight.people.types import Actor
from farlight.shipping.access import scanning_parties
from farlight.shipping.domain.clocks import clock_error, moment_told
from farlight.shipping.domain.verbs import MOVE_OF, WORDS_OF, PlaceKind, Verb
from farlight.shipping.errors import MoveRefused
from farlight.shipping.models import Scan
from farlight.shipping.queries.moves import move_told_as
from farlight.shipping.services.moving import record_move, undo_move
from farlight.shipping.services.photographs import photograph_parcel
from farlight.shipping.services.reading import accept_reading, read_contents
from farlight.shipping.services.things import parcel_scanned, parcel_seen
from farlight.shipping.types import (
    Outcome,
    Particulars,
    Recorded,
    ScanAnswer,
    Scanned,
    ScanOutcome,
    Source,
)

MOST_AT_ONCE = 100
_ANSWER = TypeAdapter(ScanAnswer)
_REFUSALS = (NotFound, NotAllowed, Invalid, Conflict)


def take_scans(
    *, scans: Sequence[Scanned], by: Actor, now: datetime, sent_at: datetime | None = None
) -> list[ScanAnswer]:
    """Do what was scanned, in the order in which it is told; what is refused is answered with every reason.

    Parameters
    ----------
    scans : sequence of Scanned
        The oldest first.
    by : Actor
        Who scanned them.
    now : datetime
        The present moment.
    sent_at : datetime or None
        When the phone sent them, by its own clock.

    Raises
    ------
    NotFound
        When the person scans nothing.
    """
    scanning_parties(by)
    error = clock_error(sent_at, now)
    told = [replace(scan, at=moment_told(scan.at, error, now)) for scan in scans]
    answers = [_take(scan, by=by, now=now) for scan in told]
    last = {scan.code.casefold(): number for number, scan in enumerate(told)}
    return [
        _with_thing(answer, scan, by=by, now=now) if last[scan.code.casefold()] == number else answer
        for number, (scan, answer) in enumerate(zip(told, answers, strict=True))
    ]


@transaction.atomic
def _take(scan: Scanned, *, by: Actor, now: datetime) -> ScanAnswer:
    row = _row_of(scan, by=by, now=now)
    if row.by_id != by.pk:
        return _refused(scan, (Objection(message="Somebody else's scan came under this identifier."),))
    if row.outcome:
        return _again(row)
    try:
        with transaction.atomic():
            answer = _act(scan, row, by=by, now=now)
    except _REFUSALS as refusal:
        answer = _refused(scan, _reasons_of(refusal))
    row.outcome = answer.outcome.value
    row.answer = _ANSWER.dump_python(replace(answer, thing=None), mode="json")
    row.save(update_fields=["outcome", "answer", "parcel", "container"])
    return answer


def _row_of(scan: Scanned, *, by: Actor, now: datetime) -> Scan:
    """Note that a scan came. Who tells of the same one meanwhile waits here until it is answered."""
    said = TypeAdapter(Scanned).dump_python(scan, mode="json", exclude={"photograph"})
    new = Scan(
        client_id=scan.client_id,
        by_id=by.pk,
        code=scan.code,
        verb=scan.verb,
        at=scan.at,
        received_at=now,
        said=said,
    )
    Scan.objects.bulk_create([new], ignore_conflicts=True)
    return Scan.objects.select_for_update(no_key=True).get(client_id=scan.client_id)


def _again(row: Scan) -> ScanAnswer:
    answer = _ANSWER.validate_python(row.answer)
    return replace(answer, outcome=ScanOutcome.REPEATED) if answer.outcome is ScanOutcome.DONE else answer


def _act(scan: Scanned, row: Scan, *, by: Actor, now: datetime) -> ScanAnswer:
    if scan.verb == "contents":
        return read_contents(scan=scan, row=row, by=by, now=now)
    if scan.verb == "accept":
        return accept_reading(scan=scan, row=row, by=by, now=now)
    if scan.verb == "photograph":
        return _photograph(scan, row, by=by, now=now)
    if scan.verb == "undo":
        return _take_back(scan, row, by=by, now=now)
    if scan.verb not in set(Verb):
        message = f"{scan.verb.upper()} is not a verb that stores know."
        raise Invalid([Objection(message=message, mend="Scan one of the verbs on the wall.", field="verb")])
    return _move(scan, row, by=by, now=now)


def _move(scan: Scanned, row: Scan, *, by: Actor, now: datetime) -> ScanAnswer:
    verb = Verb(scan.verb)
    parcel = parcel_scanned(by, scan.code)
    row.parcel = parcel
    recorded = record_move(
        parcel=parcel.code,
        move=MOVE_OF[verb],
        at=scan.at,
        by=by,
        source=Source.SCAN,
        now=now,
        payload=_particulars(scan, verb),
        client_id=scan.client_id,
    )
    return _told(scan, recorded, f"{parcel.name}: {_said(scan, verb)}.")


def _photograph(scan: Scanned, row: Scan, *, by: Actor, now: datetime) -> ScanAnswer:
    parcel = parcel_scanned(by, scan.code)
    row.parcel = parcel
    recorded = photograph_parcel(
        parcel=parcel.code,
        photographs=[Photograph(name=f"{parcel.name}.jpg", content=scan.photograph)],
        by=by,
        source=Source.SCAN,
        now=now,
        at=scan.at,
        text=scan.words,
        client_id=scan.client_id,
    )
    return _told(scan, recorded, f"{parcel.name}: photographed.")


def _particulars(scan: Scanned, verb: Verb) -> Particulars:
    words = WORDS_OF[verb]
    place = scan.place.strip()
    return Particulars(
        reason=scan.words if words.needs_words else "",
        text="" if words.needs_words else scan.words,
        slot=place if words.place is PlaceKind.RACK else "",
        beamline=place.lower() if words.place is PlaceKind.BEAMLINE else "",
        ln2_level_frac=scan.left_frac,
    )


def _said(scan: Scanned, verb: Verb) -> str:
    told = WORDS_OF[verb].told
    return f"{told}, {scan.place}" if WORDS_OF[verb].place and scan.place else told


def _take_back(scan: Scanned, row: Scan, *, by: Actor, now: datetime) -> ScanAnswer:
    event = move_told_as(scan.undoes) if scan.undoes else None
    if event is None:
        message = "There is nothing to take back: that scan was not recorded."
        raise Invalid([Objection(message=message, field="undoes")])
    row.parcel = event.parcel
    recorded = undo_move(
        parcel=event.parcel.code,
        number=event.number,
        by=by,
        source=Source.SCAN,
        now=now,
        client_id=scan.client_id,
    )
    return _told(scan, recorded, f"{event.parcel.name}: taken back. It is {recorded.status.state.label}.")


def _told(scan: Scanned, recorded: Recorded, words: str) -> ScanAnswer:
    if recorded.outcome is Outcome.LATE:
        return ScanAnswer(
            client_id=scan.client_id,
            outcome=ScanOutcome.LATE,
            words="Kept as a remark: it came late, and does not go together with what is known.",
            reasons=recorded.reasons,
        )
    outcome = ScanOutcome.REPEATED if recorded.outcome is Outcome.REPEATED else ScanOutcome.DONE
    return ScanAnswer(client_id=scan.client_id, outcome=outcome, words=words)


def _refused(scan: Scanned, reasons: tuple[Objection, ...]) -> ScanAnswer:
    words = reasons[0].message if len(reasons) == 1 else "This was not done."
    shown = () if len(reasons) == 1 and not (reasons[0].mend or reasons[0].who) else reasons
    return ScanAnswer(client_id=scan.client_id, outcome=ScanOutcome.REFUSED, words=words, reasons=shown)


def _reasons_of(refusal: NotFound | NotAllowed | Invalid | Conflict) -> tuple[Objection, ...]:
    if isinstance(refusal, NotAllowed):
        return refusal.reasons
    if isinstance(refusal, Invalid | MoveRefused):
        return refusal.objections
    if isinstance(refusal, NotFound):
        return (Objection(message="Nothing that you may see has this code.", mend="Scan it again, or type it."),)
    return (Objection(message=refusal.message),)


def _with_thing(answer: ScanAnswer, scan: Scanned, *, by: Actor, now: datetime) -> ScanAnswer:
    """Add how the thing stands now; nothing when the person may not know of it."""
    try:
        row = parcel_scanned(by, scan.code)
    except NotFound:
        return answer
    return replace(answer, thing=parcel_seen(by, row, now=now))
