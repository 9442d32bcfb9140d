"""A parcel's way in plain words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from farlight.shipping.domain.machine import UNDO_WITHIN, in_order, last_changing, steps
from farlight.shipping.domain.table import REMARKS
from farlight.shipping.domain.words import DONE
from farlight.shipping.types import (
    Move,
    ParcelMove,
    ParcelState,
    ParcelStatus,
    Source,
    Stage,
    StageState,
    Timeline,
    TimelineEntry,
)

S = ParcelState
_OUT: tuple[tuple[str, frozenset[S]], ...] = (
    ("Being prepared", frozenset({S.DRAFT, S.CHANGES_REQUESTED, S.CANCELLED})),
    ("Safety review", frozenset({S.SUBMITTED, S.UNDER_REVIEW, S.REFUSED})),
    ("Approved, to be labelled", frozenset({S.APPROVED})),
    ("Labelled, to be sent", frozenset({S.LABELLED, S.BOOKED})),
    ("On its way", frozenset({S.IN_TRANSIT})),
    ("At the facility", frozenset({S.DELIVERED, S.RECEIVED, S.INSPECTED, S.STORED})),
    ("At the beamline", frozenset({S.AT_BEAMLINE})),
    ("Waiting for your instructions", frozenset({S.AWAITING_INSTRUCTIONS, S.TRANSFER_REQUESTED, S.DISPOSAL_REQUESTED})),
    ("To be sent back", frozenset({S.RETURN_REQUESTED, S.CLEARED, S.RETURN_BOOKED})),
    ("On its way back", frozenset({S.HANDED_OVER})),
    ("Back home", frozenset({S.RETURNED, S.CLOSED})),
    ("Disposed of", frozenset({S.DISPOSED})),
)
"""The stages that senders know, and the states that belong to each."""
_DISPOSED = len(_OUT) - 1
_HOMEWARD = frozenset({"To be sent back", "On its way back", "Back home"})

HEADLINES: Mapping[S, str] = {
    S.DRAFT: "It is being prepared.",
    S.SUBMITTED: "It waits for the safety group.",
    S.UNDER_REVIEW: "The safety group is looking at it.",
    S.CHANGES_REQUESTED: "The safety group asks for changes.",
    S.REFUSED: "The safety group refused it.",
    S.APPROVED: "It is approved: print its label.",
    S.LABELLED: "It has its label: book a courier, or post it.",
    S.BOOKED: "A courier is booked.",
    S.IN_TRANSIT: "It is on its way to the facility.",
    S.CUSTOMS_HOLD: "It is held at customs.",
    S.DELIVERED: "It was delivered; stores have not taken it in yet.",
    S.RECEIVED: "Stores have it.",
    S.INSPECTED: "Stores have it and looked it over.",
    S.QUARANTINED: "It is in quarantine.",
    S.STORED: "It stands in the stores.",
    S.AT_BEAMLINE: "It is at the beamline.",
    S.AWAITING_INSTRUCTIONS: "It waits for you to say what becomes of it.",
    S.TRANSFER_REQUESTED: "It is to go to another session.",
    S.RETURN_REQUESTED: "It is to be sent back.",
    S.DISPOSAL_REQUESTED: "It is to be disposed of.",
    S.CLEARED: "It may leave; a courier is to be booked.",
    S.RETURN_BOOKED: "A courier is booked for the way back.",
    S.HANDED_OVER: "It is on its way back.",
    S.RETURNED: "It is back home.",
    S.DISPOSED: "It was disposed of.",
    S.CANCELLED: "It was cancelled.",
    S.CLOSED: "Its way is over.",
    S.LOST: "It cannot be found; somebody looks for it.",
    S.DAMAGED: "It is damaged; somebody decides what becomes of it.",
    S.WARM: "It arrived warm; somebody decides what becomes of it.",
    S.WRONG_CONTENT: "Something else lies in it than was said.",
    S.UNDECLARED: "It came without having been declared and approved.",
    S.REFUSED_AT_GATE: "It was not let in.",
    S.ABANDONED: "Nobody asked for it; it may be disposed of.",
}
_TELLERS = {
    Source.COURIER: "the courier",
    Source.CLOCK: "the clock",
    Source.RULE: "by itself",
    Source.IMPORT: "an import",
}


def headline(status: ParcelStatus) -> str:
    """Return where a parcel is, in one sentence."""
    text = HEADLINES[status.state]
    where = status.slot if status.state is S.STORED else status.beamline if status.state is S.AT_BEAMLINE else ""
    return f"{text.removesuffix('.')}: {where}." if where else text


def timeline_from(moves: Sequence[ParcelMove], plans: Mapping[str, datetime], *, now: datetime) -> Timeline:
    """Tell a parcel's way.

    Parameters
    ----------
    moves : sequence of ParcelMove
        All that happened, at least its creation.
    plans : mapping of str to datetime
        When stages should be reached, by their titles.
    now : datetime
        The moment.
    """
    walked = list(steps(moves))
    status = walked[-1].after
    after = {step.move.number: step.after.state for step in walked}
    undone = {move.undoes for move in moves if move.undoes is not None}
    last = last_changing(moves)
    entries = [
        _entry(
            move,
            after.get(move.number, status.state),
            is_undone=move.number in undone,
            is_open=move == last or move.move in REMARKS,
        )
        for move in in_order(moves)
    ]
    reached: dict[int, datetime] = {}
    for step in walked:
        stage = stage_of(step.after.base)
        if stage_of(step.before.base) != stage or stage not in reached:
            reached[stage] = step.move.at
    is_given_up = _DISPOSED in reached or status.base is S.DISPOSAL_REQUESTED
    here = _DISPOSED if _DISPOSED in reached else stage_of(status.base)
    shown = _shown(here, reached, is_given_up=is_given_up)
    stages = tuple(_stage(index, here, status, reached, plans, now) for index in shown)
    return Timeline(stages=stages, entries=tuple(reversed(entries)), headline=headline(status))


def stage_of(state: ParcelState) -> int:
    """Return the number of the stage that a state belongs to, from 0."""
    return next(index for index, (_, states) in enumerate(_OUT) if state in states)


def _shown(here: int, reached: Mapping[int, datetime], *, is_given_up: bool) -> list[int]:
    """Return the stages of a way: not those that it passed over, and only the end that it comes to."""
    elsewhere = _HOMEWARD if is_given_up else frozenset({_OUT[_DISPOSED][0]})
    return [
        index for index, (title, _) in enumerate(_OUT) if title not in elsewhere and (index >= here or index in reached)
    ]


def _stage(
    index: int,
    here: int,
    status: ParcelStatus,
    reached: Mapping[int, datetime],
    plans: Mapping[str, datetime],
    now: datetime,
) -> Stage:
    title = _OUT[index][0]
    at = reached.get(index) if index <= here else None
    planned = plans.get(title)
    state = StageState.DONE if index < here else StageState.AHEAD
    if index == here:
        is_over = status.base in {S.CLOSED, S.RETURNED, S.DISPOSED, S.CANCELLED} and not status.holds
        state = StageState.TROUBLE if status.holds else StageState.DONE if is_over else StageState.HERE
    is_late = planned is not None and ((at is not None and at > planned) or (index > here and now > planned))
    return Stage(title=title, state=state, at=at, planned_at=planned, is_late=is_late)


def _entry(move: ParcelMove, state: ParcelState, *, is_undone: bool, is_open: bool) -> TimelineEntry:
    """An entry; it is open while nothing happened since, so that it may be taken back."""
    may_be_undone = move.by and is_open and not is_undone and move.move is not Move.UNDO
    return TimelineEntry(
        number=move.number,
        move=move.move,
        at=move.at,
        text=sentence_of(move),
        said=move.particulars.reason or move.particulars.text,
        who=move.by_name or move.by or _TELLERS.get(move.source, ""),
        place=move.place,
        source=move.source,
        state=state,
        is_late=move.is_late,
        is_undone=is_undone,
        may_be_undone_until=move.recorded_at + UNDO_WITHIN if may_be_undone else None,
        photographs=() if is_undone else move.particulars.photographs,
    )


def sentence_of(move: ParcelMove) -> str:
    """Return what happened, as a sentence without who did it."""
    said = move.particulars
    if move.undoes is not None:
        return f"Move {move.undoes} was taken back"
    extra = {
        Move.STORE: f": {said.slot}",
        Move.REQUEST_TRANSFER: f" to {said.session}" if said.session else "",
        Move.TO_BEAMLINE: f": {said.beamline}",
        Move.BOOK: f": {said.courier} {said.tracking}".rstrip(),
        Move.BOOK_RETURN: f": {said.courier} {said.tracking}".rstrip(),
        Move.APPROVE: f" ({said.colour})" if said.colour else "",
        Move.TOP_UP: f" ({said.ln2_kg:g} kg)" if said.ln2_kg else "",
        Move.MEASURE_TEMPERATURE: f" ({said.temperature_k:g} K)" if said.temperature_k else "",
    }.get(move.move, "")
    text = DONE[move.move]
    return f"{text[0].upper()}{text[1:]}{extra}"
