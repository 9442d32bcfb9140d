"""The way to parcels: through the proposal whose they are, with the person explicit."""

from django.db.models import QuerySet

from farlight.beamtime.public import may_with_proposal, proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.public import is_active, roles_of
from farlight.people.types import Actor, Role
from farlight.shipping.domain.codes import read_code
from farlight.shipping.domain.guards import Mover
from farlight.shipping.models import Parcel, Shipment
from farlight.shipping.types import ParcelKind, ParcelState, ParcelSummary, Party

_PARTS = {
    Party.SENDER: ProposalAction.SEND_PARCELS,
    Party.HANDLER: ProposalAction.HANDLE_PARCELS,
    Party.SAFETY: ProposalAction.REVIEW_HAZARDS,
}
_WATCHERS = frozenset(Role) - {Role.DATA_MANAGER, Role.SECURITY_OFFICER}
_HANDLERS = frozenset({Role.STORES, Role.ADMINISTRATOR, Role.BEAMLINE_SCIENTIST, Role.LOCAL_CONTACT})


def parcels_with_names() -> QuerySet[Parcel]:
    """Parcels with all that a summary needs: one query for any number."""
    return Parcel.objects.select_related("shipment", "proposal", "session__beamline", "dewar")


def summary_of(parcel: Parcel) -> ParcelSummary:
    """Return a parcel as lists show it; the row must come from ``parcels_with_names``."""
    return ParcelSummary(
        id=parcel.pk,
        code=parcel.code,
        name=parcel.name,
        kind=ParcelKind(parcel.kind),
        shipment=parcel.shipment.code,
        proposal=parcel.proposal.code,
        session=parcel.session.code if parcel.session else "",
        beamline=parcel.session.beamline.code if parcel.session else "",
        state=ParcelState(parcel.state),
        since=parcel.since,
        place=parcel.place,
        slot=parcel.slot,
        dewar=parcel.dewar.code if parcel.dewar else "",
        dispatch_by=parcel.dispatch_by,
        expected_at=parcel.expected_at,
    )


def parcel_row(code: str) -> Parcel:
    """Return the row of a parcel, whoever asks; only for machines and for what has asked for the person already.

    Raises
    ------
    NotFound
        When there is none.
    """
    plain = read_code(code)
    row = parcels_with_names().filter(code=plain).first() if plain else None
    if row is None:
        raise NotFound
    return row


def visible_parcels(person: Actor) -> QuerySet[Parcel]:
    """Every parcel that the person may know of, newest first."""
    keys = proposals_with(person, ProposalAction.SEE_PARCELS)
    return parcels_with_names().filter(proposal__in=keys).order_by("-pk")


def visible_shipments(person: Actor) -> QuerySet[Shipment]:
    """Every shipment that the person may know of, newest first."""
    keys = proposals_with(person, ProposalAction.SEE_PARCELS)
    rows = Shipment.objects.select_related("proposal", "session__beamline", "sender", "return_to", "created_by")
    return rows.filter(proposal__in=keys).order_by("-pk")


def parcel_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_PARCELS) -> Parcel:
    """Return the row of a parcel that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person sees it but may not do this, with every reason.
    """
    row = parcel_row(code)
    _refuse(person, row.proposal.code, to)
    return row


def shipment_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_PARCELS) -> Shipment:
    """Return the row of a shipment that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person sees it but may not do this, with every reason.
    """
    plain = read_code(code)
    rows = Shipment.objects.select_related("proposal", "session__beamline", "sender", "return_to", "created_by")
    row = rows.filter(code=plain).first() if plain else None
    if row is None:
        raise NotFound
    _refuse(person, row.proposal.code, to)
    return row


def _refuse(person: Actor, proposal: str, to: ProposalAction) -> None:
    if not may_with_proposal(person, ProposalAction.SEE_PARCELS, proposal).allowed:
        raise NotFound
    verdict = may_with_proposal(person, to, proposal)
    if not verdict.allowed:
        raise NotAllowed(verdict.reasons)


def mover_of(person: Actor, proposal: str) -> Mover:
    """Return in which parts a person moves the parcels of a proposal."""
    parties = {party for party, to in _PARTS.items() if may_with_proposal(person, to, proposal).allowed}
    grants = [grant for grant in roles_of(person) if grant.role in _HANDLERS]
    beamlines = frozenset(grant.beamline for grant in grants)
    scoped = None if not beamlines or "" in beamlines else beamlines
    return Mover(parties=frozenset(parties), login=person.username, beamlines=scoped)


def parties_of(person: Actor) -> frozenset[Party]:
    """Return in which parts a person scans, wherever; none for who works neither in stores nor at a beamline."""
    if not is_active(person):
        return frozenset()
    roles = {grant.role for grant in roles_of(person)}
    parts = {Party.HANDLER: _HANDLERS, Party.SAFETY: frozenset({Role.SAFETY})}
    return frozenset(party for party, of in parts.items() if roles & of)


def scanning_parties(person: Actor) -> frozenset[Party]:
    """Return in which parts a person scans.

    Raises
    ------
    NotFound
        For everybody else: they cannot tell that there is something to scan with.
    """
    parties = parties_of(person)
    if not parties:
        raise NotFound
    return parties


def watches_stores(person: Actor) -> bool:
    """Whether a person looks at the board of the stores: whoever scans, and who looks after beamlines and users."""
    return is_active(person) and any(grant.role in _WATCHERS for grant in roles_of(person))
