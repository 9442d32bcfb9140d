"""Questions about proposals."""

from django.db.models import Q, QuerySet

from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.proposals.models import Proposal
from farlight.proposals.types import ProposalSummary


def proposal_row(code: str) -> Proposal:
    """Return the row of a proposal.

    Raises
    ------
    NotFound
        When there is none.
    """
    row = Proposal.objects.select_related("principal_investigator").filter(code=code).first()
    if row is None:
        raise NotFound
    return row


def proposal(code: str) -> ProposalSummary:
    """Return the proposal with a code, for those who have asked already whether it may be seen."""
    row = proposal_row(code)
    return _summary_of(row, set(row.members.values_list("pk", flat=True)))


def _summary_of(row: Proposal, members: set[int]) -> ProposalSummary:
    return ProposalSummary(
        id=row.pk,
        code=row.code,
        title=row.title,
        principal_investigator=row.principal_investigator.username,
        member_ids=frozenset(members | {row.principal_investigator_id}),
    )


def proposal_ids_of(person: Actor) -> set[int]:
    """Return the keys of the proposals that a person leads or belongs to."""
    own = Proposal.objects.filter(principal_investigator_id=person.pk).values_list("pk", flat=True)
    joined = Proposal.objects.filter(members=person.pk).values_list("pk", flat=True)
    return set(own) | set(joined)


def proposal_id(code: str) -> int | None:
    """Return the key of the proposal with a code; None when there is none."""
    return Proposal.objects.filter(code=code).values_list("pk", flat=True).first()


def proposal_keys(condition: Q) -> "QuerySet[Proposal, int]":
    """Return the keys of the proposals that a condition holds for, as a query to be put into another one."""
    return Proposal.objects.filter(condition).order_by().values_list("pk", flat=True)


def proposals_among(keys: "QuerySet[Proposal, int]") -> list[ProposalSummary]:
    """Return the proposals with these keys, by code: two queries for any number."""
    rows = Proposal.objects.filter(pk__in=keys).select_related("principal_investigator").prefetch_related("members")
    return [_summary_of(row, {member.pk for member in row.members.all()}) for row in rows]
