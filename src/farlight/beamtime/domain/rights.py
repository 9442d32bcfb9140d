"""Who may do what in a session, and why not.

The whole policy is here, as a pure function of a person's standing, the session's facts, the action and the time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from farlight.beamtime.types import AccessMode, Action, SessionState, TeamRole, Verdict
from farlight.kernel.errors import Objection
from farlight.people.types import Role

CAMERA_MARGIN = timedelta(minutes=20)
"""Cameras open so long before the session and close so long after it."""

_TEAM = frozenset({TeamRole.LEADER, TeamRole.MEMBER})
SEEING_ROLES = frozenset(
    {
        Role.BEAMLINE_SCIENTIST,
        Role.LOCAL_CONTACT,
        Role.SAFETY,
        Role.USER_OFFICE,
        Role.DATA_MANAGER,
        Role.OPERATOR,
        Role.ADMINISTRATOR,
        Role.MACHINE,
    }
)
_MACHINE_ACTIONS = frozenset({Action.READ_FILES, Action.PROCESS, Action.WRITE_NOTE})
"""What the program of a beamline does in the sessions there, beside seeing them."""
_BEAMLINE_ROLES = frozenset({Role.BEAMLINE_SCIENTIST, Role.LOCAL_CONTACT, Role.ADMINISTRATOR})
FILE_ROLES = _BEAMLINE_ROLES | {Role.DATA_MANAGER, Role.MACHINE}
_TEAM_KEEPERS = frozenset({Role.LOCAL_CONTACT, Role.BEAMLINE_SCIENTIST, Role.USER_OFFICE, Role.ADMINISTRATOR})
_AT_ANY_TIME = frozenset({Action.SEE, Action.READ_FILES, Action.CLOSE_CHANNELS})
"""Files are read when a session is long over, and whoever reads them can be stopped then, too."""
_HANDS_OFF = frozenset({AccessMode.MAIL_IN, AccessMode.UNATTENDED})


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a person stands to a session."""

    active: bool
    team_role: TeamRole | None = None
    in_proposal: bool = False
    """Leads the proposal or belongs to its group."""
    leads_proposal: bool = False
    is_local_contact: bool = False
    roles: frozenset[Role] = frozenset()
    """Roles that hold at the session's beamline."""
    lapsing: Mapping[Role, datetime] = field(default_factory=dict)
    """When a clock ends some of these roles; those that none ends are not in it."""


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What counts of a session."""

    code: str
    state: SessionState
    start: datetime
    end: datetime
    access_mode: AccessMode
    local_contact: str = ""
    rights: int = 0


def verdict_on(action: Action, standing: Standing, session: SessionFacts, at: datetime) -> Verdict:
    """Decide. All reasons are found, not only the first; who may not see the session gets no reason at all.

    Parameters
    ----------
    action : Action
        What the person wants to do.
    standing : Standing
        Who the person is to the session.
    session : SessionFacts
        The session.
    at : datetime
        The moment that is asked about.
    """
    now = _held_at(standing, at)
    if not may_see(now):
        return Verdict(allowed=False, rights=session.rights)
    reasons = [*_objections_to_person(action, now, session), *_objections_to_time(action, session, at)]
    until = _earlier(_ends_at(action, session), _lapses_at(action, now, session))
    return Verdict(allowed=not reasons, reasons=tuple(reasons), until=until, rights=session.rights)


def _held_at(standing: Standing, at: datetime) -> Standing:
    """How the person stands when some of the roles have lapsed: what is open may have been opened long before."""
    lapsed = {role for role, end in standing.lapsing.items() if end <= at}
    return replace(standing, roles=standing.roles - lapsed)


def _lapses_at(action: Action, standing: Standing, session: SessionFacts) -> datetime | None:
    """When the last role lapses without which this would be refused; None when no clock takes it."""
    for end in sorted(standing.lapsing.values()):
        left = _held_at(standing, end)
        if not may_see(left) or _objections_to_person(action, left, session):
            return end
    return None


def has_place(standing: Standing) -> bool:
    """Whether a session is one's own: by its team, its proposal or as its local contact; a program's beamline is.

    All others who may open something there do so by a role that they have at the facility.
    """
    mine = standing.team_role is not None or standing.in_proposal or standing.is_local_contact
    return mine or Role.MACHINE in standing.roles


def may_see(standing: Standing) -> bool:
    """Whether somebody may know of the session at all, by the roles that are held."""
    return standing.active and (has_place(standing) or bool(standing.roles & SEEING_ROLES))


def _objections_to_person(action: Action, standing: Standing, session: SessionFacts) -> list[Objection]:
    if _has_part(action, standing):
        if action is Action.CONTROL and session.access_mode in _HANDS_OFF and not is_staff(standing):
            return [
                Objection(
                    message=f"In a session by {session.access_mode.label} access, staff run the beamline.",
                    mend="Queue what you need; staff or the machine will collect it.",
                    who=_whom_to_ask(session),
                    link=f"{_page_of(session)}queue/",
                )
            ]
        return []
    return [
        Objection(
            message=f"Your part in {session.code} does not let you {_IN_WORDS[action]}.",
            mend=_MENDED_BY_OTHERS.get(action, "Ask to be put into the team."),
            who=session.local_contact or "the leader of the session or the user office",
            link=_page_of(session),
        )
    ]


def is_staff(standing: Standing) -> bool:
    """Whether somebody runs the session's beamline, or helps those who measure there."""
    return standing.is_local_contact or bool(standing.roles & _BEAMLINE_ROLES)


def _has_part(action: Action, standing: Standing) -> bool:
    if action is Action.SEE or Role.MACHINE in standing.roles:
        return action is Action.SEE or action in _MACHINE_ACTIONS
    match action:
        case Action.READ_FILES:
            return has_place(standing) or bool(standing.roles & FILE_ROLES)
        case Action.MANAGE_TEAM | Action.CLOSE_CHANNELS:
            leads = standing.team_role is TeamRole.LEADER or standing.leads_proposal or standing.is_local_contact
            return leads or bool(standing.roles & _TEAM_KEEPERS)
        case Action.WATCH:
            return standing.team_role is not None or is_staff(standing)
        case Action.SUPERVISE:
            return is_staff(standing)
        case _:
            return standing.team_role in _TEAM or standing.leads_proposal or is_staff(standing)


def _objections_to_time(action: Action, session: SessionFacts, at: datetime) -> list[Objection]:
    if action in _AT_ANY_TIME:
        return []
    over = {SessionState.CANCELLED: "was cancelled", SessionState.CLOSED: "is closed; it can only be read"}
    if session.state in over:
        message = f"Session {session.code} {over[session.state]}."
        return [Objection(message=message, who="the user office", link=_page_of(session))]
    if action is Action.WATCH:
        return _objections_to_watching(session, at)
    return _objections_to_measuring(action, session, at) if action in {Action.QUEUE, Action.CONTROL} else []


def _objections_to_watching(session: SessionFacts, at: datetime) -> list[Objection]:
    if session.start - CAMERA_MARGIN <= at < session.end + CAMERA_MARGIN:
        return []
    message = "Cameras and desktops are open from 20 minutes before the session to 20 minutes after it."
    mend = "" if at < session.start else "Ask whether it can be extended."
    return [Objection(message=message, mend=mend, who=_whom_to_ask(session), link=_page_of(session))]


def _objections_to_measuring(action: Action, session: SessionFacts, at: datetime) -> list[Objection]:
    if session.state is SessionState.ENDED or at >= session.end:
        return [
            Objection(
                message=f"Session {session.code} ended on {session.end:%d %B %Y at %H:%M} UTC.",
                mend="Ask whether it can be extended.",
                who=_whom_to_ask(session),
                link=_page_of(session),
            )
        ]
    if action is Action.CONTROL and (session.state is not SessionState.RUNNING or at < session.start):
        message = f"Session {session.code} starts on {session.start:%d %B %Y at %H:%M} UTC."
        return [Objection(message=message, who=_whom_to_ask(session), link=_page_of(session))]
    return []


def _whom_to_ask(session: SessionFacts) -> str:
    return session.local_contact or "the local contact"


def _page_of(session: SessionFacts) -> str:
    return f"/sessions/{session.code}/"


def _ends_at(action: Action, session: SessionFacts) -> datetime | None:
    if action in {Action.QUEUE, Action.CONTROL}:
        return session.end
    return session.end + CAMERA_MARGIN if action is Action.WATCH else None


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((end for end in (one, other) if end is not None), default=None)


_MENDED_BY_OTHERS = {
    Action.MANAGE_TEAM: "Ask one of them to do it.",
    Action.CLOSE_CHANNELS: "Ask one of them to do it.",
    Action.SUPERVISE: "Ask the beamline's staff to do it.",
}
_IN_WORDS = {
    Action.SEE: "see it",
    Action.READ_FILES: "open its files",
    Action.WRITE_FILES: "change its files",
    Action.QUEUE: "ask for data collections",
    Action.CONTROL: "control the beamline",
    Action.PROCESS: "start data processing",
    Action.WRITE_NOTE: "write notes",
    Action.MANAGE_TEAM: "change its team",
    Action.CLOSE_CHANNELS: "close what others have open",
    Action.WATCH: "look through its cameras and on at its desktops",
    Action.SUPERVISE: "supervise the beamline",
}
