"""Containers as scanners see them: which one a code names, what is declared in it, which parcel it came in."""

from collections.abc import Iterator, Mapping

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.people.types import Actor
from farlight.samples.public import (
    container_type,
    containers_scanned,
    contents_of,
    place_of,
    specimens_with_barcode,
)
from farlight.samples.types import ContainerContents, ContainerTypeSummary, SpecimenInside
from farlight.shipping.access import parcels_with_names, scanning_parties
from farlight.shipping.domain.mismatch import Declared, Elsewhere
from farlight.shipping.domain.table import ON_SITE
from farlight.shipping.models import Parcel
from farlight.shipping.types import PinTold, SlotSeen, ThingSeen


def container_scanned(person: Actor, text: str) -> ContainerContents:
    """Return the container that a code names, with what is declared in it.

    Raises
    ------
    NotFound
        When there is none, or the person does not handle what its group brings.
    Invalid
        When several are called so.
    """
    scanning_parties(person)
    rows = containers_scanned(text.strip())
    mine = [row for row in rows if row.proposal is None or _handles(person, row.proposal.code)]
    if not mine:
        raise NotFound
    found = contents_of([row.code for row in mine])
    here = [one for one in found.values() if parcel_around(one) is not None] if len(found) > 1 else []
    chosen = here or list(found.values())
    if len(chosen) > 1:
        which = ", ".join(sorted(f"{one.name} of {one.proposal or 'the facility'}" for one in chosen))
        message = f"Several containers are called so: {which}."
        raise Invalid([Objection(message=message, mend="Scan the label of the one that it is.", field="code")])
    return chosen[0]


def _handles(person: Actor, proposal: str) -> bool:
    return may_with_proposal(person, ProposalAction.HANDLE_PARCELS, proposal).allowed


def may_name(person: Actor, proposal: str) -> bool:
    """Whether a person may know what the samples of a proposal are called; stores handle them without."""
    return may_with_proposal(person, ProposalAction.SEE_SAMPLES, proposal).allowed


def parcel_around(container: ContainerContents) -> Parcel | None:
    """Return the parcel on site that a container came in, by itself or in another one; None when there is none."""
    codes = list(codes_around(container.code))
    rows = parcels_with_names().filter(items__container__code__in=codes, base__in=[state.value for state in ON_SITE])
    return rows.order_by("-pk").first()


def codes_around(code: str) -> Iterator[str]:
    """Yield the code of a container, and of all that it lies in, from within outwards."""
    while code:
        yield code
        rows = containers_scanned(code)
        place = place_of(rows[0]) if rows else None
        code = place.container.code if place else ""


def container_seen(person: Actor, container: ContainerContents) -> ThingSeen:
    """Return a container as a scanner shows it: its drawing, and what is declared, as far as the person may know."""
    layout = container_type(container.container_type)
    declared = declared_in(person, container)
    parcel = parcel_around(container)
    aliases = {text.upper() for text in (container.code, container.barcode, container.name) if text}
    facts = [("Type", layout.title), ("Proposal", container.proposal or "of the facility")]
    if parcel is not None:
        facts.append(("Came in", parcel.name))
    slots = [
        SlotSeen(
            name=slot.name,
            x_frac=slot.x_frac,
            y_frac=slot.y_frac,
            size_frac=slot.size_frac,
            declared=declared[slot.name].name if slot.name in declared else "",
        )
        for slot in layout.slots
    ]
    return ThingSeen(
        code=container.code,
        kind="container",
        title=container.name,
        aliases=tuple(sorted(aliases)),
        state=None,
        place=(parcel.slot or parcel.beamline or parcel.place) if parcel else "",
        facts=tuple(facts),
        slots=tuple(slots),
    )


def declared_in(person: Actor, container: ContainerContents) -> dict[str, Declared]:
    """Return what is declared in each slot that holds a physical piece, named as far as the person may know."""
    pieces = [(taken.slot, taken.specimen) for taken in container.slots if taken.specimen]
    named = {proposal: may_name(person, proposal) for proposal in {piece.proposal for _, piece in pieces}}
    return {slot: _declared(slot, piece, is_named=named[piece.proposal]) for slot, piece in pieces}


def _declared(slot: str, piece: SpecimenInside, *, is_named: bool) -> Declared:
    name = piece.sample_name if is_named else f"the piece declared for {slot}"
    return Declared(specimen=piece.code, name=name, barcodes=piece.barcodes)


def known_elsewhere(person: Actor, pins: tuple[PinTold, ...]) -> dict[str, Elsewhere]:
    """Return what a person may know of scanned pieces, by code in capitals: nothing of groups they do not handle."""
    texts = {text for pin in pins if pin.barcode for text in (pin.barcode, pin.barcode.upper())}
    found: dict[str, Elsewhere] = {}
    for text, pieces in specimens_with_barcode(sorted(texts)).items():
        for piece in pieces[:1]:
            proposal = piece.sample.proposal.code
            if not _handles(person, proposal):
                continue
            place = place_of(piece)
            found[text.upper()] = Elsewhere(
                specimen=piece.code,
                name=piece.sample.name if may_name(person, proposal) else f"A piece of {proposal}",
                container=place.container.name if place else "",
                slot=place.slot if place else "",
            )
    return found


def rotations_of(layout: ContainerTypeSummary) -> list[Mapping[str, str]]:
    """Return, for each way in which a container may stand turned unseen, where each slot's content is found."""
    rings: dict[int, list[str]] = {}
    for slot in layout.slots:
        rings.setdefault(slot.row, []).append(slot.name)
    return [
        {name: ring[(at + steps) % len(ring)] for ring in rings.values() for at, name in enumerate(ring)}
        for steps in layout.rotations
    ]
