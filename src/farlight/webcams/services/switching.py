"""The switch: staff put all cameras of a beamline out, whoever looks."""

from datetime import datetime

from django.db import transaction

from farlight.beamlines.public import hold_beamline
from farlight.beamtime.public import session_for, session_row
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid
from farlight.people.types import Actor
from farlight.webcams.access import switch_of
from farlight.webcams.domain.switch import objections_to_switching
from farlight.webcams.events import CamerasSwitched
from farlight.webcams.models import CameraSwitch
from farlight.webcams.types import SwitchState, SwitchSummary


@transaction.atomic
def switch_cameras(*, session: str, to: SwitchState, reason: str, by: Actor, now: datetime) -> SwitchSummary:
    """Switch the cameras of a session's beamline on or off, for every session there.

    Raises
    ------
    NotFound, NotAllowed
        When the person may not.
    Invalid
        When there is no reason for it, or nothing to switch.
    """
    seen = session_for(by, session, Action.SUPERVISE, now)
    row = session_row(session)
    hold_beamline(row.beamline_id)
    reason = " ".join(reason.split())
    objections = objections_to_switching(switch_of(seen.beamline).state, to, reason)
    if objections:
        raise Invalid(objections)
    CameraSwitch.objects.update_or_create(
        beamline_id=row.beamline_id, defaults={"state": to.value, "reason": reason, "by_id": by.pk, "at": now}
    )
    event = CamerasSwitched(session=seen.code, beamline=seen.beamline, state=to.value, reason=reason)
    publish(event, by=by.username)
    return switch_of(seen.beamline)
