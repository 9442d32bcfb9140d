"""Rights in sessions follow the groups of proposals and the roles of staff."""

from farlight.beamtime.services.rights import raise_all_rights, raise_rights_of_proposal
from farlight.bus.public import subscribe
from farlight.people.events import RolesChanged
from farlight.proposals.events import MembersChanged


@subscribe(MembersChanged)
def follow_group(event: MembersChanged) -> None:
    """Open channels of the proposal's sessions ask again whether they may stay open."""
    raise_rights_of_proposal(proposal=event.proposal)


@subscribe(RolesChanged)
def follow_roles(event: RolesChanged) -> None:  # noqa: ARG001 - a role holds in any session
    """Open channels of all sessions ask again."""
    raise_all_rights()
