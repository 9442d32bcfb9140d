"""Rights in sessions follow the groups of proposals, the roles of staff, and what beamlines ask of people."""

from farlight.beamlines.events import BeamlineDefined
from farlight.beamtime.services.rights import raise_all_rights, raise_rights_of_proposal, raise_rights_to_come
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


@subscribe(BeamlineDefined)
def follow_beamline(event: BeamlineDefined) -> None:  # noqa: ARG001 - definitions change a few times a year
    """Open channels ask again: another training may be asked for."""
    raise_rights_to_come()
