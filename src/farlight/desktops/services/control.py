"""Control of a desktop is picked up, asked for, given, taken and laid down; it never passes by itself."""

from datetime import datetime

from django.db import transaction

from farlight.audit.public import record
from farlight.audit.types import AuditKind
from farlight.beamtime.public import may
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.desktops.access import desktop_for, has_to_ask, refuse_hands
from farlight.desktops.domain.control import (
    objections_to_asking,
    objections_to_giving,
    objections_to_laying_down,
    objections_to_taking,
)
from farlight.desktops.events import ControlAsked, ControlPassed
from farlight.desktops.models import ControlWish, Desktop
from farlight.desktops.queries import summaries_of
from farlight.desktops.types import DesktopState, DesktopSummary
from farlight.kernel.errors import Invalid, Objection
from farlight.people.public import person_named
from farlight.people.types import Actor, Credential


@transaction.atomic
def ask_for_control(
    *, session: str, name: str, by: Actor, now: datetime, credential: Credential | None = None
) -> DesktopSummary:
    """Ask whoever has control to give it; when nobody has it, pick it up.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not control the session, with every reason.
    Invalid
        When the person has it already, or the desktop is over.
    """
    refuse_hands(by, session, now, credential)
    _, row = desktop_for(by, session, name, Action.CONTROL, now, held=True)
    _refuse(objections_to_asking(holds=row.holder_id == by.pk, is_over=_is_over(row)))
    if row.holder_id is None:
        hand_over(row, to=by, how="picked up", by=by, now=now)
    else:
        _, is_new = ControlWish.objects.get_or_create(desktop=row, person_id=by.pk, defaults={"at": now})
        if is_new:
            publish(ControlAsked(session=session, desktop=row.kind, person=by.full_name), by=by.username)
    return summaries_of([row], by, now=now)[0]


@transaction.atomic
def give_control(*, session: str, name: str, to: str, by: Actor, now: datetime) -> DesktopSummary:
    """Give control that one has to somebody who may control the session, by login name.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not see the desktop.
    Invalid
        With everything that speaks against it.
    """
    _, row = desktop_for(by, session, name, Action.WATCH, now, held=True)
    person = person_named(to)
    allowed = person is not None and may(person, Action.CONTROL, session, now).allowed
    asks_first = person is not None and has_to_ask(person, row)
    _refuse(
        objections_to_giving(
            holds=row.holder_id == by.pk,
            to_may_control=allowed,
            to_has_to_ask=asks_first,
            to_name=to or "Nobody",
            is_over=_is_over(row),
        )
    )
    hand_over(row, to=person, how="given", by=by, now=now)
    return summaries_of([row], by, now=now)[0]


@transaction.atomic
def take_control(
    *, session: str, name: str, reason: str, by: Actor, now: datetime, credential: Credential | None = None
) -> DesktopSummary:
    """Take control from whoever has it: staff only, who say why.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not supervise the beamline, or not control the session.
    Invalid
        When there is no reason, or the desktop is over.
    """
    _, row = desktop_for(by, session, name, Action.SUPERVISE, now, held=True)
    refuse_hands(by, session, now, credential)
    reason = " ".join(reason.split())
    found = objections_to_taking(reason=reason, is_over=_is_over(row))
    _refuse([*found, *objections_to_asking(holds=row.holder_id == by.pk, is_over=False)])
    hand_over(row, to=by, how="taken", by=by, now=now, reason=reason)
    return summaries_of([row], by, now=now)[0]


@transaction.atomic
def lay_down_control(*, session: str, name: str, by: Actor, now: datetime) -> DesktopSummary:
    """Let go of control: nobody has it then, and whoever may picks it up.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    Invalid
        When the person does not have it.
    """
    _, row = desktop_for(by, session, name, Action.SEE, now, held=True)
    _refuse(objections_to_laying_down(holds=row.holder_id == by.pk))
    hand_over(row, to=None, how="laid down", by=by, now=now)
    return summaries_of([row], by, now=now)[0]


def hand_over(row: Desktop, *, to: Actor | None, how: str, by: Actor | None, now: datetime, reason: str = "") -> None:
    """Note within a transaction that control has another holder; a wish that came true is one no more."""
    before = row.holder.full_name if row.holder else ""
    if to is None and row.holder is None:
        return
    row.holder_id = to.pk if to else None
    row.save(update_fields=["holder_id"])
    if to is not None:
        ControlWish.objects.filter(desktop=row, person_id=to.pk).delete()
    event = ControlPassed(
        session=row.session.code,
        desktop=row.kind,
        before=before,
        holder=to.full_name if to else "",
        how=how,
        reason=reason,
    )
    login = by.username if by else ""
    publish(event, by=login)
    record(
        kind=AuditKind.CONTROL_PASSED,
        by=login,
        about=to.username if to else "",
        session_code=row.session.code,
        details={"desktop": row.kind, "how": how, "reason": reason},
        now=now,
    )


def _refuse(objections: list[Objection]) -> None:
    if objections:
        raise Invalid(objections)


def _is_over(row: Desktop) -> bool:
    return DesktopState(row.state).is_over
