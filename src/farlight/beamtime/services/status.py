"""What the people of a session may see of their beamline now."""

from datetime import datetime

from farlight.beamlines.public import readings_for
from farlight.beamlines.types import WrittenReading
from farlight.beamtime.access import session_row
from farlight.beamtime.queries import session_on


def status_in(session_code: str, *, now: datetime) -> tuple[tuple[WrittenReading, ...], datetime | None]:
    """Return what may be shown in a session of its beamline, and when that was last heard of.

    Who does not have the beamline now sees of it only what is the same for the whole facility: what another group does
    there is not theirs to know. For what has asked ``may`` already.

    Raises
    ------
    NotFound
        When there is no such session.
    """
    session = session_row(session_code)
    present = session_on(session.beamline_id, now=now)
    return readings_for(session.beamline.code, has_beamline=present is not None and present.pk == session.pk)
