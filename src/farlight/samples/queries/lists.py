"""Lists of samples that stay fast at ten thousand: a cursor, and a constant number of queries."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import whole_number
from farlight.people.types import Actor
from farlight.samples.access import of_proposal, samples_with_places, summary_of, visible_sample_keys, whole
from farlight.samples.models import Sample, Specimen
from farlight.samples.types import SamplePage, SampleRole, SampleRow, SpecimenState

MOST_ROWS = 500


@dataclass(frozen=True, kw_only=True)
class SampleFilter:
    """Which samples somebody looks for; empty means all."""

    proposal: str = ""
    """Code; empty for every proposal that the person sees."""
    words: str = ""
    """Parts of names, acronyms, comments, barcodes, names of containers: each word must be found somewhere."""
    technique: str = ""
    role: SampleRole | None = None
    state: SpecimenState | None = None
    container: str = ""
    """Opaque code of the container that a piece lies in."""
    substance: str = ""
    """Opaque code."""
    is_placed: bool | None = None


def visible_sample_rows(
    person: Actor, wanted: SampleFilter | None = None, *, cursor: str = "", limit: int = 50
) -> SamplePage:
    """Return a part of the samples that a person sees, by name.

    Raises
    ------
    NotFound
        When the person may not know of the proposal.
    """
    sought = wanted or SampleFilter()
    rows = samples_found(person, sought).order_by("name", "pk")
    rows = _after(rows, cursor)[: max(1, min(limit, MOST_ROWS)) + 1]
    found = whole(rows)
    shown = found[: max(1, min(limit, MOST_ROWS))]
    more = len(found) > len(shown)
    return SamplePage(
        rows=tuple(_row(sample) for sample in shown), next_cursor=f"{shown[-1].pk}:{shown[-1].name}" if more else ""
    )


def samples_found(person: Actor, wanted: SampleFilter) -> QuerySet[Sample]:
    """Return the samples that a person sees and that a filter finds, in no order."""
    rows = samples_with_places()
    if wanted.proposal:
        proposal_for(person, wanted.proposal, ProposalAction.SEE_SAMPLES)
        rows = rows.filter(of_proposal(wanted.proposal))
    else:
        rows = rows.filter(visible_sample_keys(person))
    plain = {"technique": wanted.technique, "role": wanted.role, "substance__code": wanted.substance}
    rows = rows.filter(**{key: value for key, value in plain.items() if value})
    for word in wanted.words.split():
        rows = rows.filter(_anywhere(word))
    return _by_pieces(rows, wanted)


def _by_pieces(rows: QuerySet[Sample], wanted: SampleFilter) -> QuerySet[Sample]:
    placed = Specimen.objects.filter(placements__isnull=False, placements__until=None)
    if wanted.state:
        rows = rows.filter(pk__in=Specimen.objects.filter(state=wanted.state.value).values("sample_id"))
    if wanted.container:
        inside = placed.filter(placements__container__code=wanted.container)
        rows = rows.filter(pk__in=inside.values("sample_id"))
    if wanted.is_placed is not None:
        condition = Q(pk__in=placed.values("sample_id"))
        rows = rows.filter(condition if wanted.is_placed else ~condition)
    return rows


def _anywhere(word: str) -> Q:
    pieces = Specimen.objects.filter(Q(barcodes__text__iexact=word) | Q(label__iexact=word) | Q(code=word))
    inside = Specimen.objects.filter(placements__until=None, placements__container__name__icontains=word)
    return (
        Q(name__icontains=word)
        | Q(code=word)
        | Q(comment__icontains=word)
        | Q(substance__acronym__icontains=word)
        | Q(substance__name__icontains=word)
        | Q(pk__in=pieces.values("sample_id"))
        | Q(pk__in=inside.values("sample_id"))
    )


def _after(rows: QuerySet[Sample], cursor: str) -> QuerySet[Sample]:
    """Rows behind a cursor; one that nobody gave out begins the list anew."""
    key, _, name = cursor.partition(":")
    number = whole_number(key)
    return rows if number is None else rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=number))


def _row(sample: Sample) -> SampleRow:
    return SampleRow(
        summary=summary_of(sample),
        comment=sample.comment,
        declared_at=sample.declared_at,
        values=sample.values,
        specimens=len(sample.specimens.all()),
    )
