"""Questions about cameras."""

from collections import defaultdict
from datetime import datetime, timedelta

from farlight.beamlines.public import beamline
from farlight.beamtime.public import rights_in, session_for
from farlight.beamtime.types import Action
from farlight.people.types import Actor
from farlight.webcams.access import switch_of
from farlight.webcams.models import CameraView
from farlight.webcams.types import CameraSummary, CameraWall

STALE_AFTER = timedelta(seconds=90)
"""A view that has not been seen for so long died without a word, with its process."""


def watching(session_id: int, camera: str = "", *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Return who of a session looks, by camera: full names in order; of all cameras, or of one. One query."""
    seen = (now - STALE_AFTER, now + STALE_AFTER)
    rows = CameraView.objects.filter(session_id=session_id, seen_at__range=seen).select_related("person")
    names: dict[str, set[str]] = defaultdict(set)
    for row in rows.filter(camera=camera) if camera else rows:
        names[row.camera].add(row.person.full_name)
    return {code: tuple(sorted(found)) for code, found in names.items()}


def camera_wall(person: Actor, session: str, *, now: datetime) -> CameraWall:
    """Return the cameras of a session's beamline; NotFound when the person may not know of the session."""
    seen = session_for(person, session, Action.SEE, now)
    rights = rights_in(person, session, now)
    looking = watching(seen.id, now=now)
    cameras = beamline(seen.beamline).cameras
    return CameraWall(
        cameras=tuple(CameraSummary(code=c.code, name=c.name, watching=looking.get(c.code, ())) for c in cameras),
        switch=switch_of(seen.beamline),
        may_watch=rights[Action.WATCH],
        may_switch=rights[Action.SUPERVISE].allowed,
    )
