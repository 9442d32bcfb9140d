"""What a phone without network supposes: where each verb leads, without what only the server can ask about."""

from farlight.shipping.domain.machine import leads_to, may_be_remarked
from farlight.shipping.domain.table import HOLDS, NEXT, REMARKS
from farlight.shipping.domain.verbs import MOVE_OF, Verb
from farlight.shipping.types import Held, ParcelState, ParcelStatus

_LIKELY = (ParcelState.RECEIVED, ParcelState.IN_TRANSIT)
"""Where a parcel probably was when something began to hold it."""


def supposed_status(state: ParcelState, base: ParcelState | None = None) -> ParcelStatus:
    """Return a status of which only the state is known, and perhaps where it is on its way."""
    if state not in HOLDS:
        return ParcelStatus(base=state)
    likely = next(one for one in (base, *_LIKELY, *sorted(HOLDS[state].out_of)) if one in HOLDS[state].out_of)
    return ParcelStatus(base=likely, holds=(Held(state=state, by_move=0),))


def ways_on(status: ParcelStatus) -> dict[Verb, ParcelState]:
    """Return the verbs that may be said of a parcel in a status, and the state that each leads to."""
    found = {verb: _led(status, verb) for verb in Verb}
    return {verb: state for verb, state in found.items() if state is not None}


def _led(status: ParcelStatus, verb: Verb) -> ParcelState | None:
    move = MOVE_OF[verb]
    if move in REMARKS:
        return status.state if may_be_remarked(status, move) else None
    led = leads_to(status, move)
    if led is None:
        return None
    base, holds = led
    return holds[-1].state if holds else base


def supposed_moves() -> dict[str, dict[str, str]]:
    """Return where each verb leads, by state: all that a phone takes along."""
    states = [state for state in ParcelState if state in NEXT or state in HOLDS]
    return {
        state.value: {verb.value: led.value for verb, led in ways_on(supposed_status(state)).items()}
        for state in states
    }
