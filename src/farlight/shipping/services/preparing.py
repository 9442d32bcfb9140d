"""Preparing what is sent: shipments, parcels, and what lies in them."""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from farlight.beamtime.public import proposal_for, session_row
from farlight.beamtime.types import ProposalAction
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.people.types import Actor
from farlight.shipping import models
from farlight.shipping.access import shipment_for
from farlight.shipping.domain.addresses import digest_of, objections_to_lengths, tidied
from farlight.shipping.domain.codes import new_code
from farlight.shipping.events import ShipmentCreated
from farlight.shipping.models import Parcel, Shipment
from farlight.shipping.services.deadlines import reckon_deadline
from farlight.shipping.services.moving import open_parcel
from farlight.shipping.types import Address, ParcelKind, ShipmentMode, Source


@dataclass(frozen=True, kw_only=True)
class ShipmentPlan:
    """What a group says of a shipment."""

    title: str
    session: str = ""
    """Code of the session that it is for; empty while there is none."""
    is_for_queue: bool = False
    mode: ShipmentMode = ShipmentMode.COURIER
    sender: Address | None = None
    return_to: Address | None = None
    """None when it goes back to its sender."""
    declared_value: Decimal = Decimal(0)
    currency: str = "EUR"
    incoterm: str = "DAP"
    comment: str = ""


@transaction.atomic
def create_shipment(*, proposal: str, plan: ShipmentPlan, by: Actor, now: datetime) -> Shipment:
    """Begin to prepare a shipment.

    Raises
    ------
    NotFound
        When the person may not know of the proposal, or the session is not the proposal's.
    NotAllowed
        When the person may not send parcels for it.
    Invalid
        When it is said wrongly, with every objection.
    """
    owner = proposal_for(by, proposal, ProposalAction.SEND_PARCELS)
    session = session_of(proposal, plan.session)
    objections = objections_to_plan(plan)
    if objections:
        raise Invalid(objections)
    sender = written_address(owner.id, plan.sender)
    shipment = Shipment.objects.create(
        code=new_code(),
        proposal_id=owner.id,
        session_id=session,
        is_for_queue=plan.is_for_queue,
        title=plan.title.strip(),
        mode=plan.mode.value,
        sender=sender,
        return_to=written_address(owner.id, plan.return_to),
        declared_value=plan.declared_value,
        currency=plan.currency,
        incoterm=plan.incoterm,
        comment=plan.comment.strip(),
        created_at=now,
        created_by_id=by.pk,
    )
    publish(
        ShipmentCreated(
            session=plan.session,
            proposal=proposal,
            shipment=shipment.code,
            mode=shipment.mode,
            country=sender.country if sender else "",
        ),
        by=by.username,
    )
    return shipment


def session_of(proposal: str, code: str) -> int | None:
    """Return the key of a session of a proposal's; NotFound when it has none of that code."""
    if not code:
        return None
    row = session_row(code)
    if row.proposal.code != proposal:
        raise NotFound(f"Proposal {proposal} has no session {code!r}.")
    return row.pk


_LARGEST_VALUE = Decimal(1_000_000)


def objections_to_plan(plan: ShipmentPlan) -> list[Objection]:
    """Return everything that is said wrongly of a shipment."""
    found = []
    if not plan.title.strip() or len(plan.title) > 100:  # noqa: PLR2004 - the column's width
        found.append(Objection(message="A shipment has a title.", mend="Use 1 to 100 characters.", field="title"))
    if not 0 <= plan.declared_value <= _LARGEST_VALUE:
        found.append(Objection(message="The value lies between 0 and a million.", field="declared_value"))
    if len(plan.comment) > 1000:  # noqa: PLR2004 - the column's width
        found.append(
            Objection(message="The comment is too long.", mend="Use at most 1000 characters.", field="comment")
        )
    if plan.session and plan.is_for_queue:
        found.append(Objection(message="It is for a session or for the queue, not for both.", field="session"))
    return [
        *found,
        *objections_to_lengths(plan.sender),
        *objections_to_lengths(plan.return_to, whose="return_to"),
    ]


def written_address(proposal_id: int, address: Address | None) -> models.Address | None:
    """Return the row of an address of a proposal's, written when it is not there yet; None for none."""
    if address is None:
        return None
    plain = tidied(address)
    row, _ = models.Address.objects.get_or_create(
        proposal_id=proposal_id, digest=digest_of(plain), defaults=asdict(plain)
    )
    return row


@transaction.atomic
def create_parcel(*, shipment: str, name: str, kind: ParcelKind, by: Actor, now: datetime) -> Parcel:
    """Begin to prepare a parcel of a shipment.

    Raises
    ------
    NotFound, NotAllowed
        As in ``shipment_for``.
    Invalid
        When it has no name, or the shipment has a parcel of that name.
    """
    owner = shipment_for(by, shipment, ProposalAction.SEND_PARCELS)
    Shipment.objects.select_for_update(no_key=True).get(pk=owner.pk)
    plain = name.strip()
    if not plain or len(plain) > 100:  # noqa: PLR2004 - the column's width
        raise Invalid([Objection(message="A parcel has a name.", mend="Use 1 to 100 characters.", field="name")])
    if Parcel.objects.filter(shipment=owner, name=plain).exists():
        message = f"The shipment has a parcel {plain!r} already."
        raise Invalid([Objection(message=message, mend="Choose another name.", field="name")])
    parcel = open_parcel(shipment=owner, name=plain, kind=kind, by=by, source=Source.PAGE, now=now)
    reckon_deadline(parcel, because="It is being prepared.", is_told=False)
    return parcel
