"""Substances: what a proposal brings."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import LARGEST_PAGE
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.access import hazard_of, substance_for
from farlight.samples.models import Substance
from farlight.samples.queries.substances import SubstanceFilter, substances_page
from farlight.samples.services.registration import change_substance, details_of_substance, register_substance
from farlight.samples.types import Hazard, Origin, SubstanceDetails, SubstanceKind

router = Router()


class SubstanceFields(Schema):
    """What is known of a substance beside its acronym and name."""

    kind: SubstanceKind = SubstanceKind.OTHER
    formula: str = Field(default="", description="In the order of CIF, as NXsample takes it.")
    cas: str = ""
    inchikey: str = ""
    smiles: str = ""
    sequence: str = ""
    molecular_weight_da: float | None = None
    density_g_per_cm3: float | None = None
    origin: Origin = Origin.NONE
    species: str = ""
    comment: str = ""


class SubstanceOut(SubstanceFields):
    """A substance."""

    code: str
    proposal: str
    acronym: str
    name: str
    hazard: Hazard | None = Field(description="The approved colour; null while none counts.")
    profile_version: int | None = Field(description="Version of the hazard profile that counts.")


class SubstancesOut(Schema):
    """A page of substances, by acronym."""

    items: list[SubstanceOut]
    next_cursor: str | None


class RegisterSubstanceIn(SubstanceFields):
    """What to enter."""

    acronym: str
    name: str


class ChangeSubstanceIn(Schema):
    """What to correct; what is left out stays as it is."""

    name: str | None = None
    kind: SubstanceKind | None = None
    formula: str | None = None
    cas: str | None = None
    inchikey: str | None = None
    smiles: str | None = None
    sequence: str | None = None
    molecular_weight_da: float | None = None
    density_g_per_cm3: float | None = None
    origin: Origin | None = None
    species: str | None = None
    comment: str | None = None


@router.get("/substances", operation_id="list_substances", response=SubstancesOut)
def list_substances(
    request: HttpRequest,
    proposal: str = "",
    q: str = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> dict[str, object]:
    """Return the substances that you may see: of one proposal, or of all."""
    wanted = SubstanceFilter(proposal=proposal, words=q)
    page = substances_page(person_of(request), wanted, cursor=cursor, limit=limit)
    return {"items": [_out(row) for row in page.items], "next_cursor": page.next_cursor}


@router.post("/proposals/{proposal}/substances", operation_id="register_substance", response={201: SubstanceOut})
def post_substance(request: HttpRequest, proposal: str, body: RegisterSubstanceIn) -> Status[dict[str, object]]:
    """Enter a substance. Its hazards are declared and approved afterwards."""
    person = person_of(request)
    proposal_for(person, proposal, ProposalAction.EDIT_SAMPLES)
    details = SubstanceDetails(**{key: getattr(body, key) for key in SubstanceFields.model_fields})
    row = register_substance(proposal=proposal, acronym=body.acronym, name=body.name, details=details, by=person)
    return Status(201, _out(row))


@router.get("/substances/{code}", operation_id="substance", response=SubstanceOut)
def substance_shown(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a substance."""
    return _out(substance_for(person_of(request), code))


@router.patch("/substances/{code}", operation_id="change_substance", response=SubstanceOut)
def patch_substance(request: HttpRequest, code: str, body: ChangeSubstanceIn) -> dict[str, object]:
    """Correct what is known of a substance. When that changes what it is, its hazards have to be looked at again."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.EDIT_SAMPLES)
    said = body.model_dump(exclude_unset=True)
    name = said.pop("name", None) or row.name
    change_substance(substance=row, name=name, details=details_of_substance(row, said), by=person, now=utc_now())
    return _out(substance_for(person, code))


def _out(row: Substance) -> dict[str, object]:
    profile = row.counting_profile
    return {
        **{key: getattr(row, key) for key in (*SubstanceFields.model_fields, "code", "acronym", "name")},
        "proposal": row.proposal.code,
        "hazard": hazard_of(profile, today=utc_now().date()),
        "profile_version": profile.version if profile else None,
    }
