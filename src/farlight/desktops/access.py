"""The way to desktops: through the session, with the person explicit."""

from datetime import datetime, timedelta

from farlight.beamlines.public import beamline
from farlight.beamlines.types import DesktopDefinition
from farlight.beamtime.public import may, session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.desktops.models import ControlWish, Desktop
from farlight.desktops.types import DesktopState
from farlight.kernel.errors import NotAllowed, NotFound, Objection
from farlight.leases.public import lease_of
from farlight.leases.types import ChannelKind
from farlight.people.public import security_policy
from farlight.people.types import Actor, Credential, StepUpAction

ACTIVE = (DesktopState.ASKED.value, DesktopState.RUNNING.value, DesktopState.CLOSING.value)
STALE_AFTER = timedelta(seconds=90)
"""A view that has not been seen for so long died without a word, with its process."""


def definition_of(beamline_code: str, name: str) -> DesktopDefinition:
    """Return a desktop that sessions of a beamline may have; NotFound when there is none of that code."""
    for definition in beamline(beamline_code).desktops:
        if definition.code == name:
            return definition
    raise NotFound(f"Beamline {beamline_code} has no desktop {name!r}.")


def newest_of(session_id: int, name: str, *, held: bool = False) -> Desktop | None:
    """Return the newest desktop of a session with a name, if there ever was one.

    Parameters
    ----------
    held : bool
        Whether nobody else may change it until the transaction ends.
    """
    rows = Desktop.objects.filter(session_id=session_id, kind=name).order_by("-started_at", "-pk")
    if held:
        return rows.select_for_update().first()
    return rows.select_related("holder", "started_by", "session").first()


def desktop_for(
    person: Actor, session: str, name: str, to: Action, now: datetime, *, held: bool = False
) -> tuple[SessionSummary, Desktop]:
    """Return a desktop with which a person wants to do something, and its session.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has never had such a desktop.
    NotAllowed
        When the person sees the session but may not do this, with every reason.
    """
    seen = session_for(person, session, to, now)
    row = newest_of(seen.id, name, held=held)
    if row is None:
        raise NotFound(f"Session {session} has no desktop {name!r} open.")
    return seen, row


def refuse_hands(person: Actor, session: str, now: datetime, credential: Credential | None) -> None:
    """See that a person may have keyboard and pointer in a session now.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    NotAllowed
        With every reason, a second factor that is not fresh among them.
    """
    lease = lease_of(person, session, now, credential).channels[ChannelKind.CONTROL]
    if not lease.allowed:
        raise NotAllowed(lease.reasons)


def has_to_ask(person: Actor, row: Desktop) -> bool:
    """Whether somebody must ask for control before it is given: asking is where a fresh second factor is wanted."""
    is_wanted = StepUpAction.REMOTE_CONTROL in security_policy().step_up
    return is_wanted and not ControlWish.objects.filter(desktop=row, person_id=person.pk).exists()


def may_end(person: Actor, row: Desktop, session: str, now: datetime) -> bool:
    """Whether a person may close a desktop: who started it, who has control of it, and staff."""
    supervises, controls = (may(person, to, session, now).allowed for to in (Action.SUPERVISE, Action.CONTROL))
    return is_theirs_to_end(person, row, supervises=supervises, controls=controls)


def is_theirs_to_end(person: Actor, row: Desktop, *, supervises: bool, controls: bool) -> bool:
    """Say the same of somebody whose rights in the session are known already."""
    return supervises or (controls and person.pk in {row.holder_id, row.started_by_id})


def refuse_ending(person: Actor, row: Desktop, session: str, now: datetime) -> None:
    """See that a person may close a desktop; NotAllowed when not."""
    if not may_end(person, row, session, now):
        message = "Only who started it, who has control of it, and the beamline's staff close it."
        raise NotAllowed([Objection(message=message, mend="Ask one of them.")])


def to_be_hosted() -> list[Desktop]:
    """Return all desktops that are not over, for the process that starts and ends them."""
    return list(Desktop.objects.filter(state__in=ACTIVE).select_related("session"))
