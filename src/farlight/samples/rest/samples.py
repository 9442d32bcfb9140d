"""Samples: what is to be measured."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import LARGEST_PAGE
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.access import container_for, sample_for_proposal, summary_of
from farlight.samples.models import Sample, Specimen
from farlight.samples.queries.lists import SampleFilter, visible_sample_rows
from farlight.samples.queries.techniques import technique_named
from farlight.samples.services.registration import change_sample, components_of
from farlight.samples.services.relations import share_sample
from farlight.samples.services.techniques import Declaration, correct_sample, declare_sample, details_of, texts_of
from farlight.samples.types import ComponentDetails, Hazard, SampleDetails, SampleRole, SpecimenState

router = Router()
Value = str | bool | int | float


class ComponentFields(Schema):
    """A substance in a sample, and how much of it."""

    acronym: str
    amount: float | None = None
    unit: str = ""
    ph: float | None = None
    ratio_frac: float | None = None


class SampleOut(Schema):
    """A sample, with the place of its first physical piece."""

    code: str
    proposal: str
    name: str
    acronym: str
    substance: str
    role: SampleRole
    technique: str
    hazard: Hazard | None = Field(description="The worst colour of all that is in it; null while anything waits.")
    state: SpecimenState
    specimen: str
    container: str
    container_code: str
    slot: str
    comment: str
    values: dict[str, Value] = Field(description="By key of the technique's schema.")
    declared_at: datetime


class SpecimenOut(Schema):
    """A physical piece of a sample."""

    code: str
    number: int
    label: str
    mount: str
    barcodes: list[str]
    state: SpecimenState
    conditions: list[str]
    exposures: int
    container: str
    container_code: str
    slot: str


class SampleDetailOut(SampleOut):
    """A sample with all that is known of it."""

    schema_version: int | None
    components: list[ComponentFields]
    specimens: list[SpecimenOut]
    storage_temperature_k: float | None
    max_temperature_k: float | None
    dose_limit_mgy: float | None
    shelf_life_until: date | None
    pid: str


class SamplesOut(Schema):
    """A page of samples, by name."""

    items: list[SampleOut]
    next_cursor: str | None


class SamplesQuery(Schema):
    """Which samples are wanted; what is empty does not count."""

    proposal: str = ""
    q: str = Field(default="", description="Every word must stand in a name, comment, barcode or container's name.")
    technique: str = ""
    role: SampleRole | None = None
    state: SpecimenState | None = None
    container: str = Field(default="", description="Code of a container that a piece lies in.")
    substance: str = Field(default="", description="Code of a substance.")
    is_placed: bool | None = None
    cursor: str = ""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 50


class SampleFields(Schema):
    """What may be said of a sample."""

    values: dict[str, Value] = {}
    role: SampleRole = SampleRole.SAMPLE
    comment: str = ""
    storage_temperature_k: float | None = None
    max_temperature_k: float | None = None
    dose_limit_mgy: float | None = None
    shelf_life_until: date | None = None
    pid: str = ""


class DeclareSampleIn(SampleFields):
    """A sample as its technique wants it."""

    name: str
    technique: str = "generic"
    substance: str = Field(default="", description="Acronym; empty for none.")
    barcodes: list[str] = []
    components: list[ComponentFields] = []
    container: str = Field(default="", description="Code of a container; empty when it lies in none yet.")
    slot: str = ""


class CorrectSampleIn(SampleFields):
    """The sample as it should be: all of it."""

    name: str
    barcodes: list[str] | None = Field(default=None, description="Left out: as they are.")


class ShareSampleIn(Schema):
    """With whom."""

    proposal: str


@router.get("/samples", operation_id="search_samples", response=SamplesOut)
def search_samples(request: HttpRequest, wanted: Query[SamplesQuery]) -> dict[str, object]:
    """Return the samples that you may see: of one proposal, or of all."""
    said = wanted.model_dump(exclude={"q", "cursor", "limit"})
    found = SampleFilter(words=wanted.q, **said)
    page = visible_sample_rows(person_of(request), found, cursor=wanted.cursor, limit=wanted.limit)
    items = [vars(row.summary) | vars(row) for row in page.rows]
    return {"items": items, "next_cursor": page.next_cursor or None}


@router.post("/proposals/{proposal}/samples", operation_id="declare_sample", response={201: SampleDetailOut})
def post_sample(request: HttpRequest, proposal: str, body: DeclareSampleIn) -> Status[dict[str, object]]:
    """Declare a sample by its technique, with its barcode and its place; with everything that is wrong at once."""
    person = person_of(request)
    proposal_for(person, proposal, ProposalAction.EDIT_SAMPLES)
    technique = technique_named(body.technique)
    container = container_for(person, body.container, ProposalAction.EDIT_SAMPLES) if body.container else None
    declaration = Declaration(
        name=body.name,
        substance=body.substance,
        texts=texts_of(technique, body.values),
        barcodes=tuple(body.barcodes),
        container=container,
        slot=body.slot,
        details=replace(_details(body), components=_components(body.components)),
    )
    row = declare_sample(proposal=proposal, technique=technique, declaration=declaration, now=utc_now(), by=person)
    return Status(201, _detail(sample_for_proposal(person, row.code)))


@router.get("/samples/{code}", operation_id="sample", response=SampleDetailOut)
def sample_shown(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a sample with all that is known of it."""
    return _detail(sample_for_proposal(person_of(request), code))


@router.put("/samples/{code}", operation_id="correct_sample", response=SampleDetailOut)
def put_sample(request: HttpRequest, code: str, body: CorrectSampleIn) -> dict[str, object]:
    """Correct a sample, by the version of the technique that it was declared by."""
    person = person_of(request)
    row = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    technique = technique_named(row.technique or "generic", row.schema_version)
    first: Specimen | None = row.specimens.first()
    known = tuple(one.text for one in first.barcodes.all()) if first else ()
    declaration = Declaration(
        name=body.name,
        substance=row.substance.acronym if row.substance else "",
        texts=texts_of(technique, body.values),
        barcodes=known if body.barcodes is None else tuple(body.barcodes),
        details=replace(_details(body), import_key=row.import_key),
    )
    correct_sample(sample=row, declaration=declaration, now=utc_now(), by=person)
    return _detail(sample_for_proposal(person, code))


@router.put("/samples/{code}/components", operation_id="set_components", response=SampleDetailOut)
def put_components(request: HttpRequest, code: str, body: list[ComponentFields]) -> dict[str, object]:
    """Say what a sample is made of: all of it, in its order."""
    person = person_of(request)
    row = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    details = replace(details_of(row), components=_components(body))
    change_sample(sample=row, name=row.name, details=details, by=person)
    return _detail(sample_for_proposal(person, code))


@router.post("/samples/{code}/share", operation_id="share_sample", response={204: None})
def post_share(request: HttpRequest, code: str, body: ShareSampleIn) -> Status[None]:
    """Let the group of another proposal of yours see and measure a sample too."""
    person = person_of(request)
    row = sample_for_proposal(person, code, ProposalAction.EDIT_SAMPLES)
    proposal_for(person, body.proposal, ProposalAction.EDIT_SAMPLES)
    share_sample(sample=row, with_proposal=body.proposal, by=person)
    return Status(204, None)


def _details(body: SampleFields) -> SampleDetails:
    return SampleDetails(**body.model_dump(include=set(SampleFields.model_fields) - {"values"}))


def _components(given: list[ComponentFields]) -> tuple[ComponentDetails, ...]:
    return tuple(ComponentDetails(**component.model_dump()) for component in given)


def specimens_out(row: Sample) -> list[dict[str, object]]:
    """Return the physical pieces of a sample of ``samples_with_places``."""
    names = ("code", "number", "label", "mount", "state", "conditions", "exposures")
    pieces = list(row.specimens.all())
    prefetch_related_objects(pieces, "barcodes")
    return [
        {name: getattr(piece, name) for name in names}
        | {
            "barcodes": [one.text for one in piece.barcodes.all()],
            "container": getattr(piece, "in_container", None) or "",
            "container_code": getattr(piece, "in_container_code", None) or "",
            "slot": getattr(piece, "in_slot", None) or "",
        }
        for piece in pieces
    ]


def _detail(row: Sample) -> dict[str, object]:
    known = details_of(row)
    return (
        vars(known)
        | vars(summary_of(row))
        | {
            "declared_at": row.declared_at,
            "components": [vars(component) for component in components_of(row)],
            "specimens": specimens_out(row),
        }
    )
