"""The door of proposals."""

from farlight.proposals.queries import (
    proposal,
    proposal_id,
    proposal_ids_of,
    proposal_keys,
    proposal_row,
    proposals_among,
)
from farlight.proposals.services.registration import next_session_number, register_proposal, set_members

__all__ = [
    "next_session_number",
    "proposal",
    "proposal_id",
    "proposal_ids_of",
    "proposal_keys",
    "proposal_row",
    "proposals_among",
    "register_proposal",
    "set_members",
]
