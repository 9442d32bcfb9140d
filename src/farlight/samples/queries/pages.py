"""What the pages of samples show, gathered for one person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from farlight.beamtime.public import may_with_proposal, proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.people.types import Actor
from farlight.proposals.public import proposals_among
from farlight.proposals.types import ProposalSummary
from farlight.samples.access import container_for, sample_for_proposal, summary_of, visible_containers
from farlight.samples.domain.drawings import Drawing, drawn
from farlight.samples.domain.geometry import type_from
from farlight.samples.domain.techniques import FieldGroup, SampleFacts, Technique, label_text, nxsample, text_of
from farlight.samples.models import (
    Container,
    ContainerReport,
    Placement,
    ReportPhotograph,
    Sample,
    SampleComponent,
    Specimen,
    Substance,
)
from farlight.samples.queries.contents import contents_of
from farlight.samples.queries.techniques import technique_named, techniques_of
from farlight.samples.types import ContainerTypeSummary, SampleRole, SampleSummary

REPORTS_SHOWN = 20
UNPLACED_OFFERED = 500


@dataclass(frozen=True, kw_only=True)
class ShownValue:
    """A value of a sample, as it is read."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SampleFactsPage:
    """What the page of a sample shows."""

    row: Sample
    summary: SampleSummary
    technique: Technique | None
    """None when the sample follows none, or one that nobody knows any more."""
    label: str
    groups: tuple[tuple[FieldGroup, tuple[ShownValue, ...]], ...]
    further: tuple[ShownValue, ...]
    """Values under names of the group's own."""
    components: tuple[SampleComponent, ...]
    pieces: tuple[Specimen, ...]
    places: tuple[Placement, ...]
    """Where its pieces were, newest first."""
    may_edit: bool


def sample_page_for(person: Actor, code: str) -> SampleFactsPage:
    """Gather the page of a sample; raises as ``sample_for_proposal`` does."""
    row = sample_for_proposal(person, code)
    key = (row.technique, row.schema_version or 0)
    technique = techniques_of({key}).get(key)
    places = Placement.objects.filter(specimen__sample=row).select_related("container", "specimen", "by")
    acronym = row.substance.acronym if row.substance else ""
    return SampleFactsPage(
        row=row,
        summary=summary_of(row),
        technique=technique,
        label=label_text(technique, name=row.name, substance=acronym, values=row.values) if technique else row.name,
        groups=tuple(_groups(technique, row)) if technique else (),
        further=tuple(_further(technique, row)),
        components=tuple(row.components.all()),
        pieces=tuple(row.specimens.prefetch_related("barcodes")),
        places=tuple(places.order_by("-since", "-pk")),
        may_edit=may_with_proposal(person, ProposalAction.EDIT_SAMPLES, row.proposal.code).allowed,
    )


def _groups(technique: Technique, row: Sample) -> Sequence[tuple[FieldGroup, tuple[ShownValue, ...]]]:
    found = []
    for group in technique.groups:
        shown = tuple(
            ShownValue(label=one.label, text=one.with_unit(text_of(one, row.values[one.key])))
            for one in technique.fields_of(group.key)
            if one.key in row.values
        )
        if shown:
            found.append((group, shown))
    return found


def _further(technique: Technique | None, row: Sample) -> Sequence[ShownValue]:
    known = technique.by_key if technique else {}
    return [ShownValue(label=key, text=str(value)) for key, value in row.values.items() if key not in known]


def editable_proposals(person: Actor) -> list[ProposalSummary]:
    """Return the proposals whose samples a person may declare and change, by code."""
    return proposals_among(proposals_with(person, ProposalAction.EDIT_SAMPLES))


def seen_proposals(person: Actor) -> list[ProposalSummary]:
    """Return the proposals whose samples a person may see, by code."""
    return proposals_among(proposals_with(person, ProposalAction.SEE_SAMPLES))


def substance_choices(proposal: str) -> list[tuple[str, str]]:
    """Return the substances of a proposal for a select: acronym, and what it is."""
    rows = Substance.objects.filter(proposal__code=proposal).order_by("acronym")
    return [(row.acronym, f"{row.acronym} ({row.name})" if row.name else row.acronym) for row in rows]


def container_choices(proposal: str) -> list[tuple[str, str]]:
    """Return the containers of a proposal for a select: code, and name."""
    rows = Container.objects.filter(proposal__code=proposal, is_retired=False).select_related("type").order_by("name")
    return [(row.code, f"{row.name} ({row.type.title})") for row in rows]


@dataclass(frozen=True, kw_only=True)
class ContainerPage:
    """What the page of a container shows."""

    row: Container
    type: ContainerTypeSummary
    drawing: Drawing
    inside_of: Placement | None
    """Where the container itself lies."""
    reports: tuple[ContainerReport, ...]
    unplaced: tuple[tuple[str, str], ...]
    """Samples of the proposal that lie nowhere: code and name."""
    may_edit: bool
    may_report: bool


def container_page(person: Actor, row: Container) -> ContainerPage:
    """Gather the page of a container that a person sees."""
    layout = type_from(row.type.document)
    proposal = row.proposal.code if row.proposal else ""
    return ContainerPage(
        row=row,
        type=layout,
        drawing=drawn(layout, contents_of([row.code]).get(row.code)),
        inside_of=Placement.objects.filter(held=row, until=None).select_related("container").first(),
        reports=tuple(row.reports.select_related("by").prefetch_related("photographs")[:REPORTS_SHOWN]),
        unplaced=tuple(_unplaced(proposal)) if proposal else (),
        may_report=may_report(person, row),
        may_edit=bool(proposal) and may_with_proposal(person, ProposalAction.EDIT_SAMPLES, proposal).allowed,
    )


def _unplaced(proposal: str) -> Iterable[tuple[str, str]]:
    placed = Specimen.objects.filter(placements__until=None, placements__isnull=False).values("sample_id")
    rows = Sample.objects.filter(proposal__code=proposal).exclude(pk__in=placed).order_by("name")
    return rows.values_list("code", "name")[:UNPLACED_OFFERED]


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


def free_names(proposal: str, stem: str, wanted: int) -> list[str]:
    """Return names like ``lyso-01`` that the proposal has not given yet, counting on from those it has."""
    taken = set(
        Sample.objects.filter(proposal__code=proposal, name__startswith=f"{stem}-").values_list("name", flat=True)
    )
    names: list[str] = []
    number = 1
    while len(names) < wanted:
        name = f"{stem}-{number:02d}"
        if name not in taken:
            names.append(name)
        number += 1
    return names


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


def nxsample_for(person: Actor, code: str) -> dict[str, Any]:
    """Return a sample as NXsample; raises as ``sample_for_proposal`` does."""
    row = sample_for_proposal(person, code)
    technique = technique_named(row.technique or "generic", row.schema_version)
    summary, piece = summary_of(row), row.specimens.first()
    facts = SampleFacts(
        name=row.name,
        code=row.code,
        role=SampleRole(row.role),
        substance=row.substance.name if row.substance else "",
        formula=row.substance.formula if row.substance else "",
        comment=row.comment,
        barcode=", ".join(one.text for one in piece.barcodes.all()) if piece else "",
        container=summary.container,
        slot=summary.slot,
        values=row.values,
    )
    return nxsample(technique, facts)
