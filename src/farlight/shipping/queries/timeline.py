"""A parcel's way, for what has asked for the person already."""

from datetime import datetime

from farlight.shipping.domain.timeline import timeline_from
from farlight.shipping.models import Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.types import ParcelState, Timeline

_ON_THE_WAY_BACK = {ParcelState.RETURN_BOOKED.value, ParcelState.HANDED_OVER.value}


def timeline_of(parcel: Parcel, *, now: datetime) -> Timeline:
    """Return a parcel's way in plain words, with what was planned: two queries."""
    plans: dict[str, datetime] = {}
    if parcel.dispatch_by:
        plans["On its way"] = parcel.dispatch_by
    if parcel.expected_at:
        is_back = parcel.base in _ON_THE_WAY_BACK
        plans["Back home" if is_back else "At the facility"] = parcel.expected_at
    if parcel.session:
        plans["At the beamline"] = parcel.session.start
    return timeline_from(moves_of(parcel), plans, now=now)
