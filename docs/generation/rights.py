"""Who may do what: the policy itself is asked, for every kind of person, action and moment."""

from datetime import UTC, datetime, timedelta

from farlight.beamtime.domain.rights import CAMERA_MARGIN, SessionFacts, Standing, verdict_on
from farlight.beamtime.types import AccessMode, Action, SessionState, TeamRole
from farlight.people.types import Role
from generation.sources import attribute_docs
from generation.tables import code, table

START = datetime(2030, 5, 6, 8, tzinfo=UTC)
END = START + timedelta(hours=24)
NOON = START + timedelta(hours=4)

HEAD = """# Roles and rights

One function, `beamtime.public.may`, says yes or no, and why not; every page, REST operation, stream and file asks it.
The tables here were made by asking it. Who may not even *see* a session gets the same answer as for a session that does
not exist.

A person has rights in a session by their **part** in it (team, proposal, local contact) and by **roles**, which the
facility gives for all beamlines or for one. The widest wins. A locked account has no rights at all.

"""

STANDINGS = (
    ("team: leader", Standing(active=True, team_role=TeamRole.LEADER)),
    ("team: member", Standing(active=True, team_role=TeamRole.MEMBER)),
    ("team: observer", Standing(active=True, team_role=TeamRole.OBSERVER)),
    ("principal investigator of the proposal", Standing(active=True, in_proposal=True, leads_proposal=True)),
    ("member of the proposal, not in the team", Standing(active=True, in_proposal=True)),
    ("local contact of the session", Standing(active=True, is_local_contact=True)),
    *((f"role: {role.label}", Standing(active=True, roles=frozenset({role}))) for role in Role),
    ("anybody else", Standing(active=True)),
)

MOMENTS = (
    ("a week before", SessionState.SCHEDULED, START - timedelta(days=7)),
    ("minutes before", SessionState.READY, START - CAMERA_MARGIN / 2),
    ("running", SessionState.RUNNING, NOON),
    ("minutes after", SessionState.ENDED, END + CAMERA_MARGIN / 2),
    ("ended", SessionState.ENDED, END + timedelta(days=3)),
    ("closed", SessionState.CLOSED, END + timedelta(days=90)),
    ("cancelled", SessionState.CANCELLED, START - timedelta(days=1)),
)


def page() -> str:
    """Return the page."""
    return "\n\n".join(
        [
            HEAD,
            "## Actions\n\n" + _actions(),
            "## Who, while a remote session runs\n\n" + _by_person(),
            "## When, for the leader of the team\n\n" + _by_time(),
            f"Cameras open {_minutes()} minutes before the session and close {_minutes()} minutes after it.",
            "## By access mode, for the leader of the team while it runs\n\n" + _by_mode(),
            "In a mail-in or unattended session, pausing and aborting belong to staff and to the machine.",
        ]
    )


def _facts(state: SessionState, mode: AccessMode = AccessMode.REMOTE) -> SessionFacts:
    return SessionFacts(code="mx2345-7", state=state, start=START, end=END, access_mode=mode)


def _sign(action: Action, standing: Standing, facts: SessionFacts, at: datetime) -> str:
    return "**yes**" if verdict_on(action, standing, facts, at).allowed else "no"


def _actions() -> str:
    return table(["action", "what it is"], [(code(a.value), attribute_docs(Action).get(a.name, "")) for a in Action])


def _by_person() -> str:
    facts = _facts(SessionState.RUNNING)
    rows = [(name, *(_sign(a, standing, facts, NOON) for a in Action)) for name, standing in STANDINGS]
    return table(["who", *(code(a.value) for a in Action)], rows)


def _by_time() -> str:
    leader = STANDINGS[0][1]
    rows = [(name, *(_sign(a, leader, _facts(state), at) for a in Action)) for name, state, at in MOMENTS]
    return table(["when", *(code(a.value) for a in Action)], rows)


def _by_mode() -> str:
    leader = STANDINGS[0][1]
    facts = {mode: _facts(SessionState.RUNNING, mode) for mode in AccessMode}
    rows = [(code(mode.value), *(_sign(a, leader, facts[mode], NOON) for a in Action)) for mode in AccessMode]
    return table(["access mode", *(code(a.value) for a in Action)], rows)


def _minutes() -> int:
    return int(CAMERA_MARGIN.total_seconds() // 60)
