"""Telling people of parcels by mail, once for each move and person."""

from collections.abc import Iterable
from datetime import datetime

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.mail.public import write_mails
from farlight.mail.types import Letter
from farlight.people.public import actor_with, people_in_role, person_named
from farlight.people.types import Role
from farlight.shipping.access import parcel_row
from farlight.shipping.domain.codes import spelled
from farlight.shipping.domain.machine import fold
from farlight.shipping.domain.telling import DEADLINE, Listener, Telling, telling_of
from farlight.shipping.domain.timeline import headline
from farlight.shipping.domain.words import DONE
from farlight.shipping.models import Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.types import Move, ParcelMove, ParcelState


def tell_of_move(*, parcel: str, number: int, now: datetime) -> int:
    """Tell people of a move; return how many. Who made it is not told. May be done twice.

    Raises
    ------
    NotFound
        When there is no such parcel.
    """
    row = parcel_row(parcel)
    moves = moves_of(row)
    move = next(move for move in moves if move.number == number)
    telling = telling_of(move, moves, ParcelState(row.state))
    if telling is None:
        return 0
    facts = facts_of_move(row, move, moves)
    return _tell(row, telling, facts, moves, cause=f"parcel:{row.code}:{number}", but=move.by, now=now)


def tell_of_deadline(*, parcel: str, old: str, new: str, because: str, now: datetime) -> int:
    """Tell who sends a parcel that it must leave earlier, or may leave later; return how many were told."""
    row = parcel_row(parcel)
    facts = {
        **_facts_of(row),
        "old": datetime.fromisoformat(old) if old else None,
        "new": datetime.fromisoformat(new) if new else None,
        "because": because,
        "is_past": bool(new) and datetime.fromisoformat(new) < now,
    }
    return _tell(row, DEADLINE, facts, moves_of(row), cause=f"deadline:{row.code}:{old}:{new}", but="", now=now)


def facts_of_move(row: Parcel, move: ParcelMove, moves: list[ParcelMove]) -> dict[str, object]:
    """Return what the texts of mails may say of a move."""
    said, status = move.particulars, fold(moves)
    undone = next((other for other in moves if other.number == move.undoes), None)
    journey = status.back or status.out
    return {
        **_facts_of(row),
        "move": DONE[undone.move if undone else move.move],
        "at": move.at,
        "who": move.by_name,
        "reason": said.reason or said.text,
        "place": move.place,
        "slot": said.slot,
        "conditions": said.conditions,
        "missing": said.missing,
        "deadline": said.deadline,
        "for_session": said.session,
        "courier": journey.courier if journey else "",
        "tracking": journey.tracking if journey else "",
        "headline": headline(status),
    }


def _facts_of(row: Parcel) -> dict[str, object]:
    return {
        "parcel": row.name,
        "code": spelled(row.code),
        "parcel_kind": row.kind,
        "proposal": row.proposal.code,
        "session": row.session.code if row.session else "",
        "beamline": row.session.beamline.code if row.session else "",
        "dispatch_by": row.dispatch_by,
    }


def _tell(  # noqa: PLR0913 - a letter has so many parts
    row: Parcel,
    telling: Telling,
    facts: dict[str, object],
    moves: list[ParcelMove],
    *,
    cause: str,
    but: str,
    now: datetime,
) -> int:
    """Write the mails: first to those for whom something waits, then to the others, so that nobody gets two."""
    told = 0
    for needs, listeners in ((True, telling.needed), (False, telling.to - telling.needed)):
        letter = Letter(
            cause=cause,
            template=telling.template,
            facts={**facts, "needs_you": needs},
            link=_link(row, telling),
            link_word=telling.link_word,
            thread=f"parcel-{row.code}",
            needs_person=needs,
        )
        people = _who_may_know(row, _people(row, listeners, moves), but=but)
        told += write_mails(letter=letter, to=people, now=now) if people else 0
    return told


def _link(row: Parcel, telling: Telling) -> str:
    return f"/parcels/{row.code}/papers/" if telling.template == "parcel_approved" else f"/parcels/{row.code}/"


def _people(row: Parcel, listeners: Iterable[Listener], moves: list[ParcelMove]) -> set[int]:
    found: set[int] = set()
    for listener in listeners:
        found |= _in_part(row, listener, moves)
    return found


def _in_part(row: Parcel, listener: Listener, moves: list[ParcelMove]) -> set[int]:
    match listener:
        case Listener.SENDER:
            submitters = {move.by for move in moves if move.move is Move.SUBMIT and move.by}
            people = (person_named(login) for login in submitters)
            return {row.shipment.created_by_id} | {person.pk for person in people if person}
        case Listener.LEADER:
            return {row.proposal.principal_investigator_id}
        case Listener.STORES:
            return set(people_in_role(Role.STORES))
        case Listener.SAFETY:
            return set(people_in_role(Role.SAFETY))
        case _:  # the local contact
            return _contacts(row)


def _contacts(row: Parcel) -> set[int]:
    """The session's local contact; while it has none, all of its beamline."""
    session = row.session
    if session is None:
        return set()
    if session.local_contact_id is not None:
        return {session.local_contact_id}
    return set(people_in_role(Role.LOCAL_CONTACT, beamline=session.beamline.code))


def _who_may_know(row: Parcel, people: set[int], *, but: str) -> list[int]:
    """Leave out who did it, and who may not know of the parcel any more."""
    found = []
    for key in sorted(people):
        person = actor_with(key)
        if person is None or person.username == but:
            continue
        if may_with_proposal(person, ProposalAction.SEE_PARCELS, row.proposal.code).allowed:
            found.append(key)
    return found
