"""What lies in a parcel, and what it weighs."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from farlight.beamtime.types import ProposalAction
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, NotFound, Objection
from farlight.people.types import Actor
from farlight.samples.public import container_for, contents_of, sample_for_proposal
from farlight.shipping.access import parcel_for
from farlight.shipping.domain.table import UNSENT
from farlight.shipping.events import ParcelDescribed
from farlight.shipping.models import Parcel, ParcelItem, Shipment
from farlight.shipping.queries.contents import codes_inside, items_that_lie, may_tell_of
from farlight.shipping.queries.stores import dewar_named
from farlight.shipping.services.containers import codes_around
from farlight.shipping.services.moving import record_move
from farlight.shipping.types import ItemKind, Move, ParcelKind, Particulars, Source

_MOST_ITEMS = 200


@dataclass(frozen=True, kw_only=True)
class Packing:
    """Something that is packed or taken out: exactly one of these."""

    container: str = ""
    """Opaque code of a container."""
    sample: str = ""
    """Opaque code of a sample that lies in it by itself."""
    tool: str = ""
    """What it is, in a few words."""


@transaction.atomic
def pack(*, parcel: str, what: Packing, by: Actor, source: Source, now: datetime) -> ParcelItem:
    """Pack something into a parcel that is being prepared.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or of what is packed.
    NotAllowed, MoveRefused
        As in ``record_move``.
    Invalid
        When it cannot be packed, with every reason.
    """
    row = parcel_for(by, parcel, ProposalAction.SEND_PARCELS)
    _alone(row)
    item = _item_of(row, what, by)
    objections = _objections_to_item(row, item, by)
    if objections:
        raise Invalid(objections)
    _told(row, f"Packed: {_named(item)}.", by, source, now)
    item.save()
    return item


@transaction.atomic
def unpack(*, parcel: str, what: Packing, by: Actor, source: Source, now: datetime) -> None:
    """Take something out of a parcel that is being prepared.

    Raises
    ------
    NotFound
        When the person may not know of the parcel, or it does not lie in it.
    NotAllowed, MoveRefused
        As in ``record_move``.
    """
    row = parcel_for(by, parcel, ProposalAction.SEND_PARCELS)
    items = ParcelItem.objects.select_related("container", "sample").filter(parcel=row)
    if what.container:
        found = items.filter(container__code=what.container).first()
    elif what.sample:
        found = items.filter(sample__code=what.sample).first()
    else:
        found = items.filter(kind=ItemKind.TOOL.value, text=what.tool.strip()).first()
    if found is None:
        raise NotFound("It does not lie in this parcel.")
    _told(row, f"Taken out: {_named(found)}.", by, source, now)
    found.delete()


def _alone(row: Parcel) -> None:
    """Wait for others who pack things of this proposal, so that nothing is packed into two parcels."""
    first = Shipment.objects.select_for_update(no_key=True).filter(proposal_id=row.proposal_id).order_by("pk")
    first.first()


def _item_of(row: Parcel, what: Packing, by: Actor) -> ParcelItem:
    if what.container:
        container = container_for(by, what.container)
        return ParcelItem(parcel=row, kind=ItemKind.CONTAINER.value, container=container)
    if what.sample:
        sample = sample_for_proposal(by, what.sample)
        return ParcelItem(parcel=row, kind=ItemKind.SAMPLE.value, sample=sample)
    return ParcelItem(parcel=row, kind=ItemKind.TOOL.value, text=what.tool.strip())


def _named(item: ParcelItem) -> str:
    return item.text or (item.container.name if item.container else "") or (item.sample.name if item.sample else "")


def _objections_to_item(row: Parcel, item: ParcelItem, by: Actor) -> list[Objection]:
    if item.kind == ItemKind.TOOL.value and not 0 < len(item.text) <= 200:  # noqa: PLR2004 - the column's width
        return [Objection(message="Say what it is.", mend="Use 1 to 200 characters.", field="tool")]
    found = []
    owner = (item.container.proposal_id if item.container else None) or (
        item.sample.proposal_id if item.sample else None
    )
    if owner is not None and owner != row.proposal_id:
        found.append(Objection(message=f"{_named(item)} belongs to another proposal.", field="items"))
    taken = _elsewhere(item)
    if taken is not None:
        found.append(_lies_already(row, item, taken, by))
    if ParcelItem.objects.filter(parcel=row).count() >= _MOST_ITEMS:
        found.append(Objection(message=f"A parcel holds at most {_MOST_ITEMS} things.", field="items"))
    return found


def _elsewhere(item: ParcelItem) -> ParcelItem | None:
    """Return how something lies in a parcel already: by itself, within something, or with something within it."""
    if item.container:
        inside = contents_of([item.container.code]).values()
        codes = {*codes_around(item.container.code), *(code for one in inside for code in codes_inside(one))}
        return items_that_lie().filter(container__code__in=codes).first()
    return items_that_lie().filter(sample=item.sample).first() if item.sample else None


def _lies_already(row: Parcel, item: ParcelItem, taken: ParcelItem, by: Actor) -> Objection:
    """Say where something lies, unless the parcel is one of another group's."""
    parcel = taken.parcel
    if not may_tell_of(by, parcel):
        message = f"{_named(item)} lies in a parcel of another group."
        return Objection(message=message, mend="Ask where it is.", who="stores", field="items")
    beside = f", with {_named(taken)}" if taken.container_id != item.container_id else ""
    return Objection(
        message=f"{_named(item)} lies in parcel {parcel.name} already{beside}.",
        mend="Take it out there first." if parcel.pk != row.pk else "",
        field="items",
        link=f"/parcels/{parcel.code}/contents/" if parcel.pk != row.pk else "",
    )


def _told(row: Parcel, text: str, by: Actor, source: Source, now: datetime) -> None:
    record_move(
        parcel=row.code,
        move=Move.CHANGE_CONTENTS,
        at=now,
        by=by,
        source=source,
        now=now,
        payload=Particulars(text=text),
    )


@dataclass(frozen=True, kw_only=True)
class ParcelDescription:
    """What a parcel is, beside what lies in it."""

    name: str
    kind: ParcelKind
    dewar: str = ""
    """Code of a registered dewar; empty when it is none."""
    weight_kg: float | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None


HEAVIEST_KG = 500.0
LONGEST_MM = 5000


@transaction.atomic
def describe_parcel(*, parcel: str, description: ParcelDescription, by: Actor) -> Parcel:
    """Say what a parcel is, while it was not sent.

    Raises
    ------
    NotFound, NotAllowed
        As in ``parcel_for``.
    Conflict
        When it was sent already.
    Invalid
        When it is said wrongly, with every objection.
    """
    row = parcel_for(by, parcel, ProposalAction.SEND_PARCELS)
    locked = Parcel.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.base not in {state.value for state in UNSENT}:
        raise Conflict("The parcel was sent already.")
    objections = _objections_to_description(row, description)
    if objections:
        raise Invalid(objections)
    said = {
        "name": description.name.strip(),
        "kind": description.kind.value,
        "dewar": dewar_named(description.dewar) if description.dewar else None,
        "weight_kg": description.weight_kg,
        "length_mm": description.length_mm,
        "width_mm": description.width_mm,
        "height_mm": description.height_mm,
    }
    changed = tuple(name for name, value in said.items() if getattr(locked, name) != value)
    for name, value in said.items():
        setattr(row, name, value)
    row.save(update_fields=list(said))
    if changed:
        session = row.session.code if row.session else ""
        told = ParcelDescribed(session=session, proposal=row.proposal.code, parcel=row.code, fields=changed)
        publish(told, by=by.username)
    return row


def _objections_to_description(row: Parcel, said: ParcelDescription) -> list[Objection]:
    found = []
    name = said.name.strip()
    if not 0 < len(name) <= 100:  # noqa: PLR2004 - the column's width
        found.append(Objection(message="A parcel has a name.", mend="Use 1 to 100 characters.", field="name"))
    if Parcel.objects.filter(shipment_id=row.shipment_id, name=name).exclude(pk=row.pk).exists():
        message = f"The shipment has a parcel {name!r} already."
        found.append(Objection(message=message, mend="Choose another name.", field="name"))
    if said.dewar and dewar_named(said.dewar) is None:
        message = f"No dewar {said.dewar!r} is registered."
        found.append(Objection(message=message, mend="Leave it empty, or ask stores to register it.", field="dewar"))
    if said.weight_kg is not None and not 0 < said.weight_kg <= HEAVIEST_KG:
        message = f"A weight lies between 0 and {HEAVIEST_KG:g} kg."
        found.append(Objection(message=message, field="weight_kg"))
    for field in ("length_mm", "width_mm", "height_mm"):
        value = getattr(said, field)
        if value is not None and not 0 < value <= LONGEST_MM:
            message = f"A length lies between 1 and {LONGEST_MM} mm."
            found.append(Objection(message=message, field=field))
    return found
