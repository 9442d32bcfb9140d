"""What stands in the way of a move: every reason at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from farlight.kernel.errors import Objection
from farlight.shipping.domain.machine import UNDO_WITHIN, leads_to, may_be_remarked
from farlight.shipping.domain.table import ENTERS, REMARKS, WHO
from farlight.shipping.domain.words import DONE, WHO_MENDS, listed
from farlight.shipping.types import Move, ParcelMove, ParcelStatus, Particulars, Party


@dataclass(frozen=True, kw_only=True)
class Mover:
    """Who moves a parcel, and in which parts."""

    parties: frozenset[Party]
    login: str = ""
    """Empty for couriers, rules and the clock."""
    beamlines: frozenset[str] | None = None
    """Beamlines whose parcels somebody handles; None for everybody's."""


@dataclass(frozen=True, kw_only=True)
class ParcelFacts:
    """What counts of a parcel beside its moves."""

    proposal: str
    content_hash: str = ""
    """What its contents are now."""
    to_contents: tuple[Objection, ...] = ()
    """What is wrong with the contents: nothing packed, something without a place or a hazard profile."""
    to_sending: tuple[Objection, ...] = ()
    """What is wrong with addresses, value, weight, and what it is sent for."""
    to_hazards: tuple[Objection, ...] = ()
    """Hazard profiles that are not approved, or no longer."""
    to_slot: tuple[Objection, ...] = ()
    """What is wrong with the place in the stores that was named."""
    to_pickup: tuple[Objection, ...] = ()
    """What is wrong with the day of the pickup that was named."""
    to_session: tuple[Objection, ...] = ()
    """Why the parcel may not be at the beamline now."""
    to_other_session: tuple[Objection, ...] = ()
    """Why it may not go to the other session that is wanted."""
    inspection_required: bool = True
    """Whether the facility inspects before it puts a parcel anywhere."""
    to_be_surveyed: tuple[str, ...] = ()
    """Why it leaves only when it was surveyed: what in it is radioactive, was activated, or is contaminated."""
    to_release: tuple[Objection, ...] = ()
    """Activated pieces that may not leave yet."""


def objections_to(
    move: Move,
    status: ParcelStatus,
    facts: ParcelFacts,
    who: Mover,
    *,
    particulars: Particulars = Particulars(),  # noqa: B008 - frozen
) -> tuple[Objection, ...]:
    """Return everything that stands in the way of a move; nothing when it may be made.

    Parameters
    ----------
    move : Move
        What is to happen.
    status : ParcelStatus
        What the parcel's moves came to so far.
    facts : ParcelFacts
        What counts beside them.
    who : Mover
        Who wants it.
    particulars : Particulars
        What was said with it.
    """
    return (
        *objections_to_part(move, facts.proposal, who),
        *objections_to_state(move, status),
        *_to_particulars(move, particulars),
        *(_GUARDS[move](status, facts) if move in _GUARDS else ()),
        *_to_these_contents(move, facts, particulars),
        *_to_beamline_of(move, status, who, particulars),
    )


def objections_to_choice(move: Move, status: ParcelStatus, facts: ParcelFacts, who: Mover) -> tuple[Objection, ...]:
    """Return what stands in the way of offering a move, before anything was said with it."""
    guards = _GUARDS[move](status, facts) if move in _GUARDS else ()
    return (*objections_to_part(move, facts.proposal, who), *objections_to_state(move, status), *guards)


def objections_to_part(move: Move, proposal: str, who: Mover) -> tuple[Objection, ...]:
    """Return why somebody has no part in which a move of a proposal's parcels is made; nothing when there is one."""
    if WHO[move] & who.parties:
        return ()
    return (
        Objection(
            message=f"A parcel of {proposal} is {DONE[move]} by others.",
            mend="Ask them to do it.",
            who=listed([WHO_MENDS[party] for party in Party if party in WHO[move]]),
        ),
    )


def objections_to_state(move: Move, status: ParcelStatus) -> tuple[Objection, ...]:
    """Return why a move may not be made from where the parcel is; nothing when it may."""
    allowed = may_be_remarked(status, move) if move in REMARKS else leads_to(status, move) is not None
    if allowed:
        return ()
    following = [DONE[other] for other in next_moves(status)]
    return (
        Objection(
            message=f"The parcel is {status.state.label}: it cannot be {DONE[move]} now.",
            mend=f"From there it can be {listed(following[:4])}." if following else "",
        ),
    )


def next_moves(status: ParcelStatus) -> list[Move]:
    """Return the moves that lead on from a status, without remarks and what goes wrong, in the order of their names."""
    ways = [move for move in Move if move not in REMARKS and move not in ENTERS and move is not Move.UNDO]
    return [move for move in ways if (led := leads_to(status, move)) and led != (status.base, status.holds)]


_NEEDED: dict[Move, tuple[str, ...]] = {
    Move.REQUEST_CHANGES: ("reason",),
    Move.REFUSE: ("reason",),
    Move.APPROVE: ("content_hash",),
    Move.LABEL: ("content_hash",),
    Move.BOOK: ("courier",),
    Move.BOOK_RETURN: ("courier",),
    Move.QUARANTINE: ("reason",),
    Move.RELEASE: ("reason",),
    Move.STORE: ("slot",),
    Move.TO_BEAMLINE: ("beamline",),
    Move.REQUEST_TRANSFER: ("session",),
    Move.DISPOSE: ("reason",),
    Move.REPORT_LOST: ("reason",),
    Move.REPORT_DAMAGED: ("reason",),
    Move.REPORT_WRONG_CONTENT: ("reason",),
    Move.REPORT_UNDECLARED: ("reason",),
    Move.REFUSE_AT_GATE: ("reason",),
    Move.RESOLVE: ("reason",),
    Move.MEASURE_TEMPERATURE: ("temperature_k",),
    Move.CORRECT_CONTENTS: ("text",),
    Move.PHOTOGRAPH: ("photographs",),
    Move.NOTE: ("text",),
}
"""What must be said with a move."""

_ASKED = {
    "reason": ("It is not said why.", "Write a sentence that its group understands."),
    "content_hash": ("It is not said for which contents.", "Look at the parcel again."),
    "courier": ("No courier is named.", "Choose one."),
    "slot": ("No place in the stores is named.", "Scan or choose a place in a rack."),
    "beamline": ("No beamline is named.", "Scan or choose the beamline."),
    "session": ("No session is named.", "Choose the session that needs it."),
    "temperature_k": ("No temperature is given.", "Give it in kelvin."),
    "photographs": ("There is no picture.", "Choose or take one."),
    "text": ("The text is empty.", "Write something."),
}
_LONGEST = 1000
FOR_CONTENTS = frozenset({Move.APPROVE, Move.LABEL})
"""Moves that are about the contents as they were looked at."""
HOTTEST_K = 400.0
HEAVIEST_KG = 1000.0


def _to_particulars(move: Move, said: Particulars) -> list[Objection]:
    missing = [field for field in _NEEDED.get(move, ()) if getattr(said, field) in {"", None, ()}]
    found = [Objection(message=_ASKED[field][0], mend=_ASKED[field][1], field=field) for field in missing]
    for field in ("reason", "text", "conditions"):
        if len(getattr(said, field)) > _LONGEST:
            mend = f"Use at most {_LONGEST} characters."
            found.append(Objection(message="The text is too long.", mend=mend, field=field))
    if said.ln2_level_frac is not None and not 0 <= said.ln2_level_frac <= 1:
        message = "A level lies between 0 (empty) and 1 (full)."
        found.append(Objection(message=message, field="ln2_level_frac"))
    if said.ln2_kg is not None and not 0 <= said.ln2_kg <= HEAVIEST_KG:
        found.append(Objection(message=f"A mass of nitrogen lies between 0 and {HEAVIEST_KG:g} kg.", field="ln2_kg"))
    if said.temperature_k is not None and not 0 < said.temperature_k <= HOTTEST_K:
        found.append(Objection(message=f"A temperature lies between 0 and {HOTTEST_K:g} K.", field="temperature_k"))
    if said.dose_rate_usv_h is not None and said.dose_rate_usv_h < 0:
        found.append(Objection(message="A dose rate is not negative.", field="dose_rate_usv_h"))
    return found


def _to_these_contents(move: Move, facts: ParcelFacts, said: Particulars) -> tuple[Objection, ...]:
    if move not in FOR_CONTENTS or said.content_hash in {"", facts.content_hash}:
        return ()
    message = "The contents changed while you looked at them."
    return (Objection(message=message, mend="Look at the parcel again.", field="content_hash"),)


def _to_beamline_of(move: Move, status: ParcelStatus, who: Mover, said: Particulars) -> tuple[Objection, ...]:
    """Who handles parcels of some beamlines brings them to those, and fetches them from there."""
    named = said.beamline if move is Move.TO_BEAMLINE else status.beamline
    if who.beamlines is None or not named or named in who.beamlines or Party.HANDLER not in WHO[move]:
        return ()
    if who.parties & WHO[move] != {Party.HANDLER}:
        return ()
    message = f"You handle parcels of other beamlines than {named}."
    return (Objection(message=message, mend="Ask them to do it.", who=f"stores or the local contact of {named}"),)


Guard = Callable[[ParcelStatus, ParcelFacts], Sequence[Objection]]


def _to_submitting(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:  # noqa: ARG001 - the guards' form
    return (*facts.to_contents, *facts.to_sending)


def _to_labelling(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    if status.approved_hash == facts.content_hash:
        return ()
    message = "The contents changed since they were approved."
    return (Objection(message=message, mend="Open the parcel again and submit it as it is."),)


def _to_leaving_home(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    found = list(_to_labelling(status, facts))
    if status.label_hash != facts.content_hash:
        message = "The label was printed for other contents than these."
        found.append(Objection(message=message, mend="Print the label again and take the old one off."))
    return (*found, *facts.to_pickup)


def _to_placing(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    if status.is_inspected or not facts.inspection_required or status.holds:
        return ()
    return (Objection(message="The parcel was not inspected yet.", mend="Look it over first.", who=_STORES),)


def _to_storing(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    return (*_to_placing(status, facts), *facts.to_slot)


def _to_going_to_beamline(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    return (*_to_placing(status, facts), *facts.to_hazards, *facts.to_session)


def _to_leaving(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:
    found = [*facts.to_pickup, *facts.to_release]
    if facts.to_be_surveyed and not status.is_cleared:
        message = f"{listed(list(facts.to_be_surveyed[:4]), 'and')}, and no survey is recorded."
        found.append(Objection(message=message, mend="Survey it and record the dose rate.", who=_SURVEYORS))
    return found


def _to_other_session(status: ParcelStatus, facts: ParcelFacts) -> Sequence[Objection]:  # noqa: ARG001 - the guards' form
    return facts.to_other_session


_STORES = "stores"
_SURVEYORS = "radiation protection or the local contact"
_GUARDS: dict[Move, Guard] = {
    Move.SUBMIT: _to_submitting,
    Move.LABEL: _to_labelling,
    Move.BOOK: _to_leaving_home,
    Move.POST: _to_leaving_home,
    Move.STORE: _to_storing,
    Move.TO_BEAMLINE: _to_going_to_beamline,
    Move.REQUEST_TRANSFER: _to_other_session,
    Move.TRANSFER: _to_other_session,
    Move.BOOK_RETURN: _to_leaving,
    Move.HAND_OVER: _to_leaving,
    Move.DISPOSE: _to_leaving,
}


def objections_to_undoing(
    move: ParcelMove | None, newest: ParcelMove | None, who: Mover, *, now: datetime
) -> tuple[Objection, ...]:
    """Return what stands in the way of taking a move back.

    Parameters
    ----------
    move : ParcelMove | None
        The move; None when the parcel has none of that number that counts.
    newest : ParcelMove | None
        The newest move that changed the parcel's state.
    who : Mover
        Who wants it.
    now : datetime
        The moment.
    """
    if move is None or move.move is Move.CREATE:
        return (Objection(message="There is no such move that could be taken back."),)
    found = []
    if not who.login or (move.by != who.login and not WHO[move.move] & who.parties & _STAFF):
        message = f"Only who did it, or {WHO_MENDS[Party.HANDLER]}, takes a move back."
        found.append(Objection(message=message, who=WHO_MENDS[Party.HANDLER]))
    if not move.by:
        found.append(Objection(message="It was no person's move: it is not taken back."))
    if move.move not in REMARKS and move != newest:
        found.append(Objection(message="Something happened since.", mend="Take that back first."))
    if now - move.recorded_at > UNDO_WITHIN:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        message = f"A move is taken back within {minutes} minutes."
        found.append(Objection(message=message, mend="Make the move that puts things right."))
    return tuple(found)


_STAFF = frozenset({Party.HANDLER, Party.SAFETY})
