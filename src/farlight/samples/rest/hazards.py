"""Hazard profiles: declaring them, and deciding about them."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotFound
from farlight.kernel.schemas import fields_like
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.access import substance_for
from farlight.samples.domain.hazards import declaration_from, proposed_hazard
from farlight.samples.models import HazardProfile, Substance
from farlight.samples.queries.hazards import history_of, profiles_due
from farlight.samples.services.hazards import (
    approve_profile,
    draft_profile,
    profile_changes,
    refuse_profile,
    submit_profile,
    withdraw_profile,
)
from farlight.samples.types import Decision, Hazard, HazardDeclaration, ProfileState

router = Router()


@fields_like(HazardDeclaration)
class DeclareHazardsIn(Schema):
    """What is declared about the dangers of a substance; all of it, each time."""

    h_codes: list[str] = Field(default=[], description="Hazard statements of the GHS, such as H301.")
    pictograms: list[str] = Field(default=[], description="GHS01 to GHS09.")
    max_mass_mg: float | None = Field(default=None, description="The largest amount brought at once.")


class ChangeOut(Schema):
    """What differs from the profile that counts."""

    field: str
    old: str
    new: str


class HazardProfileOut(Schema):
    """A version of what is declared, and what became of it."""

    substance: str
    acronym: str
    proposal: str
    version: int
    state: ProfileState
    declaration: DeclareHazardsIn
    content_hash: str
    proposed: Hazard = Field(description="The colour that the rules propose.")
    proposed_because: list[str]
    changes: list[ChangeOut] = Field(description="From the profile that counts; for one that is being looked at.")
    hazard: Hazard | None
    decision: Decision
    conditions: str
    reason: str
    valid_until: date | None
    submitted_at: datetime | None
    submitted_by: str
    decided_at: datetime | None
    sheet: str = Field(description="Name of the safety data sheet; empty when there is none.")


class ApproveHazardsIn(Schema):
    """How the hazards are accepted."""

    hazard: Hazard
    conditions: str = ""
    valid_until: date | None = None


class RefuseHazardsIn(Schema):
    """Why the hazards are not accepted."""

    reason: str


@router.get("/hazard-profiles", operation_id="list_hazard_profiles_due", response=list[HazardProfileOut])
def profiles_waiting(request: HttpRequest) -> list[dict[str, object]]:
    """Return the hazard profiles that wait for your decision, the oldest first."""
    return [_out(row) for row in profiles_due(person_of(request))[:200]]


@router.get("/substances/{code}/hazard-profiles", operation_id="list_hazard_profiles", response=list[HazardProfileOut])
def profiles_listed(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return every hazard profile of a substance, the newest first."""
    return [_out(row) for row in history_of(substance_for(person_of(request), code))]


@router.put("/substances/{code}/hazard-profiles/draft", operation_id="draft_profile", response=HazardProfileOut)
def put_draft(request: HttpRequest, code: str, body: DeclareHazardsIn) -> dict[str, object]:
    """Write down what is declared so far; nobody looks at it before it is submitted."""
    row = substance_for(person_of(request), code, ProposalAction.EDIT_SAMPLES)
    draft_profile(substance=row, declaration=declaration_from(body.model_dump()))
    return _newest(row)


@router.post("/substances/{code}/hazard-profiles/submit", operation_id="submit_profile", response=HazardProfileOut)
def post_submission(request: HttpRequest, code: str) -> dict[str, object]:
    """Ask the safety group; it is approved at once when nothing that matters differs from the last approval."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.EDIT_SAMPLES)
    submit_profile(substance=row, by=person, now=utc_now())
    return _newest(row)


@router.post("/substances/{code}/hazard-profiles/withdraw", operation_id="withdraw_profile", response={204: None})
def post_withdrawal(request: HttpRequest, code: str) -> Status[None]:
    """Take back what was submitted, to correct it."""
    person = person_of(request)
    withdraw_profile(substance=substance_for(person, code, ProposalAction.EDIT_SAMPLES), by=person, now=utc_now())
    return Status(204, None)


@router.post(
    "/substances/{code}/hazard-profiles/{version}/approve", operation_id="approve_profile", response=HazardProfileOut
)
def post_approval(request: HttpRequest, code: str, version: int, body: ApproveHazardsIn) -> dict[str, object]:
    """Accept hazards, with a colour and perhaps conditions; for the safety group."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.REVIEW_HAZARDS)
    approve_profile(
        profile=_version(row, version),
        hazard=body.hazard,
        conditions=body.conditions,
        valid_until=body.valid_until,
        by=person,
        now=utc_now(),
    )
    return _out(_version(row, version))


@router.post(
    "/substances/{code}/hazard-profiles/{version}/refuse", operation_id="refuse_profile", response=HazardProfileOut
)
def post_refusal(request: HttpRequest, code: str, version: int, body: RefuseHazardsIn) -> dict[str, object]:
    """Do not accept hazards, or not any longer; for the safety group."""
    person = person_of(request)
    row = substance_for(person, code, ProposalAction.REVIEW_HAZARDS)
    refuse_profile(profile=_version(row, version), reason=body.reason, by=person, now=utc_now())
    return _out(_version(row, version))


def _version(substance: Substance, version: int) -> HazardProfile:
    found = next((row for row in history_of(substance) if row.version == version), None)
    if found is None:
        raise NotFound(f"{substance.acronym} has no hazard profile {version}.")
    return found


def _newest(substance: Substance) -> dict[str, object]:
    return _out(history_of(substance)[0])


def _out(row: HazardProfile) -> dict[str, object]:
    declaration: HazardDeclaration = declaration_from(row.declaration)
    proposed, because = proposed_hazard(declaration)
    under_way = row.state in {ProfileState.DRAFT.value, ProfileState.SUBMITTED.value}
    kept: dict[str, Any] = {
        name: getattr(row, name)
        for name in (
            "version", "state", "content_hash", "decision", "conditions", "reason", "valid_until", "submitted_at",
            "decided_at",
        )
    }  # fmt: skip
    return kept | {
        "substance": row.substance.code,
        "acronym": row.substance.acronym,
        "proposal": row.substance.proposal.code,
        "declaration": {name: getattr(declaration, name) for name in DeclareHazardsIn.model_fields},
        "proposed": proposed,
        "proposed_because": list(because),
        "changes": [vars(change) for change in profile_changes(row)] if under_way else [],
        "hazard": row.hazard or None,
        "submitted_by": row.submitted_by.full_name if row.submitted_by else "",
        "sheet": row.sheet_name,
    }
