"""The state of a shipment, from those of its parcels."""

from collections.abc import Mapping, Sequence

from farlight.shipping.types import ParcelState as S
from farlight.shipping.types import ShipmentState as T

_STAGES: Mapping[T, frozenset[S]] = {
    T.DRAFT: frozenset({S.DRAFT, S.CHANGES_REQUESTED}),
    T.IN_REVIEW: frozenset({S.SUBMITTED, S.UNDER_REVIEW}),
    T.TO_BE_SENT: frozenset({S.APPROVED, S.LABELLED, S.BOOKED}),
    T.ON_ITS_WAY: frozenset({S.IN_TRANSIT, S.CUSTOMS_HOLD, S.DELIVERED}),
    T.AT_FACILITY: frozenset({S.RECEIVED, S.INSPECTED, S.QUARANTINED, S.STORED, S.AT_BEAMLINE}),
    T.GOING_BACK: frozenset(
        {
            S.TRANSFER_REQUESTED,
            S.RETURN_REQUESTED,
            S.DISPOSAL_REQUESTED,
            S.CLEARED,
            S.RETURN_BOOKED,
            S.HANDED_OVER,
        }
    ),
    T.OVER: frozenset({S.RETURNED, S.DISPOSED, S.CANCELLED, S.CLOSED}),
}


def state_of_shipment(parcels: Sequence[S]) -> T:
    """Return where a shipment is: what needs somebody first, else the stage of the parcel that is behind the others."""
    if not parcels:
        return T.DRAFT
    if any(state.is_exception or state in {S.AWAITING_INSTRUCTIONS, S.REFUSED} for state in parcels):
        return T.NEEDS_ATTENTION
    return next(stage for stage, states in _STAGES.items() if states & set(parcels))
