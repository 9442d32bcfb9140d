"""The switch of a beamline's cameras."""

from collections.abc import Mapping

from farlight.kernel.errors import Objection
from farlight.webcams.types import SwitchState

STEPS: Mapping[SwitchState, tuple[SwitchState, ...]] = {
    SwitchState.ON: (SwitchState.OFF,),
    SwitchState.OFF: (SwitchState.ON,),
}
LONGEST_REASON = 200


def objections_to_switching(old: SwitchState, new: SwitchState, reason: str) -> list[Objection]:
    """Return what speaks against a turn of the switch; whoever puts cameras out says why."""
    found = []
    if new not in STEPS[old]:
        found.append(Objection(message=f"The cameras are {new} already."))
    if new is SwitchState.OFF and not reason:
        found.append(Objection(message="There is no reason.", mend="Say why, so that nobody worries.", field="reason"))
    if len(reason) > LONGEST_REASON:
        found.append(Objection(message=f"At most {LONGEST_REASON} characters fit.", field="reason"))
    return found
