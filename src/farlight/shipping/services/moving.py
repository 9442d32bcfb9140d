"""Moves of parcels: told, asked about, written down, and followed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.db import IntegrityError, transaction

from farlight.bus.public import publish
from farlight.kernel.errors import NotAllowed, Objection
from farlight.people.types import Actor
from farlight.shipping.access import mover_of, parcel_for, parcel_row, parcels_with_names
from farlight.shipping.domain.codes import new_code
from farlight.shipping.domain.guards import (
    FOR_CONTENTS,
    Mover,
    objections_to,
    objections_to_part,
    objections_to_state,
    objections_to_undoing,
)
from farlight.shipping.domain.machine import counting, fits_in, fold, last_changing
from farlight.shipping.domain.table import REMARKS
from farlight.shipping.errors import MoveRefused, NotSoCalled
from farlight.shipping.events import ParcelMoved, ParcelTransferred
from farlight.shipping.models import Parcel, ParcelEvent, Shipment
from farlight.shipping.queries.moves import move_told_as, moves_of, said_as_json
from farlight.shipping.queries.stores import plain_slot
from farlight.shipping.services.facts import contents_hash_of, facts_of, objections_to_slot
from farlight.shipping.services.projection import follow_moves
from farlight.shipping.services.rules import following_move
from farlight.shipping.types import (
    Move,
    Outcome,
    ParcelKind,
    ParcelMove,
    ParcelState,
    ParcelStatus,
    Particulars,
    Party,
    Recorded,
    Source,
)

P = ParamSpec("P")
NEVER_LOST = frozenset({Source.SCAN, Source.COURIER, Source.IMPORT})
"""What tells of things that happened already: what cannot be is kept as a remark, because nobody can be asked."""
OF_THE_PAST = frozenset({Source.COURIER, Source.IMPORT})
"""What tells of things that happened elsewhere, whatever ought to have stood in their way; no entrance is one."""
AT_ONCE = timedelta(minutes=1)
"""A scan that is not older than this was made by somebody who waits for the answer."""
_RULE = Mover(parties=frozenset({Party.RULE}))
_PARTY = {Source.COURIER: Party.COURIER, Source.CLOCK: Party.RULE, Source.RULE: Party.RULE}


@dataclass(frozen=True, kw_only=True)
class _Telling:
    """A move that is being told of, and the parcel that it is about."""

    row: Parcel
    who: Mover
    by: Actor | None
    moves: Sequence[ParcelMove]
    new: ParcelMove
    client_id: UUID | None
    now: datetime


def _seeing_others(tell: Callable[P, Recorded]) -> Callable[P, Recorded]:
    """Tell once more when another parcel took the same place at this moment: now it is seen to stand there."""

    @wraps(tell)
    def twice(*args: P.args, **said: P.kwargs) -> Recorded:
        try:
            with transaction.atomic():
                return tell(*args, **said)
        except IntegrityError:
            with transaction.atomic():
                return tell(*args, **said)

    return twice


@_seeing_others
def record_move(  # noqa: PLR0913 - a move has so many parts
    *,
    parcel: str,
    move: Move,
    at: datetime,
    by: Actor | None,
    source: Source,
    now: datetime,
    place: str = "",
    payload: Particulars | None = None,
    client_id: UUID | None = None,
) -> Recorded:
    """Write down something that happened to a parcel.

    Parameters
    ----------
    parcel : str
        Its code.
    move : Move
        What happened; ``undo_move`` takes one back.
    at : datetime
        When it happened; a moment ahead of ``now`` counts as ``now``.
    by : Actor or None
        Who did it; None for couriers, the clock and rules.
    source : Source
        How it became known.
    now : datetime
        The present moment.
    place : str
        Where it happened, as people say it.
    payload : Particulars or None
        What else is known of it.
    client_id : UUID or None
        Identifier of whoever tells, so that telling twice records once.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or there is none.
    NotAllowed
        When the person sees it but has no part in which this is done.
    MoveRefused
        When something else stands in the way, with every reason. What scanners and couriers tell late is not
        refused but kept as a remark.
    NotSoCalled
        When another move was told under the same identifier.
    """
    seen = parcel_for(by, parcel) if by else parcel_row(parcel)
    row = _locked(seen)
    repeated = _told_before(row, move, client_id)
    if repeated is not None:
        return repeated
    who = mover_of(by, row.proposal.code) if by else Mover(parties=frozenset({_PARTY[source]}))
    new = ParcelMove(
        number=row.moves + 1,
        move=move,
        at=min(at, now),
        recorded_at=now,
        source=source,
        by=by.username if by else "",
        place=place,
        particulars=_said(row, move, payload, at, now),
    )
    return _record(_Telling(row=row, who=who, by=by, moves=moves_of(row), new=new, client_id=client_id, now=now))


@transaction.atomic
def open_parcel(*, shipment: Shipment, name: str, kind: ParcelKind, by: Actor, source: Source, now: datetime) -> Parcel:
    """Begin a parcel: its first move is its creation. For what has asked for the person already."""
    row = Parcel.objects.create(
        code=new_code(),
        shipment=shipment,
        proposal_id=shipment.proposal_id,
        session_id=shipment.session_id,
        name=name,
        kind=kind.value,
        state=ParcelState.DRAFT.value,
        base=ParcelState.DRAFT.value,
        since=now,
    )
    new = ParcelMove(number=1, move=Move.CREATE, at=now, recorded_at=now, source=source, by=by.username)
    status = fold([new])
    who = Mover(parties=frozenset({Party.SENDER}), login=by.username)
    _write(_Telling(row=row, who=who, by=by, moves=(), new=new, client_id=None, now=now), new, status, status)
    return row


def _locked(seen: Parcel) -> Parcel:
    """Lock a parcel for one more move; whoever tells of another waits here, before anything is counted."""
    return parcels_with_names().select_for_update(no_key=True, of=("self",)).get(pk=seen.pk)


def _said(row: Parcel, move: Move, payload: Particulars | None, at: datetime, now: datetime) -> Particulars:
    said = payload or Particulars()
    said = replace(said, slot=plain_slot(said.slot)) if said.slot else said
    if move in FOR_CONTENTS and not said.content_hash:
        said = replace(said, content_hash=contents_hash_of(row))
    return replace(said, claimed_at=at) if at > now + AT_ONCE else said


def _told_before(row: Parcel, move: Move, client_id: UUID | None) -> Recorded | None:
    known = move_told_as(client_id) if client_id else None
    if known is None:
        return None
    if known.parcel_id != row.pk or known.move != move.value:
        raise NotSoCalled("Another move was told under this identifier.")
    status = fold(moves_of(row))
    return Recorded(parcel=row.code, number=known.number, outcome=Outcome.REPEATED, status=status)


def _record(told: _Telling) -> Recorded:
    status = fold(told.moves)
    reasons = _reasons(told, status)
    if reasons:
        return _keep_late(told, status, reasons)
    moves = (*told.moves, told.new)
    return _follow(_write(told, told.new, status, fold(moves)), told, moves)


def _follow(recorded: Recorded, told: _Telling, moves: Sequence[ParcelMove]) -> Recorded:
    """Let what follows by itself follow, as a move of its own."""
    rule = following_move(told.row, told.new, recorded.status)
    if rule is None:
        return recorded
    move, said = rule
    new = ParcelMove(
        number=told.row.moves + 1,
        move=move,
        at=told.new.at,
        recorded_at=told.now,
        source=Source.RULE,
        particulars=said,
    )
    again = replace(told, who=_RULE, by=None, moves=moves, new=new, client_id=None)
    return replace(_write(again, new, recorded.status, fold((*moves, new))), number=recorded.number)


def _reasons(told: _Telling, status: ParcelStatus) -> tuple[Objection, ...]:
    """Return why a move cannot have been made when it is said to have been."""
    new = told.new
    refused = objections_to_part(new.move, told.row.proposal.code, told.who)
    if refused:
        raise NotAllowed(refused)
    earlier = [move for move in counting(told.moves) if move.at <= new.at]
    before = fold(earlier) if earlier else None
    if before is None:
        return (Objection(message="There was no such parcel then."),)
    if new.source in OF_THE_PAST:
        found = objections_to_state(new.move, before)
    else:
        is_wanted = new.move is Move.TRANSFER
        said = replace(new.particulars, session=before.wanted_session) if is_wanted else new.particulars
        found = objections_to(new.move, before, facts_of(told.row, new.move, said), told.who, particulars=said)
    if found or new.move in REMARKS or fits_in(told.moves, new):
        return found
    return (
        Objection(message=f"It does not go together with what happened since: the parcel is {status.state.label}."),
    )


def _keep_late(told: _Telling, status: ParcelStatus, reasons: tuple[Objection, ...]) -> Recorded:
    """Keep what cannot be as a remark, when nobody who could be asked waits for an answer; refuse it otherwise."""
    new = told.new
    is_late = new.source in NEVER_LOST and (new.source is not Source.SCAN or told.now - new.at > AT_ONCE)
    if not is_late:
        raise MoveRefused(reasons)
    said = replace(new.particulars, text=new.particulars.text or " ".join(map(str, reasons))[:1000])
    recorded = _write(told, replace(new, is_late=True, particulars=said), status, status)
    return replace(recorded, outcome=Outcome.LATE, reasons=reasons)


def _write(told: _Telling, new: ParcelMove, old: ParcelStatus, status: ParcelStatus) -> Recorded:
    row = told.row
    ParcelEvent.objects.create(
        parcel=row,
        number=new.number,
        move=new.move.value,
        at=new.at,
        recorded_at=new.recorded_at,
        by_id=told.by.pk if told.by else None,
        source=new.source.value,
        place=new.place,
        payload=said_as_json(new.particulars),
        client_id=told.client_id,
        undoes=new.undoes,
        is_late=new.is_late,
    )
    before = row.session.code if row.session else ""
    follow_moves(row, (*told.moves, new), status)
    publish(_moved(row, new, old, status), by=new.by)
    after = row.session.code if row.session else ""
    if after != before:
        left = ParcelTransferred(
            session=before, proposal=row.proposal.code, parcel=row.code, name=row.name, old=before, new=after
        )
        publish(left, by=new.by)
    return Recorded(parcel=row.code, number=new.number, outcome=Outcome.RECORDED, status=status)


def _moved(row: Parcel, move: ParcelMove, old: ParcelStatus, new: ParcelStatus) -> ParcelMoved:
    journey = new.back or new.out
    sender = row.sender or row.shipment.sender
    return ParcelMoved(
        session=row.session.code if row.session else "",
        proposal=row.proposal.code,
        shipment=row.shipment.code,
        parcel=row.code,
        number=move.number,
        move=move.move.value,
        old=old.state.value,
        new=new.state.value,
        at=move.at.isoformat(),
        source=move.source.value,
        place=move.place,
        reason=move.particulars.reason,
        country=sender.country if sender else "",
        carrier=journey.courier if journey else "",
        mode=row.shipment.mode,
        parcel_kind=row.kind,
        late=move.is_late,
        undoes=move.undoes,
    )


@_seeing_others
def undo_move(
    *, parcel: str, number: int, by: Actor, source: Source, now: datetime, client_id: UUID | None = None
) -> Recorded:
    """Take a move back, within minutes: the parcel is then as if it had not been made.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or there is none.
    MoveRefused
        When it may not be taken back, with every reason.
    NotSoCalled
        When another move was told under the same identifier.
    """
    row = _locked(parcel_for(by, parcel))
    repeated = _told_before(row, Move.UNDO, client_id)
    if repeated is not None:
        return repeated
    moves, who = moves_of(row), mover_of(by, row.proposal.code)
    undone = next((move for move in counting(moves) if move.number == number), None)
    reasons = objections_to_undoing(undone, last_changing(moves), who, now=now)
    new = ParcelMove(
        number=row.moves + 1,
        move=Move.UNDO,
        at=now,
        recorded_at=now,
        source=source,
        by=by.username,
        undoes=number,
    )
    status = fold((*moves, new)) if not reasons else fold(moves)
    reasons = (*reasons, *objections_to_slot(row, status.slot))
    if reasons:
        raise MoveRefused(reasons)
    told = _Telling(row=row, who=who, by=by, moves=moves, new=new, client_id=client_id, now=now)
    return _write(told, new, fold(moves), status)
