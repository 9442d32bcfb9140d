"""What the pages of containers show: what lies in them, what could, and where they could lie themselves."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from farlight.beamtime.public import may_with_proposal
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.types import Actor
from farlight.samples.access import container_for, visible_containers
from farlight.samples.domain.drawings import Drawing, DrawnSlot, drawn
from farlight.samples.domain.geometry import takes, type_from
from farlight.samples.domain.specimens import states_by_hand
from farlight.samples.models import Container, ContainerReport, Placement, ReportPhotograph, Specimen
from farlight.samples.queries.contents import containers_around, containers_inside, contents_of
from farlight.samples.types import ContainerContents, ContainerTypeSummary, Slot, SpecimenState

REPORTS_SHOWN = 20
MOST_OFFERED = 500


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that may be chosen."""

    value: str
    """As a form sends it: ``sample/ab12cd34``, ``container/c-ab12``, or ``c-ab12/5`` for a place."""
    label: str


@dataclass(frozen=True, kw_only=True)
class Offers:
    """Choices under one heading."""

    title: str
    choices: tuple[Offer, ...]


@dataclass(frozen=True, kw_only=True)
class SlotRow:
    """A slot of a container's page."""

    slot: DrawnSlot
    offers: tuple[Offers, ...]
    """What could be put into it; nothing where something lies."""


@dataclass(frozen=True, kw_only=True)
class ContainerPage:
    """What the page of a container shows."""

    row: Container
    type: ContainerTypeSummary
    drawing: Drawing
    slots: tuple[SlotRow, ...]
    inside_of: Placement | None
    """Where the container itself lies."""
    places: tuple[Offers, ...]
    """Where else it could lie, by container."""
    waiting: int
    """How many samples that lie nowhere would find room in it."""
    markable: int
    """How many pieces in it somebody can mark as measured by hand."""
    reports: tuple[ContainerReport, ...]
    may_edit: bool
    may_report: bool


def container_page(person: Actor, row: Container) -> ContainerPage:
    """Gather the page of a container that a person sees."""
    layout = type_from(row.type.document)
    contents = contents_of([row.code])[row.code]
    drawing = drawn(layout, contents)
    proposal = row.proposal.code if row.proposal else ""
    may_edit = bool(proposal) and may_with_proposal(person, ProposalAction.EDIT_SAMPLES, proposal).allowed
    samples = samples_waiting(row) if may_edit else []
    loose = _loose_containers(row) if may_edit else []
    return ContainerPage(
        row=row,
        type=layout,
        drawing=drawing,
        slots=tuple(_slot_rows(layout, drawing, samples, loose)),
        inside_of=Placement.objects.filter(held=row, until=None).select_related("container").first(),
        places=tuple(_places(row, layout)) if may_edit else (),
        waiting=min(len(samples), layout.capacity - drawing.taken),
        markable=len(pieces_to_mark(contents, SpecimenState.MEASURED)) if _may_mark(person, proposal) else 0,
        reports=tuple(row.reports.select_related("by").prefetch_related("photographs")[:REPORTS_SHOWN]),
        may_report=may_report(person, row),
        may_edit=may_edit,
    )


def _may_mark(person: Actor, proposal: str) -> bool:
    return bool(proposal) and may_with_proposal(person, ProposalAction.HANDLE_PARCELS, proposal).allowed


def pieces_to_mark(contents: ContainerContents, to: SpecimenState) -> list[int]:
    """Return the keys of the pieces of a container's own proposal that can be said by hand to be in a state."""
    own = (piece for piece in contents.specimens() if piece.proposal == contents.proposal)
    return [piece.id for piece in own if to in states_by_hand(piece.state)]


def samples_waiting(container: Container) -> list[Specimen]:
    """Return the first pieces of its proposal's samples that lie nowhere and that it takes, as declared."""
    layout = type_from(container.type.document)
    placed = Specimen.objects.filter(placements__until=None, placements__isnull=False).values("sample_id")
    rows = Specimen.objects.filter(number=1, sample__proposal=container.proposal).exclude(sample_id__in=placed)
    found = rows.select_related("sample").order_by("sample_id")[:MOST_OFFERED]
    return [piece for piece in found if any(takes(slot, _words_of(piece)) for slot in layout.slots)]


def _words_of(thing: Specimen | Container) -> list[str]:
    """What a thing is to the slot that it goes into."""
    if isinstance(thing, Container):
        return [thing.type.code, thing.type.form_factor]
    return [thing.mount] if thing.mount else []


def _loose_containers(row: Container) -> list[Container]:
    """Containers of the same proposal that lie in no other, and that would not lie in themselves."""
    held = Placement.objects.filter(until=None, held__isnull=False).values("held_id")
    rows = Container.objects.filter(proposal=row.proposal, is_retired=False).exclude(pk__in=held)
    around = {row.pk, *containers_around(row.pk)}
    return list(rows.exclude(pk__in=around).select_related("type").order_by("name")[:MOST_OFFERED])


def _slot_rows(
    layout: ContainerTypeSummary, drawing: Drawing, samples: Sequence[Specimen], loose: Sequence[Container]
) -> Iterator[SlotRow]:
    """Slots that take the same share their choices: they are gathered once."""
    known: dict[tuple[str, ...], tuple[Offers, ...]] = {}
    for slot, shown in zip(layout.slots, drawing.slots, strict=True):
        if slot.accepts not in known:
            known[slot.accepts] = tuple(_offers(slot, samples, loose))
        yield SlotRow(slot=shown, offers=() if shown.title else known[slot.accepts])


def _offers(slot: Slot, samples: Sequence[Specimen], loose: Sequence[Container]) -> Iterator[Offers]:
    fitting = [
        Offer(value=f"sample/{p.sample.code}", label=p.sample.name) for p in samples if takes(slot, _words_of(p))
    ]
    if fitting:
        yield Offers(title="Samples", choices=tuple(fitting))
    boxes = [
        Offer(value=f"container/{one.code}", label=f"{one.name} ({one.type.title})")
        for one in loose
        if takes(slot, _words_of(one))
    ]
    if boxes:
        yield Offers(title="Containers", choices=tuple(boxes))


def _places(row: Container, layout: ContainerTypeSummary) -> Iterator[Offers]:
    """Free places of the proposal's other containers that take this one."""
    words = [layout.code, layout.form_factor]
    rows = Container.objects.filter(proposal=row.proposal, is_retired=False).select_related("type")
    outer = list(rows.exclude(pk__in=containers_inside(row.code)).order_by("name")[:MOST_OFFERED])
    open_places = Placement.objects.filter(container__in=outer, until=None)
    taken = set(open_places.values_list("container_id", "slot"))
    for one in outer:
        free = [
            Offer(value=f"{one.code}/{slot.name}", label=f"{one.name}, position {slot.name}")
            for slot in type_from(one.type.document).slots
            if (one.pk, slot.name) not in taken and takes(slot, words)
        ]
        if free:
            yield Offers(title=f"{one.name} ({one.type.title})", choices=tuple(free))


@dataclass(frozen=True, kw_only=True)
class ContainerRow:
    """A container in a list."""

    row: Container
    taken: int


def container_rows(person: Actor, proposal: str, words: str, *, limit: int, offset: int) -> list[ContainerRow]:
    """Return containers that a person sees, with how much lies in them: two queries for any number."""
    rows = visible_containers(person)
    rows = rows.filter(proposal__code=proposal) if proposal else rows
    for word in words.split():
        rows = rows.filter(name__icontains=word)
    found = list(rows[offset : offset + limit])
    keys = [row.pk for row in found]
    taken: dict[int, int] = {}
    for key in Placement.objects.filter(container_id__in=keys, until=None).values_list("container_id", flat=True):
        taken[key] = taken.get(key, 0) + 1
    return [ContainerRow(row=row, taken=taken.get(row.pk, 0)) for row in found]


def container_in(proposal: str, code: str) -> Container:
    """Return the row of a proposal's container.

    Raises
    ------
    NotFound
        When the proposal has none of that code.
    """
    row = Container.objects.filter(proposal__code=proposal, code=code).select_related("type", "proposal").first()
    if row is None:
        raise NotFound
    return row


def photograph_of(container: Container, code: str) -> ReportPhotograph:
    """Return a photograph of a report about a container.

    Raises
    ------
    NotFound
        When there is none of that code.
    """
    row = ReportPhotograph.objects.filter(report__container=container, code=code).first()
    if row is None:
        raise NotFound
    return row


def may_report(person: Actor, row: Container) -> bool:
    """Whether a person may write down what a container is like."""
    try:
        container_for(person, row.code, ProposalAction.EDIT_SAMPLES)
    except NotAllowed:
        return False
    return True
