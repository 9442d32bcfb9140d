from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.beamtime.domain.rights import SessionFacts, Standing, verdict_on
from farlight.beamtime.types import AccessMode, Action, SessionState, TeamRole
from farlight.people.types import Role

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
END = START + timedelta(hours=8)
DURING = START + timedelta(hours=1)
SESSION = SessionFacts(
    code="mx1-1", state=SessionState.RUNNING, start=START, end=END, access_mode=AccessMode.REMOTE, rights=5
)

SEE, READ, WRITE, QUEUE, CONTROL = Action.SEE, Action.READ_FILES, Action.WRITE_FILES, Action.QUEUE, Action.CONTROL
PROCESS, NOTE, TEAM, WATCH = Action.PROCESS, Action.WRITE_NOTE, Action.MANAGE_TEAM, Action.WATCH
CLOSE = Action.CLOSE_CHANNELS
ALL = set(Action)
OF_USERS = ALL - {Action.SUPERVISE}
READING = {SEE, READ}

LEADER = Standing(active=True, team_role=TeamRole.LEADER, in_proposal=True)


def staff(*roles):
    return Standing(active=True, roles=frozenset(roles))


PEOPLE = {
    "leader": (LEADER, OF_USERS),
    "member": (Standing(active=True, team_role=TeamRole.MEMBER), OF_USERS - {TEAM, CLOSE}),
    "observer": (Standing(active=True, team_role=TeamRole.OBSERVER), {SEE, READ, WATCH}),
    "principal investigator": (Standing(active=True, in_proposal=True, leads_proposal=True), OF_USERS - {WATCH}),
    "of the proposal": (Standing(active=True, in_proposal=True), READING),
    "local contact": (Standing(active=True, is_local_contact=True), ALL),
    "beamline scientist": (staff(Role.BEAMLINE_SCIENTIST), ALL),
    "somebody's local contact": (staff(Role.LOCAL_CONTACT), ALL),
    "administrator": (staff(Role.ADMINISTRATOR), ALL),
    "data manager": (staff(Role.DATA_MANAGER), READING),
    "user office": (staff(Role.USER_OFFICE), {SEE, TEAM, CLOSE}),
    "safety": (staff(Role.SAFETY), {SEE}),
    "operator": (staff(Role.OPERATOR), {SEE}),
    "machine": (staff(Role.MACHINE), {SEE, READ, PROCESS, NOTE}),
    "stores": (staff(Role.STORES), set()),
    "outsider": (Standing(active=True), set()),
    "locked leader": (replace(LEADER, active=False), set()),
    "locked administrator": (replace(staff(Role.ADMINISTRATOR), active=False), set()),
}


def allowed(standing, session=SESSION, at=DURING):
    return {action for action in Action if verdict_on(action, standing, session, at).allowed}


@pytest.mark.parametrize("who", PEOPLE)
def test_who_may_do_what_while_the_session_runs(who):
    standing, expected = PEOPLE[who]
    assert allowed(standing) == expected


BEFORE, LONG_BEFORE, AFTER, LONG_AFTER = (
    START - timedelta(minutes=20),
    START - timedelta(minutes=21),
    END,
    END + timedelta(minutes=20),
)
WRITING = READING | {WRITE, PROCESS, NOTE, TEAM, CLOSE}


@pytest.mark.parametrize(
    ("state", "at", "expected"),
    [
        ("scheduled", LONG_BEFORE, WRITING | {QUEUE}),
        ("ready", BEFORE, WRITING | {QUEUE, WATCH}),
        ("ready", START, WRITING | {QUEUE, WATCH}),
        ("running", BEFORE, WRITING | {QUEUE, WATCH}),
        ("running", START, OF_USERS),
        ("running", END - timedelta(seconds=1), OF_USERS),
        ("running", AFTER, WRITING | {WATCH}),
        ("running", LONG_AFTER, WRITING),
        ("ended", DURING, WRITING | {WATCH}),
        ("ended", LONG_AFTER, WRITING),
        ("closed", DURING, READING | {CLOSE}),
        ("cancelled", DURING, READING | {CLOSE}),
    ],
)
def test_what_its_leader_may_do_when(state, at, expected):
    assert allowed(LEADER, replace(SESSION, state=SessionState(state)), at) == expected


@pytest.mark.parametrize("mode", ["mail_in", "unattended"])
def test_staff_run_the_beamline_where_nobody_is_there(mode):
    session = replace(SESSION, access_mode=AccessMode(mode), local_contact="Lo Contact")
    assert allowed(LEADER, session) == OF_USERS - {CONTROL}
    assert allowed(staff(Role.BEAMLINE_SCIENTIST), session) == ALL
    (reason,) = verdict_on(CONTROL, LEADER, session, DURING).reasons
    assert (reason.message, reason.who) == (
        f"In a session by {AccessMode(mode).label} access, staff run the beamline.",
        "Lo Contact",
    )


def test_every_reason_is_named_with_who_can_mend_it():
    ended = replace(SESSION, state=SessionState.ENDED)
    verdict = verdict_on(QUEUE, Standing(active=True, in_proposal=True), ended, END)
    assert [(r.message, r.who, r.link) for r in verdict.reasons] == [
        (
            "Your part in mx1-1 does not let you ask for data collections.",
            "the leader of the session or the user office",
            "/sessions/mx1-1/",
        ),
        ("Session mx1-1 ended on 01 March 2026 at 16:00 UTC.", "the local contact", "/sessions/mx1-1/"),
    ]


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("state", list(SessionState))
@pytest.mark.parametrize("mode", list(AccessMode))
@pytest.mark.parametrize("at", [DURING - timedelta(days=9), DURING, LONG_AFTER])
def test_no_reason_leaves_open_who_mends_it_and_where(action, state, mode, at):
    session = replace(SESSION, state=state, access_mode=mode)
    for standing in (LEADER, Standing(active=True, in_proposal=True)):
        reasons = verdict_on(action, standing, session, at).reasons
        assert [r.message for r in reasons if not (r.who and r.link)] == []


@pytest.mark.parametrize(("action", "until"), [(CONTROL, END), (WATCH, LONG_AFTER), (SEE, None), (NOTE, None)])
def test_an_allowance_says_when_the_clock_ends_it(action, until):
    verdict = verdict_on(action, LEADER, SESSION, DURING)
    assert (verdict.until, verdict.rights) == (until, 5)


LAPSE, LATER = DURING + timedelta(minutes=10), DURING + timedelta(hours=20)
SCIENTIST, DATA_MANAGER, SAFETY = Role.BEAMLINE_SCIENTIST, Role.DATA_MANAGER, Role.SAFETY
LAPSING = {
    "scientist": (replace(staff(SCIENTIST), lapsing={SCIENTIST: LAPSE}), set()),
    "scientist of the proposal": (Standing(active=True, in_proposal=True, roles=frozenset({SCIENTIST})), READING),
    "scientist of the team": (Standing(active=True, team_role=TeamRole.MEMBER, roles=frozenset({SCIENTIST})), None),
    "data manager who is of safety": (staff(DATA_MANAGER, SAFETY), {SEE}),
    "data manager who is a scientist": (
        replace(staff(DATA_MANAGER, SCIENTIST), lapsing={DATA_MANAGER: LATER, SCIENTIST: LAPSE}),
        READING,
    ),
}
"""People with roles that lapse, and what they may after the first lapse; None for what a member may."""


@pytest.mark.parametrize("who", LAPSING)
def test_a_role_that_lapses_gives_nothing_from_that_moment_on_and_what_it_gave_says_so_before(who):
    standing, left = LAPSING[who]
    standing = standing if standing.lapsing else replace(standing, lapsing={min(standing.roles): LAPSE})
    left = PEOPLE["member"][1] if left is None else left
    before = {action: verdict_on(action, standing, SESSION, LAPSE - timedelta(seconds=1)) for action in ALL}
    assert (allowed(standing, at=LAPSE), allowed(standing, at=END)) == (left, left - {QUEUE, CONTROL})
    assert {action for action in ALL if before[action].allowed and before[action].until == LAPSE} == (
        {action for action in ALL if before[action].allowed} - left
    )


def test_the_last_of_the_roles_that_allow_something_ends_it():
    standing = LAPSING["data manager who is a scientist"][0]
    assert [verdict_on(action, standing, SESSION, DURING).until for action in (READ, WATCH)] == [LATER, LAPSE]
    assert verdict_on(READ, standing, SESSION, LATER).allowed is False


STANDINGS = st.builds(
    Standing,
    active=st.booleans(),
    team_role=st.none() | st.sampled_from(TeamRole),
    in_proposal=st.booleans(),
    leads_proposal=st.just(False),
    is_local_contact=st.booleans(),
    roles=st.frozensets(st.sampled_from(Role)),
)
SESSIONS = st.builds(
    lambda state, mode: replace(SESSION, state=state, access_mode=mode),
    st.sampled_from(SessionState),
    st.sampled_from(AccessMode),
)
MOMENTS = st.datetimes(datetime(2026, 2, 28), datetime(2026, 3, 3)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001


@given(STANDINGS, SESSIONS, MOMENTS)
def test_who_may_not_see_gets_no_reason_and_whoever_may_gets_at_least_one(standing, session, at):
    verdicts = {action: verdict_on(action, standing, session, at) for action in Action}
    if not verdicts[SEE].allowed:
        assert not any(verdict.allowed or verdict.reasons for verdict in verdicts.values())
        return
    for verdict in verdicts.values():
        assert verdict.allowed == (verdict.reasons == ())
        assert all(reason.message.endswith(".") for reason in verdict.reasons)


@given(STANDINGS, SESSIONS, MOMENTS)
def test_a_locked_account_may_nothing(standing, session, at):
    assert allowed(replace(standing, active=False), session, at) == set()
