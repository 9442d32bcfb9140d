"""What the pages of samples show, gathered for one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from farlight.beamtime.public import may_with_proposal, proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.people.types import Actor
from farlight.proposals.public import proposals_among
from farlight.proposals.types import ProposalSummary
from farlight.samples.access import sample_for_proposal, summary_of
from farlight.samples.domain.specimens import states_by_hand
from farlight.samples.domain.techniques import FieldGroup, SampleFacts, Technique, label_text, nxsample, text_of
from farlight.samples.models import Container, Placement, Sample, SampleComponent, Specimen, Substance
from farlight.samples.queries.techniques import technique_named, techniques_of
from farlight.samples.types import SampleRole, SampleSummary, SpecimenState


@dataclass(frozen=True, kw_only=True)
class ShownValue:
    """A value of a sample, as it is read."""

    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ShownPiece:
    """A physical piece of a sample, and what somebody may say by hand became of it."""

    row: Specimen
    marks: tuple[SpecimenState, ...]


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
    pieces: tuple[ShownPiece, ...]
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
        pieces=tuple(_pieces(person, row)),
        places=tuple(places.order_by("-since", "-pk")),
        may_edit=may_with_proposal(person, ProposalAction.EDIT_SAMPLES, row.proposal.code).allowed,
    )


def _pieces(person: Actor, row: Sample) -> Iterator[ShownPiece]:
    may_mark = may_with_proposal(person, ProposalAction.HANDLE_PARCELS, row.proposal.code).allowed
    for piece in row.specimens.prefetch_related("barcodes"):
        yield ShownPiece(row=piece, marks=states_by_hand(SpecimenState(piece.state)) if may_mark else ())


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
