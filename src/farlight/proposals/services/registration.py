"""Proposals and their groups."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.kernel.ids import PROPOSAL_CODE
from farlight.people.types import Actor
from farlight.proposals.events import MembersChanged, ProposalRegistered
from farlight.proposals.models import Proposal


@transaction.atomic
def register_proposal(
    *, code: str, title: str, principal_investigator: Actor, members: Sequence[Actor] = (), by: Actor | None = None
) -> Proposal:
    """Enter a proposal.

    Raises
    ------
    Invalid
        When the code is not one.
    Conflict
        When it is taken.
    """
    if not PROPOSAL_CODE.match(code):
        raise Invalid(
            [Objection(message=f"{code!r} is not a proposal code.", mend="It looks like mx2345.", field="code")]
        )
    if Proposal.objects.filter(code=code).exists():
        raise Conflict(f"There is a proposal {code} already.")
    row = Proposal.objects.create(code=code, title=title, principal_investigator_id=principal_investigator.pk)
    row.members.set([m.pk for m in members])
    login = by.username if by else ""
    publish(
        ProposalRegistered(proposal=code, title=title, principal_investigator=principal_investigator.username), by=login
    )
    publish(MembersChanged(proposal=code, members=tuple(m.username for m in members)), by=login)
    return row


@transaction.atomic
def set_members(*, proposal: Proposal, members: Sequence[Actor], by: Actor | None = None) -> None:
    """Make these people the group, beside the principal investigator. Nothing happens when they are it already."""
    wanted = {m.pk for m in members}
    if wanted == set(proposal.members.values_list("pk", flat=True)):
        return
    proposal.members.set(wanted)
    names = tuple(m.username for m in members)
    publish(MembersChanged(proposal=proposal.code, members=names), by=by.username if by else "")


def next_session_number(proposal_id: int) -> int:
    """Give out the next session number of a proposal, in the caller's transaction."""
    Proposal.objects.filter(pk=proposal_id).update(sessions_planned=F("sessions_planned") + 1)
    return Proposal.objects.values_list("sessions_planned", flat=True).get(pk=proposal_id)
