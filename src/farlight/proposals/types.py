"""What other contexts see of proposals."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ProposalSummary:
    """A proposal."""

    id: int
    code: str
    title: str
    principal_investigator: str
    """Login name."""
    member_ids: frozenset[int]
    """Keys of everybody in the group, the principal investigator among them."""
