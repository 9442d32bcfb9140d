"""Techniques, and samples that are declared by them, by REST."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.domain.sheets.problems import Severity
from farlight.samples.queries.grid import grid_check
from farlight.samples.queries.pages import nxsample_for
from farlight.samples.queries.techniques import current_techniques, technique_named
from farlight.samples.services.techniques import declare_many

router = Router(tags=["samples"])
MOST_ROWS = 2000
MOST_COLUMNS = 120


class TechniqueOut(Schema):
    """A technique that samples can be declared by."""

    code: str
    version: int
    title: str
    description: str
    panet_iri: str
    """The technique's term in the PaNET ontology."""


class SampleGridIn(Schema):
    """A table of samples."""

    technique: str
    """Code of the technique."""
    keys: list[str] = Field(max_length=MOST_COLUMNS)
    """Columns: ``name substance barcode container slot comment``, and the fields of the technique."""
    rows: list[list[str]] = Field(max_length=MOST_ROWS)
    """Texts as typed, in the order of the columns."""


class GridProblemOut(Schema):
    """Something that is wrong in a table."""

    row: int | None
    """From 0; null when it is about the table as a whole."""
    key: str
    """Of the column; empty when it is about the row."""
    severity: Severity
    message: str
    remedy: str
    suggestion: str


class GridCheckOut(Schema):
    """What is wrong in a table, and what declaring it would do."""

    problems: list[GridProblemOut]
    new: int
    changed: int
    unchanged: int
    error: int
    """How many problems forbid declaring it."""


class SamplesDeclaredOut(Schema):
    """What was declared."""

    sheet: str
    """Code of the sheet by which it can be undone."""
    samples: int
    """How many rows there were."""


@router.get("/techniques", operation_id="list_techniques", response=list[TechniqueOut])
def list_techniques(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - of a view
    """Return the techniques that samples can be declared by."""
    return [{name: getattr(one, name) for name in TechniqueOut.model_fields} for one in current_techniques().values()]


@router.get("/techniques/{code}", operation_id="technique_schema", response=dict[str, Any])
def technique_schema(request: HttpRequest, code: str, version: int | None = None) -> dict[str, Any]:  # noqa: ARG001 - of a view
    """Return the JSON Schema of a technique: the version that counts now, when none is given."""
    return dict(technique_named(code, version).document)


@router.get("/samples/{code}/nxsample", operation_id="sample_nxsample", response=dict[str, Any])
def sample_nxsample(request: HttpRequest, code: str) -> dict[str, Any]:
    """Return a sample as NXsample: fields by name, units as ``name@units``, groups with ``@NX_class``."""
    return nxsample_for(person_of(request), code)


@router.post("/proposals/{code}/samples/check", operation_id="check_samples", response=GridCheckOut)
def check_samples(request: HttpRequest, code: str, body: SampleGridIn) -> dict[str, Any]:
    """Return everything that is wrong in a table of samples; nothing is kept."""
    proposal = proposal_for(person_of(request), code, ProposalAction.EDIT_SAMPLES)
    problems, counts = grid_check(proposal.code, technique_named(body.technique), body.keys, body.rows)
    said = [{name: getattr(one, name) for name in GridProblemOut.model_fields} for one in problems]
    return {"problems": said, **counts}


@router.post("/proposals/{code}/samples/table", operation_id="declare_samples", response=SamplesDeclaredOut)
def declare_samples(request: HttpRequest, code: str, body: SampleGridIn) -> dict[str, Any]:
    """Declare the samples of a table, all or none."""
    person = person_of(request)
    proposal = proposal_for(person, code, ProposalAction.EDIT_SAMPLES)
    sheet = declare_many(
        proposal=proposal.code,
        technique=technique_named(body.technique),
        keys=body.keys,
        rows=body.rows,
        now=utc_now(),
        by=person,
    )
    return {"sheet": sheet.code, "samples": len(body.rows)}
