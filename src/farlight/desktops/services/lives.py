"""Desktops begin, run, are locked, and end."""

from datetime import datetime

from django.db import IntegrityError, transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.desktops.access import ACTIVE, definition_of, desktop_for, newest_of, refuse_ending, refuse_hands
from farlight.desktops.domain.control import objections_to_locking
from farlight.desktops.domain.states import refuse_step
from farlight.desktops.events import DesktopChanged
from farlight.desktops.models import ControlWish, Desktop, DesktopView
from farlight.desktops.queries import summaries_of
from farlight.desktops.services.control import hand_over
from farlight.desktops.types import DesktopState, DesktopSummary
from farlight.kernel.errors import Conflict, Invalid, NotFound
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor, Credential

LONGEST_REASON = 300


@transaction.atomic
def start_desktop(
    *, session: str, name: str, by: Actor, now: datetime, credential: Credential | None = None
) -> DesktopSummary:
    """Ask for a desktop of a session; whoever starts it has control of it.

    Raises
    ------
    NotFound
        When the person may not know of the session, or its beamline has no such desktop.
    NotAllowed
        When the person may not control the session, with every reason.
    Conflict
        When there is one already.
    """
    seen = session_for(by, session, Action.CONTROL, now)
    refuse_hands(by, session, now, credential)
    definition = definition_of(seen.beamline, name)
    there = newest_of(seen.id, name)
    if there is not None and there.state in ACTIVE:
        raise Conflict(f"{definition.name} is there already: open it.")
    row = _made(seen.id, name, definition.name, by, now)
    row.refresh_from_db()
    _tell(row, by=by.username)
    hand_over(row, to=by, how="started", by=by, now=now)
    return summaries_of([row], by, now=now)[0]


def _made(session_id: int, name: str, title: str, by: Actor, now: datetime) -> Desktop:
    try:
        with transaction.atomic():
            return Desktop.objects.create(
                code=new_opaque_id("d-"),
                session_id=session_id,
                kind=name,
                name=title,
                started_by_id=by.pk,
                started_at=now,
            )
    except IntegrityError as error:
        raise Conflict(f"{title} is there already: open it.") from error


@transaction.atomic
def lock_desktop(*, session: str, name: str, lock: bool, reason: str, by: Actor, now: datetime) -> DesktopSummary:
    """Let nobody type or point on a desktop, whoever has control, or let them again: staff only.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not.
    Invalid
        When there is no reason, or nothing to change.
    """
    _, row = desktop_for(by, session, name, Action.SUPERVISE, now, held=True)
    reason = " ".join(reason.split())
    is_over = DesktopState(row.state).is_over
    objections = objections_to_locking(reason=reason, is_locked=row.is_locked, lock=lock, is_over=is_over)
    if objections:
        raise Invalid(objections)
    row.is_locked, row.reason = lock, reason if lock else ""
    row.save(update_fields=["is_locked", "reason"])
    _tell(row, by=by.username)
    _note(row, by, now, how="locked" if lock else "unlocked", reason=reason)
    return summaries_of([row], by, now=now)[0]


@transaction.atomic
def close_desktop(*, session: str, name: str, reason: str, by: Actor, now: datetime) -> DesktopSummary:
    """Close a desktop for everybody; what is on it and was not saved is lost.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not.
    Conflict
        When it is over already.
    """
    _, row = desktop_for(by, session, name, Action.SEE, now, held=True)
    refuse_ending(by, row, session, now)
    refuse_step(DesktopState(row.state), DesktopState.CLOSING)
    said = " ".join(reason.split())[: LONGEST_REASON - 100]
    row.state, row.reason = DesktopState.CLOSING, f"{by.full_name} closed it{': ' + said if said else ''}."
    row.save(update_fields=["state", "reason"])
    _tell(row, by=by.username)
    _note(row, by, now, how="closed", reason=said)
    return summaries_of([row], by, now=now)[0]


@transaction.atomic
def desktop_waits(*, code: str, words: str, now: datetime, expected_at: datetime | None = None) -> None:  # noqa: ARG001 - each verb takes the clock
    """A desktop that was asked for cannot be there yet, and why; for the process that starts them."""
    row = _held(code)
    if row.state != DesktopState.ASKED or (row.waits, row.expected_at) == (words, expected_at):
        return
    row.waits, row.expected_at = words[:LONGEST_REASON], expected_at
    row.save(update_fields=["waits", "expected_at"])
    _tell(row)


@transaction.atomic
def desktop_runs(*, code: str, now: datetime, ends_at: datetime | None = None) -> None:  # noqa: ARG001 - as above
    """A desktop that was asked for is there, until then; for the process that starts them."""
    row = _held(code)
    if row.state == DesktopState.ASKED:
        row.state, row.waits, row.expected_at, row.ends_at = DesktopState.RUNNING.value, "", None, ends_at
        row.save(update_fields=["state", "waits", "expected_at", "ends_at"])
        _tell(row)
    elif row.ends_at != ends_at:
        row.ends_at = ends_at
        row.save(update_fields=["ends_at"])
        _tell(row)


@transaction.atomic
def begin_ending(*, code: str, now: datetime, reason: str) -> None:  # noqa: ARG001 - as above
    """Nobody looks at a desktop any more, and it is on its way to its end; for the process that ends them."""
    row = _held(code)
    if row.state in {DesktopState.ASKED, DesktopState.RUNNING}:
        row.state, row.reason = DesktopState.CLOSING.value, reason[:LONGEST_REASON]
        row.save(update_fields=["state", "reason"])
        _tell(row)


@transaction.atomic
def end_desktop(*, code: str, now: datetime, reason: str = "", failed: bool = False) -> None:
    """There is nothing of a desktop any more; for the process that starts and ends them."""
    row = _held(code)
    if DesktopState(row.state).is_over:
        return
    row.state = (DesktopState.FAILED if failed else DesktopState.CLOSED).value
    row.ended_at, row.is_locked, row.waits = now, False, ""
    row.reason = (reason or row.reason)[:LONGEST_REASON]
    row.save(update_fields=["state", "ended_at", "reason", "is_locked", "waits"])
    DesktopView.objects.filter(desktop=row).delete()
    ControlWish.objects.filter(desktop=row).delete()
    _tell(row)
    hand_over(row, to=None, how="ended", by=None, now=now)


def _held(code: str) -> Desktop:
    row = Desktop.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def _tell(row: Desktop, *, by: str = "") -> None:
    event = DesktopChanged(
        session=row.session.code,
        desktop=row.kind,
        name=row.name,
        state=DesktopState(row.state).value,
        locked=row.is_locked,
        reason=row.reason,
        waits=row.waits,
    )
    publish(event, by=by)


def _note(row: Desktop, by: Actor, now: datetime, *, how: str, reason: str) -> None:
    details = {"desktop": row.kind, "how": how, "reason": reason}
    record(kind=AuditKind.CONTROL_PASSED, by=by.username, session_code=row.session.code, details=details, now=now)
