"""The way to cameras: through the session, with the person explicit."""

from datetime import datetime

from farlight.beamlines.public import beamline
from farlight.beamlines.types import CameraDefinition
from farlight.beamtime.public import Gate, session_for
from farlight.beamtime.types import Action, SessionSummary
from farlight.kernel.errors import Conflict, NotAllowed, NotFound, Objection
from farlight.leases.public import verdict_on
from farlight.leases.types import ChannelKind
from farlight.people.types import Actor
from farlight.webcams.models import CameraSwitch
from farlight.webcams.types import SwitchState, SwitchSummary

_ON = SwitchSummary(state=SwitchState.ON)


def switch_of(beamline_code: str) -> SwitchSummary:
    """Return the switch of a beamline's cameras. Only for those who may know of a session there."""
    row = CameraSwitch.objects.select_related("by").filter(beamline__code=beamline_code).first()
    if row is None:
        return _ON
    return SwitchSummary(state=SwitchState(row.state), reason=row.reason, by=row.by.full_name, at=row.at)


def camera_for(person: Actor, session: str, camera: str, now: datetime) -> tuple[SessionSummary, CameraDefinition]:
    """Return a camera that a person wants to look through, and the session that lets them.

    Raises
    ------
    NotFound
        When the person may not know of the session, or its beamline has no such camera.
    NotAllowed
        When the person sees the session but may not look, with every reason.
    Conflict
        When the cameras are switched off.
    """
    seen = session_for(person, session, Action.WATCH, now)
    verdict = verdict_on(person, session, ChannelKind.WEBCAM, now)
    if not verdict.allowed:
        raise NotAllowed(verdict.reasons)
    switch = switch_of(seen.beamline)
    if not switch.is_on:
        raise Conflict(words_of(switch))
    return seen, camera_of(seen.beamline, camera)


def camera_of(beamline_code: str, camera: str) -> CameraDefinition:
    """Return a camera of a beamline; NotFound when there is none of that code."""
    for definition in beamline(beamline_code).cameras:
        if definition.code == camera:
            return definition
    raise NotFound(f"Beamline {beamline_code} has no camera {camera!r}.")


def words_of(switch: SwitchSummary) -> str:
    """Say why there are no pictures."""
    return f"{switch.by} switched the cameras off: {switch.reason}"


def objections_to_cameras(session: SessionSummary) -> list[Objection]:
    """Return what keeps the cameras of a session's beamline dark for everybody; nothing while they are on."""
    switch = switch_of(session.beamline)
    if switch.is_on:
        return []
    link = f"/sessions/{session.code}/cameras/"
    return [Objection(message=words_of(switch), mend="Ask whether they can be on again.", who=switch.by, link=link)]


def objections_to_looking_on(
    gate: Gate, rights: int | None, switch: SwitchSummary, now: datetime
) -> tuple[Objection, ...] | None:
    """Return why somebody may look no more, without reasons for who may not know; None while nothing speaks against.

    Parameters
    ----------
    rights : int
        Rights number of the session; None when it is gone.
    """
    verdict = gate.verdict_at(rights, Action.WATCH, now)
    if not verdict.allowed:
        return verdict.reasons
    return None if switch.is_on else (Objection(message=words_of(switch)),)
