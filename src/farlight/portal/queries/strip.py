"""The strip on top of a session: the state of the beamline, and of the queue."""

from datetime import datetime

from farlight.acquisition.public import queue_of
from farlight.beamtime.public import session_for, status_in
from farlight.beamtime.types import Action
from farlight.people.types import Actor
from farlight.portal.types import Strip


def strip_for(person: Actor, code: str, *, now: datetime) -> Strip:
    """Return the last known values of a session's beamline; NotFound when the session may not be seen."""
    session_for(person, code, Action.SEE)
    readings, heard_at = status_in(code, now=now)
    queue = queue_of(person, code)
    under_way = [request for request in queue if request.state.is_under_way]
    return Strip(
        readings=readings,
        heard_at=heard_at,
        waiting=len(queue) - len(under_way),
        under_way=under_way[0].kind.words if under_way else "",
        stage=under_way[0].stage if under_way else "",
    )
