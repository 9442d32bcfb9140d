"""The door of proposals."""

from farlight.proposals.queries import proposal, proposal_ids_of, proposal_row
from farlight.proposals.services.registration import next_session_number, register_proposal, set_members

__all__ = ["next_session_number", "proposal", "proposal_ids_of", "proposal_row", "register_proposal", "set_members"]
