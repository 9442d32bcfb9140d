"""What a shipment is for, where it comes from, and how it comes."""

from django.db import transaction

from farlight.beamtime.types import ProposalAction
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid
from farlight.people.types import Actor
from farlight.shipping.access import parcels_with_names, shipment_for
from farlight.shipping.domain.table import UNSENT
from farlight.shipping.events import ShipmentChanged
from farlight.shipping.models import Parcel, Shipment
from farlight.shipping.services.deadlines import reckon_deadline
from farlight.shipping.services.preparing import ShipmentPlan, objections_to_plan, session_of, written_address
from farlight.shipping.types import ParcelState

_PRINTED = frozenset({ParcelState.LABELLED, ParcelState.BOOKED})
_OPEN = [state.value for state in UNSENT - _PRINTED] + [ParcelState.CANCELLED.value]


@transaction.atomic
def change_shipment(*, shipment: str, plan: ShipmentPlan, by: Actor) -> Shipment:
    """Say otherwise what a shipment is, while no label of it was printed.

    Raises
    ------
    NotFound, NotAllowed
        As in ``shipment_for``.
    Conflict
        When a parcel of it has a label already.
    Invalid
        When it is said wrongly, with every objection.
    """
    row = shipment_for(by, shipment, ProposalAction.SEND_PARCELS)
    Shipment.objects.select_for_update(no_key=True).get(pk=row.pk)
    printed = Parcel.objects.filter(shipment=row).exclude(base__in=_OPEN).first()
    if printed is not None:
        raise Conflict(f"Parcel {printed.name} has its label already. Open it again first, when it was not sent yet.")
    objections = objections_to_plan(plan)
    if objections:
        raise Invalid(objections)
    changed = _write(row, plan)
    if changed:
        session = row.session.code if row.session else ""
        told = ShipmentChanged(session=session, proposal=row.proposal.code, shipment=row.code, fields=changed)
        publish(told, by=by.username)
        _follow(row)
    return row


def _write(row: Shipment, plan: ShipmentPlan) -> tuple[str, ...]:
    sender = written_address(row.proposal_id, plan.sender)
    return_to = written_address(row.proposal_id, plan.return_to)
    said = {
        "session_id": session_of(row.proposal.code, plan.session),
        "is_for_queue": plan.is_for_queue,
        "title": plan.title.strip(),
        "mode": plan.mode.value,
        "sender_id": sender.pk if sender else None,
        "return_to_id": return_to.pk if return_to else None,
        "declared_value": plan.declared_value,
        "currency": plan.currency,
        "incoterm": plan.incoterm,
        "comment": plan.comment.strip(),
    }
    changed = tuple(name.removesuffix("_id") for name, value in said.items() if getattr(row, name) != value)
    Shipment.objects.filter(pk=row.pk).update(**said)
    row.refresh_from_db()
    return changed


def _follow(row: Shipment) -> None:
    """Its parcels are for the same session, and their deadlines hang on where they come from."""
    own = Parcel.objects.filter(shipment=row, base__in=_OPEN)
    own.update(session_id=row.session_id)
    for parcel in parcels_with_names().filter(shipment=row, base__in=_OPEN).order_by("pk"):
        reckon_deadline(parcel, because="The shipment is another one.", is_told=False)
