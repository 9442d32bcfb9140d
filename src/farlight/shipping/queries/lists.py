"""Lists of parcels and shipments, through who is asking."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import Page, page_of
from farlight.people.types import Actor
from farlight.shipping.access import parcels_with_names, summary_of, visible_parcels, visible_shipments
from farlight.shipping.domain.codes import read_code
from farlight.shipping.domain.shipments import state_of_shipment
from farlight.shipping.models import Parcel, Shipment
from farlight.shipping.queries.addresses import address_of
from farlight.shipping.types import Address, ParcelState, ParcelSummary, ShipmentMode, ShipmentSummary

_KNOWN_BY = ("code", "name", "dewar__code", "session__code", "proposal__code", "shipment__title", "slot")


@dataclass(frozen=True, kw_only=True)
class ParcelFilter:
    """Which parcels are wanted; what is empty does not count."""

    states: tuple[ParcelState, ...] = ()
    proposal: str = ""
    session: str = ""
    words: str = ""
    """Each must stand somewhere in what a parcel is known by."""


def parcels_page(person: Actor, wanted: ParcelFilter, *, cursor: str = "", limit: int = 50) -> Page[ParcelSummary]:
    """Return the parcels that a person may know of, newest first: one query for any number."""
    visible = visible_parcels(person)
    rows = _fitting(visible, wanted)
    last = visible.filter(code=read_code(cursor) or "").first()
    if last is not None:
        rows = rows.filter(pk__lt=last.pk)
    found = [summary_of(row) for row in rows[: limit + 1]]
    return page_of(found, limit=limit, cursor=lambda parcel: parcel.code)


def _fitting(rows: QuerySet[Parcel], wanted: ParcelFilter) -> QuerySet[Parcel]:
    if wanted.states:
        rows = rows.filter(state__in=[state.value for state in wanted.states])
    if wanted.proposal:
        rows = rows.filter(proposal__code=wanted.proposal)
    if wanted.session:
        rows = rows.filter(session__code=wanted.session)
    for word in wanted.words.split()[:8]:
        found = Q()
        for field in _KNOWN_BY:
            found |= Q(**{f"{field}__icontains": word.replace("-", "") if field == "code" else word})
        rows = rows.filter(found)
    return rows


def shipments_of(person: Actor, proposal: str) -> list[ShipmentSummary]:
    """Return the shipments of a proposal, newest first: a constant number of queries.

    Raises
    ------
    NotFound
        When the person may not know of it.
    """
    proposal_for(person, proposal, ProposalAction.SEE_PARCELS)
    return _summaries(visible_shipments(person).filter(proposal__code=proposal))


def shipments_page(person: Actor, *, cursor: str = "", limit: int = 20) -> Page[ShipmentSummary]:
    """Return the shipments that a person may know of, newest first: a constant number of queries."""
    visible = visible_shipments(person)
    last = visible.filter(code=read_code(cursor) or "").first()
    rows = visible.filter(pk__lt=last.pk) if last is not None else visible
    return page_of(_summaries(rows[: limit + 1]), limit=limit, cursor=lambda shipment: shipment.code)


def _summaries(rows: QuerySet[Shipment]) -> list[ShipmentSummary]:
    parcels = Prefetch("parcels", queryset=parcels_with_names().order_by("pk"))
    return [_summary(row, row.parcels.all()) for row in rows.prefetch_related(parcels)]


def shipment_summary(row: Shipment) -> ShipmentSummary:
    """Return a shipment as pages show it; the row must come from ``shipment_for``."""
    return _summary(row, parcels_with_names().filter(shipment=row).order_by("pk"))


def _summary(row: Shipment, parcels: Iterable[Parcel]) -> ShipmentSummary:
    summaries = tuple(summary_of(parcel) for parcel in parcels)
    return ShipmentSummary(
        code=row.code,
        title=row.title,
        proposal=row.proposal.code,
        session=row.session.code if row.session else "",
        is_for_queue=row.is_for_queue,
        mode=ShipmentMode(row.mode),
        state=state_of_shipment([parcel.state for parcel in summaries]),
        sender=address_of(row.sender),
        return_to=address_of(row.return_to),
        declared_value=row.declared_value,
        currency=row.currency,
        incoterm=row.incoterm,
        comment=row.comment,
        created_at=row.created_at,
        parcels=summaries,
    )


def addresses_of(proposal: str) -> list[Address]:
    """Return the addresses that a proposal's group used before, the newest first."""
    rows = Shipment.objects.filter(proposal__code=proposal).exclude(sender=None).select_related("sender")
    found = {row.sender_id: address_of(row.sender) for row in rows.order_by("-pk")[:20]}
    return [address for address in found.values() if address]
