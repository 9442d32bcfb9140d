"""Tickets for desktops."""

from datetime import datetime

from farlight.beamtime.public import give_ticket
from farlight.beamtime.types import Action
from farlight.desktops.access import desktop_for
from farlight.desktops.domain.addresses import opens, path_of
from farlight.desktops.types import DesktopState
from farlight.kernel.errors import Conflict, NotAllowed
from farlight.leases.public import lease_of
from farlight.leases.types import ChannelKind
from farlight.people.types import Actor, Credential


def ticket_for_desktop(*, session: str, name: str, by: Actor, credential: Credential, now: datetime) -> str:
    """Return the path of a websocket to a desktop; it opens once, within 15 s.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not look on, with every reason.
    Conflict
        When the desktop does not run.
    """
    lease = lease_of(by, session, now, credential).channels[ChannelKind.DESKTOP]
    if not lease.allowed:
        raise NotAllowed(lease.reasons)
    return _ticket(session, name, by, credential, now, to=Action.WATCH, small=False)


def ticket_for_thumbnail(*, session: str, name: str, by: Actor, credential: Credential, now: datetime) -> str:
    """Return the path of a websocket with small pictures of a desktop, for staff; it opens once, within 15 s.

    Raises
    ------
    NotFound, NotAllowed
        When the person does not watch over the beamline.
    Conflict
        When the desktop does not run.
    """
    return _ticket(session, name, by, credential, now, to=Action.SUPERVISE, small=True)


def _ticket(  # noqa: PLR0913 - what a ticket holds
    session: str, name: str, by: Actor, credential: Credential, now: datetime, *, to: Action, small: bool
) -> str:
    seen, row = desktop_for(by, session, name, to, now)
    if row.state != DesktopState.RUNNING:
        raise Conflict(row.reason or f"{row.name} does not run: it is {row.state}.")
    what = opens(session, name, small=small)
    ticket = give_ticket(session=seen, person=by, credential=credential, opens=what, now=now)
    return path_of(session, name, ticket, small=small)
