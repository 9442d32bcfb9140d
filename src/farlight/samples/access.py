"""The way to samples: through the session or the proposal in which somebody wants to see or change them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from farlight.beamtime.public import may_with_proposal, proposal_for, proposals_with, session_for
from farlight.beamtime.types import Action, ProposalAction
from farlight.kernel.errors import NotAllowed, NotFound, Objection
from farlight.kernel.ids import OPAQUE_CODE
from farlight.kernel.time import utc_now
from farlight.people.public import is_active, roles_of
from farlight.people.types import Actor, Role
from farlight.samples.models import Container, HazardProfile, Sample, SampleComponent, Specimen, Substance
from farlight.samples.types import Condition, Hazard, SampleRole, SampleSummary, SpecimenState

EMPTY_ROLES = frozenset({SampleRole.BLANK, SampleRole.CAN, SampleRole.BACKGROUND})
"""What has no substance at all is harmless in these roles: a can, a capillary, air."""
_KEEPERS = frozenset({Role.STORES, Role.BEAMLINE_SCIENTIST, Role.LOCAL_CONTACT, Role.ADMINISTRATOR})


def hazard_of(profile: HazardProfile | None, *, today: date) -> Hazard | None:
    """Return the colour of a substance by the profile that counts; None when there is none or its time is over."""
    if profile is None or (profile.valid_until is not None and profile.valid_until < today):
        return None
    return Hazard(profile.hazard)


def worst_hazard(profiles: Sequence[HazardProfile | None], *, role: SampleRole, today: date) -> Hazard | None:
    """Return the worst colour of the substances of a sample, by the profile that counts of each.

    None while anything in it is not approved, and where nobody said what is in it.
    """
    if not profiles:
        return Hazard.GREEN if role in EMPTY_ROLES else None
    colours = [hazard_of(profile, today=today) for profile in profiles]
    approved = [colour for colour in colours if colour is not None]
    return max(approved, key=lambda colour: colour.rank) if len(approved) == len(colours) else None


def sample_hazard(sample: Sample, *, today: date) -> Hazard | None:
    """Return the worst colour of all that is in a sample; None while anything is not approved."""
    substances = [sample.substance] if sample.substance else []
    substances += [component.substance for component in components_in(sample)]
    profiles = [substance.counting_profile for substance in substances]
    return worst_hazard(profiles, role=SampleRole(sample.role), today=today)


def samples_with_places() -> QuerySet[Sample]:
    """Samples with all that a summary needs but what mixtures are made of: two queries for any number."""
    pieces = Specimen.objects.annotate(
        lies=FilteredRelation("placements", condition=Q(placements__until=None)),
        in_slot=F("lies__slot"),
        in_position=F("lies__position"),
        in_container=F("lies__container__name"),
        in_container_code=F("lies__container__code"),
    )
    rows = Sample.objects.select_related("substance__counting_profile", "proposal")
    parts = SampleComponent.objects.filter(sample=OuterRef("pk"))
    return rows.annotate(is_mixture=Exists(parts)).prefetch_related(Prefetch("specimens", queryset=pieces))


def whole(samples: Iterable[Sample]) -> list[Sample]:
    """Return samples of ``samples_with_places`` with what mixtures are made of: one more query when there are any."""
    found = list(samples)
    components = SampleComponent.objects.select_related("substance__counting_profile")
    mixtures = [sample for sample in found if sample.is_mixture]  # type: ignore[attr-defined]
    prefetch_related_objects(mixtures, Prefetch("components", queryset=components))
    return found


def components_in(sample: Sample) -> Sequence[SampleComponent]:
    """Return what a sample is made of, without a query for those that are known to be no mixtures."""
    return tuple(sample.components.all()) if getattr(sample, "is_mixture", True) else ()


def summary_of(sample: Sample) -> SampleSummary:
    """Return a sample as other contexts see it; the row must come from ``whole``."""
    pieces: list[Any] = list(sample.specimens.all())
    piece = next((p for p in pieces if p.in_container_code), pieces[0] if pieces else None)
    return SampleSummary(
        id=sample.pk,
        code=sample.code,
        name=sample.name,
        acronym=sample.substance.acronym if sample.substance else "",
        substance=sample.substance.name if sample.substance else "",
        hazard=sample_hazard(sample, today=utc_now().date()),
        proposal=sample.proposal.code,
        container=(piece and piece.in_container) or "",
        container_position=piece.in_position if piece else None,
        slot=(piece and piece.in_slot) or "",
        container_code=(piece and piece.in_container_code) or "",
        technique=sample.technique,
        role=SampleRole(sample.role),
        state=SpecimenState(piece.state) if piece else SpecimenState.DECLARED,
        specimen=piece.code if piece else "",
        conditions=tuple(one for one in Condition if any(one.value in p.conditions for p in pieces)),
        release_on=max((p.release_on for p in pieces if p.release_on), default=None),
    )


def of_proposal(proposal: str) -> Q:
    """Samples that a proposal's group sees and measures: its own, and those shared with it."""
    shared = Sample.also_in.through.objects.filter(proposal__code=proposal)
    return Q(proposal__code=proposal) | Q(pk__in=shared.values("sample_id"))


def samples_of_proposal(proposal: str) -> list[SampleSummary]:
    """Every sample of a proposal, in the order of containers and positions; those without a place last."""
    found = [summary_of(s) for s in whole(samples_with_places().filter(of_proposal(proposal)))]
    return sorted(found, key=lambda s: (s.container == "", s.container, s.container_position or 0, s.name))


def visible_samples(person: Actor, session: str) -> list[SampleSummary]:
    """Return the samples of a session's proposal.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return samples_of_proposal(session_for(person, session, Action.SEE).proposal)


def sample_for(person: Actor, session: str, code: str, to: Action = Action.SEE) -> SampleSummary:
    """Return a sample of a session's proposal, for something that is done in that session.

    Raises
    ------
    NotFound
        When the person may not know of the session, or the sample is not of its proposal.
    NotAllowed
        When the person may not do this in the session.
    """
    proposal = session_for(person, session, to).proposal
    found = samples_with_places().filter(of_proposal(proposal), code=code)
    row = found.first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound(f"Session {session} has no sample {code!r}.")
    return summary_of(row)


def visible_sample_keys(person: Actor) -> Q:
    """Samples of all the proposals whose samples a person may see."""
    keys = proposals_with(person, ProposalAction.SEE_SAMPLES)
    shared = Sample.also_in.through.objects.filter(proposal_id__in=keys)
    return Q(proposal_id__in=keys) | Q(pk__in=shared.values("sample_id"))


def substance_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_SAMPLES) -> Substance:
    """Return the row of a substance that a person wants to do something with.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    NotAllowed
        When the person may not do this, with every reason.
    """
    rows = Substance.objects.select_related("proposal", "counting_profile")
    row = rows.filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    proposal_for(person, row.proposal.code, to)
    return row


def sample_for_proposal(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_SAMPLES) -> Sample:
    """Return the row of a sample that a person wants to do something with; who only shares it may look and measure.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    NotAllowed
        When the person may not do this, with every reason.
    """
    row = samples_with_places().filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    verdict = may_with_proposal(person, to, row.proposal.code)
    if verdict.allowed:
        return row
    sharing = row.also_in.values_list("code", flat=True)
    if not any(may_with_proposal(person, ProposalAction.SEE_SAMPLES, proposal).allowed for proposal in sharing):
        if verdict.reasons:
            raise NotAllowed(verdict.reasons)
        raise NotFound
    if to is not ProposalAction.SEE_SAMPLES:
        message = f"{row.name} belongs to {row.proposal.code}, which shares it with you to see and to measure."
        raise NotAllowed([Objection(message=message, mend="Ask its group.", who=f"the group of {row.proposal.code}")])
    return row


def specimen_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_SAMPLES) -> Specimen:
    """Return the row of a physical piece; raises as ``sample_for_proposal`` does."""
    rows = Specimen.objects.select_related("sample__proposal")
    row = rows.filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    sample_for_proposal(person, row.sample.code, to)
    return row


def container_for(person: Actor, code: str, to: ProposalAction = ProposalAction.SEE_SAMPLES) -> Container:
    """Return the row of a container that a person wants to do something with; the facility's own are for its staff.

    Those who keep the facility's containers reach registered ones wherever they are lent to.

    Raises
    ------
    NotFound
        When there is none, or the person may not know of it.
    NotAllowed
        When the person may not do this, with every reason.
    """
    rows = Container.objects.select_related("proposal", "type")
    row = rows.filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    if row.is_registered and _roles_of(person) & _KEEPERS:
        return row
    if row.proposal is not None:
        proposal_for(person, row.proposal.code, to)
        return row
    if not _roles_of(person):
        raise NotFound
    if to is not ProposalAction.SEE_SAMPLES:
        facility_containers_for(person)
    return row


def facility_containers_for(person: Actor) -> None:
    """Refuse whoever may not enter, move or lend the facility's own containers.

    Raises
    ------
    NotAllowed
        When the person keeps none of them.
    """
    if not _roles_of(person) & _KEEPERS:
        message = "The facility's own containers are for those who keep them."
        raise NotAllowed([Objection(message=message, mend="Ask one of them to do it.", who="stores or beamline staff")])


def _roles_of(person: Actor) -> set[Role]:
    return {grant.role for grant in roles_of(person)} if is_active(person) else set()


def visible_containers(person: Actor) -> QuerySet[Container]:
    """Every container that a person may see, by name; the facility's own are for its staff."""
    rows = Container.objects.select_related("proposal", "type").order_by("name", "pk")
    mine = Q(proposal_id__in=proposals_with(person, ProposalAction.SEE_SAMPLES))
    if _roles_of(person):
        mine |= Q(proposal=None)
    return rows.filter(mine)


def visible_substances(person: Actor) -> QuerySet[Substance]:
    """Every substance that a person may see, by acronym."""
    rows = Substance.objects.select_related("proposal", "counting_profile").order_by("acronym", "pk")
    return rows.filter(proposal_id__in=proposals_with(person, ProposalAction.SEE_SAMPLES))
