"""Declaring the dangers of a substance, asking the safety group, and what it decides."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotAllowed, NotFound, Objection
from farlight.kernel.files import write_new_file
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.pictures import plain_name
from farlight.people.types import Actor
from farlight.samples.domain.hazards import (
    NEXT_STATES,
    Approved,
    Change,
    approves_itself,
    changes_between,
    content_hash,
    declaration_from,
    objections_to_declaration,
)
from farlight.samples.domain.reports import objections_to_sheet
from farlight.samples.errors import StateForbids
from farlight.samples.events import (
    HazardProfileApproved,
    HazardProfileRefused,
    HazardProfileRetired,
    HazardProfileSubmitted,
)
from farlight.samples.models import HazardProfile, Substance
from farlight.samples.types import Decision, Hazard, HazardDeclaration, ProfileState

_UNDER_WAY = (ProfileState.DRAFT.value, ProfileState.SUBMITTED.value)


@transaction.atomic
def draft_profile(*, substance: Substance, declaration: HazardDeclaration) -> HazardProfile:
    """Write down what is declared so far; it is nobody's business but the group's until it is submitted.

    Raises
    ------
    StateForbids
        While the safety group looks at an earlier one.
    """
    locked = _locked(substance)
    row = HazardProfile.objects.filter(substance=locked, state__in=_UNDER_WAY).first()
    if row is not None and row.state == ProfileState.SUBMITTED.value:
        raise StateForbids("The safety group is looking at the hazards of this substance; take them back first.")
    if row is None:
        row = HazardProfile(substance=locked, version=_newest_version(locked) + 1)
        row.sheet_path, row.sheet_name = _newest_sheet(locked)
    _write(row, declaration)
    row.save()
    return row


@transaction.atomic
def submit_profile(*, substance: Substance, by: Actor, now: datetime) -> HazardProfile:
    """Ask the safety group to look at the draft; it approves itself when nothing that matters differs.

    Raises
    ------
    StateForbids
        When there is no draft.
    Invalid
        With everything that is missing or does not fit together.
    """
    locked = _locked(substance)
    row = HazardProfile.objects.filter(substance=locked, state=ProfileState.DRAFT.value).first()
    if row is None:
        raise StateForbids("There is no draft of hazards to submit.")
    declaration = declaration_from(row.declaration)
    objections = objections_to_declaration(declaration)
    if objections:
        raise Invalid(objections)
    _write(row, declaration)
    row.state, row.submitted_at, row.submitted_by_id = ProfileState.SUBMITTED.value, now, by.pk
    last = approved_before(locked)
    itself, why = approves_itself(declaration, row.identity, last, today=_today(now))
    if itself and last is not None:
        _approve(row, hazard=last.hazard, decision=Decision.ITSELF, by=by, now=now)
        row.conditions, row.valid_until, row.reason = _standing_conditions(locked), last.valid_until, why
        row.save()
        return row
    row.save()
    publish(
        HazardProfileSubmitted(
            proposal=locked.proposal.code,
            acronym=locked.acronym,
            version=row.version,
            changed=tuple(change.field for change in profile_changes(row)),
        ),
        by=by.username,
    )
    return row


@transaction.atomic
def withdraw_profile(*, substance: Substance, by: Actor, now: datetime) -> None:
    """Take back what was submitted, to correct it.

    Raises
    ------
    StateForbids
        When nothing is being looked at.
    """
    locked = _locked(substance)
    row = HazardProfile.objects.filter(substance=locked, state=ProfileState.SUBMITTED.value).first()
    if row is None:
        raise StateForbids("The safety group is not looking at the hazards of this substance.")
    _retire(row, reason="The group took it back.", now=now, by=by)


@transaction.atomic
def approve_profile(
    *, profile: HazardProfile, hazard: Hazard, conditions: str, valid_until: date | None, by: Actor, now: datetime
) -> None:
    """Accept the hazards of a substance, with a colour and perhaps conditions.

    Raises
    ------
    StateForbids
        When it is not being looked at any more.
    NotAllowed
        When who submitted it would approve it.
    Invalid
        When the approval would be over already.
    """
    row = _decidable(profile, ProfileState.APPROVED, by)
    if valid_until is not None and valid_until < _today(now):
        message = "An approval cannot end before today."
        raise Invalid([Objection(message=message, mend="Give a later day, or none.", field="valid_until")])
    row.conditions, row.valid_until = conditions.strip(), valid_until
    _approve(row, hazard=hazard, decision=Decision.PERSON, by=by, now=now)
    row.save()


@transaction.atomic
def refuse_profile(*, profile: HazardProfile, reason: str, by: Actor, now: datetime) -> None:
    """Do not accept the hazards of a substance, or not any longer.

    Raises
    ------
    StateForbids
        When it neither counts nor is being looked at.
    NotAllowed
        When who submitted it would decide.
    Invalid
        When no reason is given.
    """
    if not reason.strip():
        message = "A refusal needs a reason, which the group reads."
        raise Invalid([Objection(message=message, mend="Say what should be different.", field="reason")])
    row = _decidable(profile, ProfileState.REFUSED, by)
    row.state, row.reason = ProfileState.REFUSED.value, reason.strip()
    row.decided_at, row.decided_by_id, row.decision = now, by.pk, Decision.PERSON.value
    row.save()
    Substance.objects.filter(counting_profile=row).update(counting_profile=None)
    substance = row.substance
    publish(
        HazardProfileRefused(
            proposal=substance.proposal.code, acronym=substance.acronym, version=row.version, reason=row.reason
        ),
        by=by.username,
    )


@transaction.atomic
def attach_sheet(*, substance: Substance, name: str, content: bytes) -> HazardProfile:
    """Add the safety data sheet to the draft.

    Raises
    ------
    StateForbids
        When there is no draft.
    Invalid
        When it is no PDF, or too large.
    """
    row = HazardProfile.objects.filter(substance=_locked(substance), state=ProfileState.DRAFT.value).first()
    if row is None:
        raise StateForbids("There is no draft of hazards to add a sheet to.")
    objections = objections_to_sheet(name, content)
    if objections:
        raise Invalid(objections)
    folder: Path = settings.FARLIGHT_DATA_DIR / "substances" / substance.code
    row.sheet_path = str(write_new_file(folder, new_opaque_id("sds-"), content))
    row.sheet_name = plain_name(name)
    row.save(update_fields=["sheet_path", "sheet_name"])
    return row


def approve_by_facility_file(*, substance: Substance, hazard: Hazard, now: datetime) -> None:
    """Enter an approved profile that says no more than its colour; within a transaction."""
    row = HazardProfile(substance=substance, version=_newest_version(substance) + 1)
    _write(row, HazardDeclaration(is_harmless=hazard is Hazard.GREEN))
    row.submitted_at, row.reason = now, "The facility file says so."
    _approve(row, hazard=hazard, decision=Decision.FACILITY_FILE, by=None, now=now)
    row.save()


def retire_profile(*, substance: Substance, reason: str, now: datetime) -> None:
    """End the profile that counts, and one that is being looked at; within a transaction."""
    for row in HazardProfile.objects.filter(substance=substance, state__in=["approved", "submitted"]):
        _retire(row, reason=reason, now=now, by=None)


def approved_before(substance: Substance) -> Approved | None:
    """Return what the safety group approved of a substance, as far as it counts."""
    row = substance.counting_profile
    if row is None:
        return None
    return Approved(
        declaration=declaration_from(row.declaration),
        identity=row.identity,
        hazard=Hazard(row.hazard),
        valid_until=row.valid_until,
    )


def profile_changes(profile: HazardProfile) -> list[Change]:
    """Return what differs from the profile that counts; everything that is declared when none does."""
    last = profile.substance.counting_profile
    old = declaration_from(last.declaration) if last else HazardDeclaration()
    old_identity = last.identity if last else {}
    return changes_between(old, old_identity, declaration_from(profile.declaration), profile.identity)


def identity_of(substance: Substance) -> dict[str, str]:
    """Return what a substance is, as far as its dangers depend on it."""
    keys = ("name", "kind", "formula", "cas", "inchikey", "smiles", "sequence", "origin", "species")
    return {key: str(getattr(substance, key)) for key in keys if getattr(substance, key)}


def _write(row: HazardProfile, declaration: HazardDeclaration) -> None:
    row.declaration, row.identity = asdict(declaration), identity_of(row.substance)
    row.content_hash = content_hash(declaration, row.identity)
    row.max_mass_mg, row.un_number = declaration.max_mass_mg, declaration.un_number[:6]


def _approve(row: HazardProfile, *, hazard: Hazard, decision: Decision, by: Actor | None, now: datetime) -> None:
    """Make a profile the one that counts. The row is saved by the caller, once more after this."""
    older = HazardProfile.objects.filter(substance=row.substance, state=ProfileState.APPROVED.value)
    older.exclude(pk=row.pk).update(state=ProfileState.SUPERSEDED.value)
    row.state, row.hazard, row.decision = ProfileState.APPROVED.value, hazard.value, decision.value
    row.decided_at = now
    row.decided_by_id = by.pk if by and decision is Decision.PERSON else None
    row.save()
    Substance.objects.filter(pk=row.substance_id).update(counting_profile=row)
    substance = row.substance
    event = HazardProfileApproved(
        proposal=substance.proposal.code,
        acronym=substance.acronym,
        version=row.version,
        hazard=hazard.value,
        decision=decision.value,
    )
    publish(event, by=by.username if by else "")


def _retire(row: HazardProfile, *, reason: str, now: datetime, by: Actor | None) -> None:
    row.state, row.reason, row.decided_at = ProfileState.SUPERSEDED.value, reason, now
    row.save(update_fields=["state", "reason", "decided_at"])
    Substance.objects.filter(counting_profile=row).update(counting_profile=None)
    substance = row.substance
    event = HazardProfileRetired(
        proposal=substance.proposal.code, acronym=substance.acronym, version=row.version, reason=reason
    )
    publish(event, by=by.username if by else "")


def _decidable(profile: HazardProfile, to: ProfileState, by: Actor) -> HazardProfile:
    row = HazardProfile.objects.select_for_update(no_key=True).filter(pk=profile.pk).first()
    if row is None:
        raise NotFound
    if to not in NEXT_STATES[ProfileState(row.state)]:
        raise StateForbids(f"This hazard profile is {row.state}, so it cannot be {to.value} now.")
    if row.submitted_by_id == by.pk:
        message = "You submitted this yourself, so somebody else decides about it."
        raise NotAllowed([Objection(message=message, mend="Ask another one of them.", who="the safety group")])
    return row


def _standing_conditions(substance: Substance) -> str:
    return substance.counting_profile.conditions if substance.counting_profile else ""


def _locked(substance: Substance) -> Substance:
    rows = Substance.objects.select_for_update(no_key=True, of=("self",)).select_related("proposal", "counting_profile")
    row = rows.filter(pk=substance.pk).first()
    if row is None:
        raise NotFound
    return row


def _newest_version(substance: Substance) -> int:
    return substance.profiles.order_by("-version").values_list("version", flat=True).first() or 0


def _newest_sheet(substance: Substance) -> tuple[str, str]:
    """Return the safety data sheet that was added last; a new version begins with it."""
    rows = substance.profiles.exclude(sheet_path="").order_by("-version").values_list("sheet_path", "sheet_name")
    return rows.first() or ("", "")


def _today(now: datetime) -> date:
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
