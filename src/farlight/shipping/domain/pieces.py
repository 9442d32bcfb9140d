"""How far physical pieces are on their way, by the parcel that they lie in."""

from collections.abc import Mapping

from farlight.samples.types import SpecimenState as P
from farlight.shipping.types import ParcelState as S
from farlight.shipping.types import ParcelStatus

_OF: Mapping[S, P] = {
    S.LABELLED: P.PACKED,
    S.BOOKED: P.PACKED,
    S.IN_TRANSIT: P.IN_TRANSIT,
    S.DELIVERED: P.IN_TRANSIT,
    S.RECEIVED: P.ON_SITE,
    S.INSPECTED: P.ON_SITE,
    S.STORED: P.STORED,
    S.AT_BEAMLINE: P.ON_SITE,
    S.AWAITING_INSTRUCTIONS: P.STORED,
    S.HANDED_OVER: P.RETURNING,
    S.RETURNED: P.RETURNED,
    S.DISPOSED: P.DISPOSED,
}
_BEFORE = frozenset({P.DECLARED, P.APPROVED, P.PACKED})
_ROAD = frozenset({P.IN_TRANSIT, P.LOST})
_USED = frozenset({P.UNLOADED, P.MEASURED})
_HERE = frozenset({P.ON_SITE, P.STORED})
_FROM: Mapping[P, frozenset[P]] = {
    P.PACKED: frozenset({P.DECLARED, P.APPROVED, P.IN_TRANSIT, P.RETURNED}),
    P.IN_TRANSIT: frozenset({P.PACKED, P.ON_SITE, P.LOST}),
    P.ON_SITE: frozenset({P.STORED, P.RETURNING, P.RETURNED, P.DISPOSED, P.REFUSED}) | _BEFORE | _ROAD,
    P.STORED: frozenset({P.ON_SITE, P.RETURNING, P.DISPOSED, P.LOST}) | _USED,
    P.RETURNING: frozenset({P.RETURNED}) | _HERE | _USED,
    P.RETURNED: frozenset({P.RETURNING, P.LOST}),
    P.DISPOSED: frozenset({P.LOST}) | _HERE | _USED,
    P.LOST: frozenset({P.PACKED, P.IN_TRANSIT, P.RETURNING}) | _HERE,
}
"""From where a piece follows its parcel; what is in the changer, in the beam, used up or broken does not."""


def state_of_pieces(status: ParcelStatus) -> P | None:
    """Return how far the pieces in a parcel are; None where the parcel says nothing of it."""
    return P.LOST if S.LOST in status.held_by else _OF.get(status.base)


_BY_WAY_OF: Mapping[P, tuple[P, frozenset[P]]] = {
    P.IN_TRANSIT: (P.PACKED, frozenset({P.DECLARED, P.APPROVED, P.RETURNED})),
    P.STORED: (P.ON_SITE, _BEFORE | {P.IN_TRANSIT, P.RETURNED}),
    P.RETURNED: (P.RETURNING, _HERE | _USED),
}
"""Where a piece goes in two steps: several moves of its parcel became known before anybody followed them."""


def steps_of_piece(present: P, wanted: P) -> tuple[P, ...]:
    """Return the states through which a piece follows its parcel; none when it does not, or is there already."""
    between, late = _BY_WAY_OF.get(wanted, (wanted, frozenset()))
    if present in late:
        return (between, wanted)
    return (wanted,) if present in _FROM[wanted] else ()
