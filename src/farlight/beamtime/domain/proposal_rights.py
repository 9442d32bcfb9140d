"""Who may do what with what a proposal's group brings, and why not.

Samples are declared and parcels are sent before there is a session, so this asks how somebody stands to the proposal:
by its group, by a part in any of its sessions, or by a role for the facility.
"""

from dataclasses import dataclass

from farlight.beamtime.types import ProposalAction, TeamRole, Verdict
from farlight.kernel.errors import Objection
from farlight.people.types import Role

_BEAMLINE = frozenset({Role.BEAMLINE_SCIENTIST, Role.LOCAL_CONTACT})
_LOOKERS = frozenset({Role.SAFETY, Role.USER_OFFICE, Role.DATA_MANAGER, Role.ADMINISTRATOR}) | _BEAMLINE
_BRINGERS = frozenset({Role.ADMINISTRATOR}) | _BEAMLINE
ROLES: dict[ProposalAction, frozenset[Role]] = {
    ProposalAction.SEE_SAMPLES: _LOOKERS,
    ProposalAction.EDIT_SAMPLES: _BRINGERS,
    ProposalAction.SEE_PARCELS: _LOOKERS | {Role.STORES, Role.OPERATOR},
    ProposalAction.SEND_PARCELS: _BRINGERS | {Role.USER_OFFICE},
    ProposalAction.HANDLE_PARCELS: _BRINGERS | {Role.STORES},
    ProposalAction.REVIEW_HAZARDS: frozenset({Role.SAFETY, Role.ADMINISTRATOR}),
}
"""The roles that may do each, where they hold: at a beamline, roles count for proposals with a session there."""

_SEEING = frozenset({ProposalAction.SEE_SAMPLES, ProposalAction.SEE_PARCELS})
_GROUPS = frozenset({ProposalAction.EDIT_SAMPLES, ProposalAction.SEND_PARCELS}) | _SEEING


@dataclass(frozen=True, kw_only=True)
class ProposalStanding:
    """How a person stands to a proposal."""

    active: bool
    in_proposal: bool = False
    """Leads the proposal or belongs to its group."""
    team_roles: frozenset[TeamRole] = frozenset()
    """Parts in the teams of the proposal's sessions."""
    is_local_contact: bool = False
    """Of one of the proposal's sessions."""
    roles: frozenset[Role] = frozenset()
    """Roles that hold everywhere or at the beamline of one of the proposal's sessions."""


def may_know(standing: ProposalStanding) -> bool:
    """Whether somebody may know that the proposal brings anything at all."""
    return any(_has_part(action, standing) for action in _SEEING)


def proposal_verdict_on(action: ProposalAction, standing: ProposalStanding, proposal: str) -> Verdict:
    """Decide. Who may not know of the proposal gets no reason, the same as for one that does not exist.

    Parameters
    ----------
    action : ProposalAction
        What the person wants to do.
    standing : ProposalStanding
        Who the person is to the proposal.
    proposal : str
        Its code.
    """
    if not may_know(standing):
        return Verdict(allowed=False)
    if _has_part(action, standing):
        return Verdict(allowed=True)
    reason = Objection(
        message=f"Your part in {proposal} does not let you {_IN_WORDS[action]}.",
        mend=_MEND[action],
        who=_WHO[action],
    )
    return Verdict(allowed=False, reasons=(reason,))


def _has_part(action: ProposalAction, standing: ProposalStanding) -> bool:
    if not standing.active:
        return False
    if standing.roles & ROLES[action]:
        return True
    if standing.is_local_contact and action is not ProposalAction.REVIEW_HAZARDS:
        return True
    parts = parts_for(action)
    return bool(parts) and (standing.in_proposal or bool(standing.team_roles & parts))


def parts_for(action: ProposalAction) -> frozenset[TeamRole]:
    """Return the parts in a team that are enough for this; where there are any, so is being of the group."""
    if action in _SEEING:
        return frozenset(TeamRole)
    return frozenset({TeamRole.LEADER, TeamRole.MEMBER}) if action in _GROUPS else frozenset()


_IN_WORDS = {
    ProposalAction.SEE_SAMPLES: "see its samples",
    ProposalAction.EDIT_SAMPLES: "change its samples",
    ProposalAction.SEE_PARCELS: "see its parcels",
    ProposalAction.SEND_PARCELS: "send its parcels",
    ProposalAction.HANDLE_PARCELS: "handle its parcels at the facility",
    ProposalAction.REVIEW_HAZARDS: "decide about its hazards",
}
_TEAM = "Ask to be put into the team."
_STAFF = "Ask one of them to do it."
_MEND = {
    ProposalAction.SEE_SAMPLES: _TEAM,
    ProposalAction.EDIT_SAMPLES: _TEAM,
    ProposalAction.SEE_PARCELS: _TEAM,
    ProposalAction.SEND_PARCELS: _TEAM,
    ProposalAction.HANDLE_PARCELS: _STAFF,
    ProposalAction.REVIEW_HAZARDS: _STAFF,
}
_LEADERS = "the leader of the proposal or the user office"
_WHO = {
    ProposalAction.SEE_SAMPLES: _LEADERS,
    ProposalAction.EDIT_SAMPLES: _LEADERS,
    ProposalAction.SEE_PARCELS: _LEADERS,
    ProposalAction.SEND_PARCELS: _LEADERS,
    ProposalAction.HANDLE_PARCELS: "stores or the local contact",
    ProposalAction.REVIEW_HAZARDS: "the safety group",
}
