"""Rows by their names and keys, for machines and for those who have asked already; people ask through ``access``."""

from collections.abc import Collection, Sequence

from farlight.samples.access import of_proposal, samples_with_places, summary_of, whole
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import type_from
from farlight.samples.models import Container, ContainerType, Placement, Sample, Specimen, SpecimenBarcode, Substance
from farlight.samples.types import ContainerTypeSummary, SampleSummary


def substance_named(proposal: str, acronym: str) -> Substance | None:
    """Return the row of a proposal's substance, whatever the capitals of its acronym."""
    rows = Substance.objects.select_related("proposal", "counting_profile")
    return rows.filter(proposal__code=proposal, acronym__iexact=acronym).first()


def sample_named(proposal: str, name: str) -> Sample | None:
    """Return the row of a proposal's sample."""
    return Sample.objects.select_related("substance", "proposal").filter(proposal__code=proposal, name=name).first()


def container_named(proposal: str, name: str) -> Container | None:
    """Return the row of a proposal's container, whatever its capitals; an empty code means the facility's own."""
    rows = Container.objects.select_related("proposal", "type")
    own = rows.filter(proposal__code=proposal) if proposal else rows.filter(proposal=None)
    return own.filter(name__iexact=name).first()


def containers_scanned(text: str) -> list[Container]:
    """Return the containers that a scanned text may mean: by opaque code, barcode or name, whosever they are."""
    rows = Container.objects.select_related("proposal", "type")
    found = list(rows.filter(code=text.lower())) or list(rows.filter(barcode=text))
    return found or list(rows.filter(name__iexact=text).order_by("pk"))


def sample_with_key(key: int) -> SampleSummary | None:
    """Return a sample by the key of its row."""
    row = samples_with_places().filter(pk=key).first()
    return summary_of(row) if row else None


def sample_key(proposal: str, code: str) -> int | None:
    """Return the key of the row of a sample that a proposal's group measures; None when there is none."""
    return Sample.objects.filter(of_proposal(proposal), code=code).values_list("pk", flat=True).first()


def samples_with_keys(keys: Collection[int]) -> dict[int, SampleSummary]:
    """Return samples by the keys of their rows: three queries for any number."""
    return {row.pk: summary_of(row) for row in whole(samples_with_places().filter(pk__in=keys))}


def first_specimen(sample: Sample) -> Specimen | None:
    """Return the first physical piece of a sample."""
    return sample.specimens.order_by("number").first()


def specimens_with_keys(keys: Collection[int]) -> list[Specimen]:
    """Return physical pieces by the keys of their rows: one query for any number."""
    return list(Specimen.objects.select_related("sample__proposal").filter(pk__in=keys))


def piece_that_is_measured(sample: int) -> Specimen | None:
    """Return the physical piece of a sample that has a place, or its first one, by the key of the sample's row."""
    rows = Specimen.objects.select_related("sample__proposal").filter(sample_id=sample).order_by("number")
    return rows.filter(placements__until=None, placements__isnull=False).first() or rows.first()


def specimens_with_barcode(texts: Sequence[str]) -> dict[str, list[Specimen]]:
    """Return the physical pieces that have each of these barcodes: the newest first, two queries for any number."""
    rows = SpecimenBarcode.objects.filter(text__in=texts).select_related("specimen__sample__proposal")
    found: dict[str, list[Specimen]] = {text: [] for text in texts}
    for row in rows.order_by("-pk"):
        found[row.text].append(row.specimen)
    return found


def specimens_named(codes: Collection[str]) -> dict[str, Specimen]:
    """Return physical pieces by their codes; codes that nobody knows are left out."""
    rows = Specimen.objects.select_related("sample__proposal").filter(code__in=codes)
    return {row.code: row for row in rows}


def place_of(thing: Specimen | Container) -> Placement | None:
    """Return where something lies now."""
    return thing.placements.filter(until=None).select_related("container__type", "container__proposal").first()


def container_types() -> dict[str, ContainerTypeSummary]:
    """Return the current layout of every type that the facility knows, by code: one query."""
    rows = ContainerType.objects.filter(is_current=True).order_by("code")
    own = {row.code: type_from(row.document) for row in rows}
    newer = {code: one for code, one in standard_types().items() if code not in own or own[code].version < one.version}
    return dict(sorted((own | newer).items()))


def type_row(code: str, version: int | None = None) -> ContainerType | None:
    """Return the row of a type of containers: the current one, or a certain version."""
    rows = ContainerType.objects.filter(code=code)
    return (rows.filter(is_current=True) if version is None else rows.filter(version=version)).first()
