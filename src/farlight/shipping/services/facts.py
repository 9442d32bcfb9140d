"""What counts of a parcel beside its moves."""

from datetime import datetime

from farlight.beamtime.public import session_row
from farlight.beamtime.types import SessionState
from farlight.kernel.errors import NotFound, Objection
from farlight.kernel.time import utc_now
from farlight.shipping.domain.addresses import objections_to_address
from farlight.shipping.domain.contents import (
    content_hash,
    objections_to_contents,
    objections_to_hazards,
    objections_to_release,
    to_be_surveyed,
)
from farlight.shipping.domain.deadlines import Calendar
from farlight.shipping.domain.guards import ParcelFacts
from farlight.shipping.models import Parcel
from farlight.shipping.queries.addresses import return_address_of, sender_of
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.stores import facility_zone, parcel_in_slot, rack_of, racks, stores_settings
from farlight.shipping.types import Move, ParcelKind, Particulars, ShipmentMode, StoresDefinition

_OVER = frozenset({SessionState.ENDED.value, SessionState.CLOSED.value, SessionState.CANCELLED.value})
_ON_THE_WAY_BACK = frozenset({Move.BOOK_RETURN, Move.HAND_OVER})


def facts_of(parcel: Parcel, move: Move | None = None, said: Particulars = Particulars()) -> ParcelFacts:  # noqa: B008 - frozen
    """Gather what guards ask about.

    Parameters
    ----------
    parcel : Parcel
        A row of ``parcels_with_names``.
    move : Move or None
        What is to happen; None when everything is asked that can be said beforehand.
    said : Particulars
        What was said with it.
    """
    contents, stores = contents_of_parcel(parcel), stores_settings()
    return ParcelFacts(
        proposal=parcel.proposal.code,
        content_hash=content_hash(contents),
        to_contents=tuple(objections_to_contents(contents)),
        to_sending=tuple(_to_sending(parcel)),
        to_hazards=tuple(objections_to_hazards(contents)),
        to_slot=objections_to_slot(parcel, said.slot),
        to_pickup=tuple(_to_pickup(parcel, stores, said.pickup_at, is_back=move in _ON_THE_WAY_BACK)),
        to_session=tuple(_to_session(parcel, said)),
        to_other_session=tuple(_to_other_session(parcel, said.session)) if said.session else (),
        inspection_required=stores.is_inspection_required,
        to_be_surveyed=to_be_surveyed(contents),
        to_release=tuple(objections_to_release(contents, today=utc_now().astimezone(facility_zone()).date())),
    )


def contents_hash_of(parcel: Parcel) -> str:
    """Return the mark of what lies in a parcel now."""
    return content_hash(contents_of_parcel(parcel))


def _to_sending(parcel: Parcel) -> list[Objection]:
    shipment = parcel.shipment
    found = objections_to_address(sender_of(parcel))
    if parcel.return_to or shipment.return_to:
        found += objections_to_address(return_address_of(parcel), whose="return")
    if parcel.session is None and not shipment.is_for_queue:
        mend = "Choose a session, or send it for the queue."
        found.append(Objection(message="It is not said what it is sent for.", mend=mend, field="session"))
    if parcel.session is not None and parcel.session.state in _OVER:
        message = f"Session {parcel.session.code} is over."
        found.append(Objection(message=message, mend="Choose another one.", field="session"))
    if shipment.declared_value <= 0:
        mend = "Give what it would cost to replace; it is for customs only."
        found.append(Objection(message="No value is declared.", mend=mend, field="declared_value"))
    if not parcel.weight_kg and shipment.mode != ShipmentMode.BY_HAND.value:
        found.append(Objection(message="Its weight is missing.", mend="Couriers want to know.", field="weight_kg"))
    return found


def objections_to_slot(parcel: Parcel, slot: str) -> tuple[Objection, ...]:
    """Return what stands in the way of a parcel's standing in a place of the stores."""
    if not slot:
        return ()
    taken = parcel_in_slot(slot)
    if taken is not None and taken.pk != parcel.pk:
        message = f"Parcel {taken.name} stands in {slot}."
        return (Objection(message=message, mend="Choose another place.", field="slot"),)
    found = rack_of(slot)
    if found is None:
        if not racks():
            return ()
        mend = f"There are the racks {', '.join(rack.code for rack in racks())}."
        return (Objection(message=f"There is no place {slot} in the stores.", mend=mend, field="slot"),)
    if found[0].kinds and ParcelKind(parcel.kind) not in found[0].kinds:
        message = f"Rack {found[0].code} takes no {parcel.kind}."
        return (Objection(message=message, mend="Choose another rack.", field="slot"),)
    return ()


def _to_pickup(
    parcel: Parcel, stores: StoresDefinition, pickup_at: datetime | None, *, is_back: bool
) -> list[Objection]:
    if pickup_at is None:
        return []
    home = sender_of(parcel)
    here = Calendar(stores.holidays_country, stores.holidays_subdivision)
    there = Calendar(home.country) if home and home.country != stores.holidays_country else here
    day = pickup_at.astimezone(facility_zone()).date()
    if (here if is_back else there).is_working_day(day):
        return []
    message = f"Nobody fetches parcels on {day:%A} {day.day} {day:%B}."
    return [Objection(message=message, mend="Choose a working day.", field="pickup_at")]


def _to_session(parcel: Parcel, said: Particulars) -> list[Objection]:
    session = parcel.session
    if session is None:
        if parcel.shipment.is_for_queue:
            return []
        return [Objection(message="It is for no session.", mend="Ask its group for which one it is.", who="its group")]
    found = []
    if session.state in _OVER:
        mend = "Have it transferred to another session, or sent back."
        found.append(Objection(message=f"Session {session.code} is over.", mend=mend, who="its group"))
    if said.beamline and said.beamline != session.beamline.code:
        message = f"Session {session.code} is on {session.beamline.code}, not on {said.beamline}."
        found.append(Objection(message=message, field="beamline"))
    return found


def _to_other_session(parcel: Parcel, code: str) -> list[Objection]:
    try:
        row = session_row(code)
    except NotFound:
        row = None
    if row is None or row.proposal_id != parcel.proposal_id:
        message = f"Proposal {parcel.proposal.code} has no session {code!r}."
        return [Objection(message=message, mend="Choose one of its own.", field="session")]
    if row.pk == parcel.session_id:
        message = f"It is for session {code} already."
        return [Objection(message=message, mend="Choose another one.", field="session")]
    if row.state in _OVER:
        return [Objection(message=f"Session {code} is over.", mend="Choose another one.", field="session")]
    return []
