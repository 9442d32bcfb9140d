"""Substances and their hazard profiles, as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from farlight.beamtime.public import may_with_proposal, proposal_for, proposals_with
from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor
from farlight.samples.access import hazard_of, substance_for, visible_substances
from farlight.samples.domain.hazards import Change, declaration_from, proposed_hazard
from farlight.samples.models import HazardProfile, Sample, Substance
from farlight.samples.queries.hazards import profiles_due
from farlight.samples.types import Hazard, HazardDeclaration, ProfileState

PROFILES_SHOWN = 20
MOST_REMINDED = 5


@dataclass(frozen=True, kw_only=True)
class SubstanceRow:
    """A substance in a list."""

    row: Substance
    hazard: Hazard | None
    """The colour that counts."""
    newest: HazardProfile | None


def substance_rows(person: Actor, *, proposal: str, words: str, today: date, limit: int = 200) -> list[SubstanceRow]:
    """Return the substances that a person sees, by acronym: two queries for any number."""
    rows = visible_substances(person)
    rows = rows.filter(proposal__code=proposal) if proposal else rows
    for word in words.split():
        rows = rows.filter(Q(acronym__icontains=word) | Q(name__icontains=word))
    found = list(rows[:limit])
    newest = _newest([row.pk for row in found])
    return [
        SubstanceRow(row=row, hazard=hazard_of(row.counting_profile, today=today), newest=newest.get(row.pk))
        for row in found
    ]


def _newest(keys: list[int]) -> Mapping[int, HazardProfile]:
    rows = HazardProfile.objects.filter(substance_id__in=keys).order_by("version").defer("declaration")
    return {row.substance_id: row for row in rows}


@dataclass(frozen=True, kw_only=True)
class SubstancePage:
    """What the page of a substance shows."""

    row: Substance
    hazard: Hazard | None
    newest: HazardProfile | None
    profiles: tuple[HazardProfile, ...]
    """Newest first."""
    samples: int
    may_edit: bool


def substance_page_for(person: Actor, code: str, *, today: date) -> SubstancePage:
    """Gather the page of a substance; raises as ``substance_for`` does."""
    row = substance_for(person, code)
    profiles = row.profiles.select_related("decided_by", "submitted_by").order_by("-version")[:PROFILES_SHOWN]
    found = tuple(profiles)
    return SubstancePage(
        row=row,
        hazard=hazard_of(row.counting_profile, today=today),
        newest=found[0] if found else None,
        profiles=found,
        samples=Sample.objects.filter(substance=row).count(),
        may_edit=may_with_proposal(person, ProposalAction.EDIT_SAMPLES, row.proposal.code).allowed,
    )


def last_said(substance: Substance) -> HazardDeclaration:
    """Return what was declared last about a substance's dangers; nothing when nobody did."""
    newest = substance.profiles.order_by("-version").first()
    return declaration_from(newest.declaration) if newest else HazardDeclaration()


def undeclared_substances(person: Actor) -> list[Substance]:
    """Return substances that samples are of and whose hazards nobody declared, of proposals that a person works for."""
    keys = proposals_with(person, ProposalAction.EDIT_SAMPLES)
    sampled = Sample.objects.filter(substance__isnull=False).values("substance_id")
    rows = Substance.objects.filter(proposal_id__in=keys, profiles=None, pk__in=sampled).select_related("proposal")
    return list(rows.order_by("acronym")[:MOST_REMINDED])


def sees_reviews(person: Actor) -> bool:
    """Whether a person decides about hazards of any proposal."""
    return proposals_with(person, ProposalAction.REVIEW_HAZARDS).exists()


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """What the safety group sees of a profile."""

    profile: HazardProfile
    declared: HazardDeclaration
    proposed: Hazard
    """The colour that the rules propose."""
    why: tuple[str, ...]
    changes: tuple[Change, ...]
    """What differs from the profile that counts; everything when there is none."""
    is_first: bool
    next_due: str
    """Code of the substance to look at afterwards; empty when it is the last."""


def review_for(person: Actor, code: str) -> HazardProfile:
    """Return the newest profile of a substance, for somebody who decides about it.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    NotAllowed
        When the person does not decide about hazards.
    """
    rows = HazardProfile.objects.filter(substance__code=code).exclude(state=ProfileState.DRAFT.value)
    rows = rows.select_related("substance__proposal", "substance__counting_profile", "submitted_by", "decided_by")
    row = rows.order_by("-version").first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    proposal_for(person, row.substance.proposal.code, ProposalAction.REVIEW_HAZARDS)
    return row


def review_page(person: Actor, profile: HazardProfile, changes: list[Change]) -> ReviewPage:
    """Gather what the safety group sees of a profile."""
    declared = declaration_from(profile.declaration)
    proposed, why = proposed_hazard(declared)
    others = profiles_due(person).exclude(pk=profile.pk).values_list("substance__code", flat=True)
    return ReviewPage(
        profile=profile,
        declared=declared,
        proposed=proposed,
        why=why,
        changes=tuple(changes),
        is_first=profile.substance.counting_profile is None,
        next_due=others.first() or "",
    )
