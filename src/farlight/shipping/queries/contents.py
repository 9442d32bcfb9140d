"""What lies in parcels, for what has asked for the person already."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.people.types import Actor
from farlight.samples.public import containers_by_themselves, contents_of, samples_with_keys, visible_containers
from farlight.samples.types import ContainerContents, SampleSummary
from farlight.shipping.access import summary_of
from farlight.shipping.domain.table import UNPACKED
from farlight.shipping.models import Parcel, ParcelItem
from farlight.shipping.types import ItemKind, Offered, PackedElsewhere, ParcelContents

_MOST_OFFERED = 200


def contents_of_parcel(parcel: Parcel) -> ParcelContents:
    """Return everything that lies in a parcel."""
    return contents_of_parcels([parcel])[parcel.pk]


def contents_of_parcels(parcels: Iterable[Parcel]) -> dict[int, ParcelContents]:
    """Return everything that lies in parcels, by their keys, at a constant number of queries."""
    keys = [parcel.pk for parcel in parcels]
    items = list(ParcelItem.objects.filter(parcel_id__in=keys).select_related("container").order_by("pk"))
    boxes = contents_of([item.container.code for item in items if item.container])
    samples = samples_with_keys([item.sample_id for item in items if item.sample_id])
    found: dict[int, list[ParcelItem]] = {key: [] for key in keys}
    for item in items:
        found[item.parcel_id].append(item)
    return {key: _contents(packed, boxes, samples) for key, packed in found.items()}


def _contents(
    items: list[ParcelItem], boxes: dict[str, ContainerContents], samples: dict[int, SampleSummary]
) -> ParcelContents:
    containers = (boxes.get(item.container.code) for item in items if item.container)
    loose = (samples.get(item.sample_id) for item in items if item.sample_id)
    return ParcelContents(
        containers=tuple(container for container in containers if container),
        samples=tuple(sample for sample in loose if sample),
        tools=tuple(item.text for item in items if item.kind == ItemKind.TOOL.value),
    )


def items_that_lie() -> QuerySet[ParcelItem]:
    """Everything that lies in a parcel, with the parcel: what came back or was cancelled lies in none any more."""
    rows = ParcelItem.objects.exclude(parcel__base__in=[state.value for state in UNPACKED])
    more = ("parcel__shipment", "parcel__proposal", "parcel__session__beamline", "parcel__dewar")
    return rows.select_related("container", "sample", *more).order_by("pk")


def may_tell_of(person: Actor, parcel: Parcel) -> bool:
    """Whether a person may know of a parcel that something lies in: it may be another group's."""
    return may_with_proposal(person, ProposalAction.SEE_PARCELS, parcel.proposal.code).allowed


def codes_inside(container: ContainerContents) -> Iterator[str]:
    """Yield the code of a container, and of all that lie in it, however deep."""
    yield container.code
    for taken in container.slots:
        if taken.container is not None:
            yield from codes_inside(taken.container)


def offered_for(person: Actor, parcel: Parcel) -> Offered:
    """Return what could be packed into a parcel beside what lies in it: a constant number of queries for any number."""
    own = visible_containers(person).filter(proposal_id=parcel.proposal_id)
    names = dict(own.filter(code__in=containers_by_themselves(parcel.proposal.code)).values_list("code", "name"))
    lying = items_that_lie().filter(container__code__in=own.order_by().values("code"))
    around = {item.container.code: item.parcel for item in lying if item.container}
    free = contents_of([code for code in names if code not in around][:_MOST_OFFERED])
    for outer in list(free.values()):
        packed = next((around[code] for code in codes_inside(outer) if code in around), None)
        if packed is not None:
            around[outer.code] = packed
            del free[outer.code]
    told = {row.pk: summary_of(row) if may_tell_of(person, row) else None for row in {*around.values()} - {parcel}}
    elsewhere = [(names[code], row.pk) for code, row in around.items() if code in names and row.pk != parcel.pk]
    return Offered(
        containers=tuple(sorted(free.values(), key=lambda one: (one.sample_count == 0, one.name))),
        elsewhere=tuple(PackedElsewhere(name=name, parcel=told[key]) for name, key in sorted(elsewhere)),
    )
