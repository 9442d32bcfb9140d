"""The door of beamtime. ``may`` is the only function in the system that says yes or no."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from farlight.beamtime import access
from farlight.beamtime.access import (
    proposal_for,
    proposal_verdict,
    proposals_among,
    proposals_with,
    refuse_data_of_others,
    register_demand,
    rights_found_once,
    session_row,
    session_summary,
    sessions_running_for,
    sessions_with_files,
)
from farlight.beamtime.adapters.folders import folder_of
from farlight.beamtime.followers import Follower, follow_in_streams
from farlight.beamtime.gate import Gate
from farlight.beamtime.queries import (
    people_online,
    rights_number,
    rights_numbers,
    running_session,
    session_due,
    sessions_around,
    sessions_due_on,
    sessions_found,
    sessions_led_alone_by,
    sessions_of_proposal,
    sessions_opened_by,
    sessions_starting_until,
    sessions_to_come_of,
    team_of,
    teams_of,
    visible_session_ids,
)
from farlight.beamtime.services.presence import forget_the_lost
from farlight.beamtime.services.rights import raise_rights_to_come
from farlight.beamtime.services.runs import begin_run
from farlight.beamtime.services.scheduling import change_state, follow_clock, move_session, schedule_session
from farlight.beamtime.services.status import status_in
from farlight.beamtime.services.team import assign_local_contact, remove_team_member, set_team_member
from farlight.beamtime.services.tickets import give_ticket, take_ticket
from farlight.beamtime.types import Action, Closing, ProposalAction, SessionSummary, Verdict
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.types import Actor

__all__ = [
    "Follower",
    "Gate",
    "assign_local_contact",
    "begin_run",
    "change_state",
    "closings_in",
    "follow_clock",
    "follow_in_streams",
    "forget_the_lost",
    "give_ticket",
    "may",
    "may_with_proposal",
    "move_session",
    "people_online",
    "proposal_for",
    "proposals_among",
    "proposals_with",
    "raise_rights_to_come",
    "refuse_data_of_others",
    "register_demand",
    "remove_team_member",
    "rights_found_once",
    "rights_in",
    "rights_number",
    "rights_numbers",
    "running_session",
    "schedule_session",
    "session_due",
    "session_folder",
    "session_for",
    "session_row",
    "session_summary",
    "sessions_around",
    "sessions_due_on",
    "sessions_found",
    "sessions_led_alone_by",
    "sessions_of_proposal",
    "sessions_opened_by",
    "sessions_running_for",
    "sessions_starting_until",
    "sessions_to_come_of",
    "sessions_with_files",
    "set_team_member",
    "status_in",
    "take_ticket",
    "team_of",
    "teams_of",
    "visible_session_ids",
]


def may(person: Actor, action: Action, session: str, at: datetime | None = None) -> Verdict:
    """Say whether a person may do something in a session at a moment (now, when none is given), and if not, why.

    Who may not know of the session gets a refusal without reasons, the same as for a session that does not exist.
    """
    try:
        rights = access.rights_in(person, session)
    except NotFound:
        return Verdict(allowed=False)
    return rights.verdict(action, at or utc_now())


def may_with_proposal(person: Actor, action: ProposalAction, proposal: str) -> Verdict:
    """Say whether a person may do something with a proposal's samples and parcels, and if not, why."""
    return proposal_verdict(person, action, proposal)


def rights_in(person: Actor, session: str, at: datetime | None = None) -> Mapping[Action, Verdict]:
    """``may`` for every action at once, at the cost of one; raises NotFound when the session may not be seen."""
    rights = access.rights_in(person, session)
    return {action: rights.verdict(action, at or utc_now()) for action in Action}


def closings_in(person: Actor, session: str) -> tuple[Closing, ...]:
    """Return what closes ways into a session for a person beside their part; NotFound as above."""
    return access.rights_in(person, session).closings


def session_for(person: Actor, code: str, to: Action, at: datetime | None = None) -> SessionSummary:
    """Return a session that a person wants to do something in.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person sees it but may not do this, with every reason.
    """
    return access.summary_of(access.session_for(person, code, to, at or utc_now()))


def session_folder(code: str) -> Path:
    """Return the folder of a session's files; its parts are raw, processed, processing and logbook."""
    row = session_row(code)
    return folder_of(beamline=row.beamline.code, start=row.start, code=row.code)
