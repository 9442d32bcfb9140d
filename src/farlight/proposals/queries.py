"""Questions about proposals."""

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
    members = frozenset(row.members.values_list("pk", flat=True)) | {row.principal_investigator_id}
    return ProposalSummary(
        id=row.pk,
        code=row.code,
        title=row.title,
        principal_investigator=row.principal_investigator.username,
        member_ids=members,
    )


def proposal_ids_of(person: Actor) -> set[int]:
    """Return the keys of the proposals that a person leads or belongs to."""
    own = Proposal.objects.filter(principal_investigator_id=person.pk).values_list("pk", flat=True)
    joined = Proposal.objects.filter(members=person.pk).values_list("pk", flat=True)
    return set(own) | set(joined)
