"""What lies where: physical pieces in containers, containers in containers. Rows are added; they only ever end."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.kernel.events import Event
from farlight.people.types import Actor
from farlight.samples.domain.geometry import objections_to_slot, objections_to_thing, takes, type_from
from farlight.samples.errors import PositionTaken
from farlight.samples.events import (
    ContainerEmptied,
    ContainerPlaced,
    ContainerTakenOut,
    SpecimenPlaced,
    SpecimenTakenOut,
)
from farlight.samples.models import Container, Placement, Sample, Specimen
from farlight.samples.queries.contents import containers_around
from farlight.samples.queries.named import first_specimen, place_of
from farlight.samples.types import Slot


@transaction.atomic
def place_sample(
    *,
    sample: Sample,
    container: Container,
    position: int | None = None,
    slot: str = "",
    now: datetime,
    by: Actor | None = None,
) -> Placement:
    """Put the first physical piece of a sample into a slot, said by name or by its number in the order of the type.

    Raises
    ------
    Invalid
        When the container has no such slot, does not take it, or is of another proposal.
    PositionTaken
        When something else lies there.
    """
    piece = first_specimen(sample)
    if piece is None:
        raise NotFound("This sample has no physical piece.")
    slots = type_from(container.type.document).slots
    named = next((one.name for one in slots if one.position == position), str(position))
    return place_specimen(specimen=piece, container=container, slot=slot or named, now=now, by=by)


@transaction.atomic
def place_specimen(
    *, specimen: Specimen, container: Container, slot: str, now: datetime, by: Actor | None = None, scan: str = ""
) -> Placement:
    """Put a physical piece into a slot. Nothing happens when it lies there already.

    Raises
    ------
    Invalid
        When the container has no such slot, does not take it, or is of another proposal.
    PositionTaken
        When something else lies there.
    """
    piece = Specimen.objects.select_related("sample__proposal").get(pk=specimen.pk)
    into = _locked(container)
    said = f"a {piece.mount}" if piece.mount else "it"
    found = _slot_for(into, slot, words=[piece.mount] if piece.mount else [], said=said)
    objections = _objections_to_proposal(piece, into)
    if objections or not isinstance(found, Slot):
        raise Invalid([*([] if isinstance(found, Slot) else found), *objections])
    place, is_new = _put(piece, into, found, now=now, by=by, scan=scan)
    if is_new:
        publish(
            SpecimenPlaced(
                proposal=piece.sample.proposal.code,
                sample=piece.sample.code,
                specimen=piece.code,
                container=into.code,
                container_name=into.name,
                slot=place.slot,
                position=place.position,
            ),
            by=_login(by),
        )
    return place


@transaction.atomic
def place_in_order(*, specimens: Sequence[Specimen], container: Container, now: datetime, by: Actor) -> int:
    """Put pieces into the free slots that take them, one after the other; return how many found one."""
    into = _locked(container)
    taken = set(Placement.objects.filter(container=into, until=None).values_list("slot", flat=True))
    free = [slot for slot in type_from(into.type.document).slots if slot.name not in taken]
    placed = 0
    for piece in specimens:
        words = [piece.mount] if piece.mount else []
        slot = next((one for one in free if takes(one, words)), None)
        if slot is not None:
            free.remove(slot)
            place_specimen(specimen=piece, container=into, slot=slot.name, now=now, by=by)
            placed += 1
    return placed


@transaction.atomic
def move_container(
    *, container: Container, into: Container, slot: str, now: datetime, by: Actor | None = None, scan: str = ""
) -> Placement:
    """Put a container into a slot of another one. Nothing happens when it lies there already.

    Raises
    ------
    Invalid
        When there is no such slot, it does not take it, or one would lie in itself.
    PositionTaken
        When something else lies there.
    """
    thing, outer = _locked(container), _locked(into)
    words = [thing.type.code, thing.type.form_factor]
    found = _slot_for(outer, slot, words=words, said=f"a {thing.type.title}")
    objections = [] if isinstance(found, Slot) else found
    if thing.pk == outer.pk or thing.pk in containers_around(outer.pk):
        message = f"{thing.name} would lie in itself."
        objections = [*objections, Objection(message=message, mend="Choose another container.", field="into")]
    if objections or not isinstance(found, Slot):
        raise Invalid(objections)
    place, is_new = _put(thing, outer, found, now=now, by=by, scan=scan)
    if is_new:
        publish(
            ContainerPlaced(
                proposal=thing.proposal.code if thing.proposal else "",
                container=thing.code,
                name=thing.name,
                into=outer.code,
                into_name=outer.name,
                slot=place.slot,
            ),
            by=_login(by),
        )
    return place


@transaction.atomic
def take_out(*, thing: Specimen | Container, now: datetime, by: Actor | None = None) -> bool:
    """Take something out of what it lies in, and return whether it lay anywhere."""
    place = place_of(thing)
    if place is None:
        return False
    Placement.objects.filter(pk=place.pk, until=None).update(until=now)
    publish(_event_of_taking(thing, place), by=_login(by))
    return True


@transaction.atomic
def empty_container(*, container: Container, now: datetime, by: Actor | None = None) -> int:
    """Take everything out of a container at once, and return how much that was."""
    taken_out = Placement.objects.filter(container=_locked(container), until=None).update(until=now)
    if taken_out:
        event = ContainerEmptied(
            proposal=container.proposal.code if container.proposal else "",
            container=container.code,
            name=container.name,
            taken_out=taken_out,
        )
        publish(event, by=_login(by))
    return taken_out


def _event_of_taking(thing: Specimen | Container, place: Placement) -> Event:
    outer = place.container
    if isinstance(thing, Container):
        return ContainerTakenOut(
            proposal=thing.proposal.code if thing.proposal else "",
            container=thing.code,
            name=thing.name,
            out_of=outer.code,
            out_of_name=outer.name,
            slot=place.slot,
        )
    return SpecimenTakenOut(
        proposal=thing.sample.proposal.code,
        sample=thing.sample.code,
        specimen=thing.code,
        container=outer.code,
        container_name=outer.name,
        slot=place.slot,
    )


def _locked(container: Container) -> Container:
    rows = Container.objects.select_for_update(no_key=True, of=("self",)).select_related("type", "proposal")
    return rows.get(pk=container.pk)


def _slot_for(container: Container, name: str, *, words: Sequence[str], said: str) -> Slot | list[Objection]:
    layout = type_from(container.type.document)
    slot = layout.slot_named(name)
    if container.is_retired:
        return [Objection(message=f"{container.name} is not used any more.", mend="Use another.", field="container")]
    if slot is None:
        return objections_to_slot(layout, name)
    return objections_to_thing(layout, slot, words, said) or slot


def _objections_to_proposal(piece: Specimen, container: Container) -> list[Objection]:
    sample = piece.sample
    if container.proposal_id in {None, sample.proposal_id} or sample.also_in.filter(pk=container.proposal_id).exists():
        return []
    return [Objection(message=f"Container {container.name} is not of the sample's proposal.", field="container")]


def _put(
    thing: Specimen | Container, into: Container, slot: Slot, *, now: datetime, by: Actor | None, scan: str
) -> tuple[Placement, bool]:
    """Return the row, and whether it is new."""
    about = {"held": thing} if isinstance(thing, Container) else {"specimen": thing}
    lies = Placement.objects.select_related("specimen__sample", "held").filter(
        container=into, slot=slot.name, until=None
    )
    taken = lies.first()
    if taken is not None and thing in {taken.held, taken.specimen}:
        return taken, False
    if taken is not None:
        what = taken.specimen.sample.name if taken.specimen else taken.held.name if taken.held else ""
        raise PositionTaken(f"{what} lies in position {slot.name} of {into.name}.")
    Placement.objects.filter(**about, until=None).update(until=now)
    row = Placement(**about, container=into, slot=slot.name, position=slot.position, since=now, scan=scan)
    row.by_id = by.pk if by else None
    row.save(force_insert=True)
    return row, True


def _login(by: Actor | None) -> str:
    return by.username if by else ""
