"""What happens to proposals."""

from farlight.kernel.events import Event


class ProposalRegistered(Event):
    """There is a new proposal."""

    proposal: str
    title: str
    principal_investigator: str


class MembersChanged(Event):
    """The group of a proposal is another one now."""

    proposal: str
    members: tuple[str, ...]
