"""The way of a physical piece, from home to the beam and back: which state may follow which."""

from collections.abc import Mapping

from farlight.kernel.errors import Objection
from farlight.samples.types import SpecimenState as S

_AT_FACILITY = frozenset({S.ON_SITE, S.STORED, S.LOADED, S.MOUNTED, S.MEASURED, S.UNLOADED})
_ENDS = frozenset({S.LOST, S.DAMAGED, S.CONSUMED, S.DISPOSED})

NEXT_STATES: Mapping[S, frozenset[S]] = {
    S.DECLARED: frozenset({S.APPROVED, S.REFUSED, S.PACKED, S.ON_SITE, S.LOADED, S.MOUNTED, S.MEASURED}) | _ENDS,
    S.APPROVED: frozenset({S.DECLARED, S.REFUSED, S.PACKED, S.ON_SITE, S.LOADED, S.MOUNTED, S.MEASURED}) | _ENDS,
    S.REFUSED: frozenset({S.DECLARED, S.APPROVED, S.DISPOSED, S.RETURNING}),
    S.PACKED: frozenset({S.DECLARED, S.APPROVED, S.IN_TRANSIT, S.ON_SITE}) | _ENDS,
    S.IN_TRANSIT: frozenset({S.PACKED, S.ON_SITE, S.RETURNING}) | _ENDS,
    S.ON_SITE: frozenset({S.IN_TRANSIT, S.STORED, S.LOADED, S.MOUNTED, S.MEASURED, S.RETURNING}) | _ENDS,
    S.STORED: frozenset({S.ON_SITE, S.LOADED, S.MOUNTED, S.MEASURED, S.RETURNING}) | _ENDS,
    S.LOADED: frozenset({S.ON_SITE, S.STORED, S.MOUNTED, S.MEASURED, S.UNLOADED}) | _ENDS,
    S.MOUNTED: frozenset({S.LOADED, S.MEASURED, S.UNLOADED}) | _ENDS,
    S.MEASURED: frozenset({S.LOADED, S.MOUNTED, S.UNLOADED, S.STORED, S.RETURNING}) | _ENDS,
    S.UNLOADED: frozenset({S.ON_SITE, S.STORED, S.LOADED, S.MOUNTED, S.MEASURED, S.RETURNING}) | _ENDS,
    S.RETURNING: frozenset({S.ON_SITE, S.STORED, S.UNLOADED, S.RETURNED}) | _ENDS,
    S.RETURNED: frozenset({S.RETURNING, S.DECLARED, S.APPROVED, S.PACKED, S.ON_SITE}) | _ENDS,
    S.DISPOSED: frozenset({S.ON_SITE, S.STORED, S.UNLOADED}),
    S.LOST: frozenset({S.PACKED, S.IN_TRANSIT, S.ON_SITE, S.STORED, S.UNLOADED, S.RETURNED, S.DISPOSED}),
    S.DAMAGED: frozenset({S.ON_SITE, S.STORED, S.LOADED, S.MEASURED, S.RETURNING, S.RETURNED, S.DISPOSED}),
    S.CONSUMED: frozenset({S.MEASURED, S.UNLOADED}),
}
"""What may follow. Steps back are there because people undo what they scanned by mistake."""


def objections_to_state(old: S, new: S, said: str) -> list[Objection]:
    """What speaks against a physical piece going from one state to another.

    Parameters
    ----------
    old, new : SpecimenState
        From where to where; the same is always allowed and does nothing.
    said : str
        The piece, as people call it.
    """
    if new is old or new in NEXT_STATES[old]:
        return []
    following = ", ".join(state.label for state in S if state in NEXT_STATES[old])
    message = f"{said} is {old.label}, so it cannot be {new.label} now."
    return [Objection(message=message, mend=f"It can be: {following}.", field="state")]


BY_HAND = (S.MEASURED, S.CONSUMED, S.DAMAGED, S.LOST)
"""What people at the facility say of a piece, where no engine or scanner says it."""


def states_by_hand(state: S) -> tuple[S, ...]:
    """Return what people at the facility can say of a piece in this state; nothing while it is not there."""
    is_there = is_at_the_facility(state) or state is S.DAMAGED
    return tuple(said for said in BY_HAND if is_there and said in NEXT_STATES[state])


def is_at_the_facility(state: S) -> bool:
    """Whether a piece in this state is in the facility's hands."""
    return state in _AT_FACILITY
