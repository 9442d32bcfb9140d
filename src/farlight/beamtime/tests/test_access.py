from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farlight.beamlines.tests.factories import make_beamline
from farlight.beamtime import access
from farlight.beamtime.public import (
    may,
    refuse_data_of_others,
    rights_in,
    running_session,
    session_folder,
    session_for,
    session_summary,
    sessions_running_for,
    sessions_with_files,
    set_team_member,
)
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import Action, SessionState, TeamRole
from farlight.kernel.errors import NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import define_security, lock_person, set_roles
from farlight.people.tests.factories import claim_roles, make_person
from farlight.people.types import Credential, Role, RoleGrantSummary, SecurityPolicy, StepUpAction

pytestmark = pytest.mark.django_db


def make_people(session):
    """One person of each kind."""
    of_group = make_person("of-group")
    session.proposal.members.add(of_group)
    people = {"leader": session.proposal.principal_investigator, "of the proposal": of_group}
    for role in (TeamRole.MEMBER, TeamRole.OBSERVER):
        people[role.value] = make_person(role.value)
        set_team_member(session=session, person=people[role.value], role=role)
    people["scientist here"] = make_person("here", "beamline_scientist", beamline="sim1")
    people["scientist elsewhere"] = make_person("elsewhere", "beamline_scientist", beamline="sim2")
    people["administrator"] = make_person("admin", "administrator")
    people["stores"] = make_person("stores", "stores")
    people["outsider"] = make_person("outsider")
    people["locked"] = make_person("locked", "administrator")
    lock_person(person=people["locked"], reason="left")
    return people


SEEING = {"leader", "of the proposal", "member", "observer", "scientist here", "administrator"}
CONTROLLING = {"leader", "member", "scientist here", "administrator"}


def test_who_a_person_is_to_a_session_is_found_in_the_rows():
    session = make_session()
    people = make_people(session)
    for action, expected in ((Action.SEE, SEEING), (Action.CONTROL, CONTROLLING)):
        assert {who for who, person in people.items() if may(person, action, session.code).allowed} == expected
    assert {who for who, person in people.items() if access.visible_sessions(person)} == SEEING


def test_the_local_contact_of_a_session_runs_it():
    contact = make_person("contact")
    session = make_session(local_contact=contact)
    assert may(contact, Action.CONTROL, session.code).allowed
    assert session_summary(session.code).local_contact == "Contact Tester"


@pytest.mark.parametrize("code", ["mx9999-9", "", "nonsense", "mx2341-1\n", "mx2341-1\0", "MX2341-1", "'; --", "1"])
def test_what_is_no_session_is_refused_like_a_hidden_one(code):
    make_session()
    outsider = make_person("outsider")
    assert may(outsider, Action.SEE, code) == may(outsider, Action.SEE, "mx2341-1")
    messages = set()
    for asked in (code, "mx2341-1"):
        with pytest.raises(NotFound) as refusal:
            session_for(outsider, asked, Action.SEE)
        messages.add(refusal.value.message)
    assert len(messages) == 1


def test_who_sees_but_may_not_gets_every_reason():
    session = make_session(state="ended")
    observer = make_person("observer")
    set_team_member(session=session, person=observer, role=TeamRole.OBSERVER)
    with pytest.raises(NotAllowed) as refusal:
        session_for(observer, session.code, Action.QUEUE)
    assert len(refusal.value.reasons) == 2
    assert rights_in(observer, session.code)[Action.QUEUE].reasons == refusal.value.reasons


def test_all_rights_cost_as_much_as_one(django_assert_num_queries):
    session = make_session()
    person = session.proposal.principal_investigator
    with django_assert_num_queries(6):
        rights = rights_in(person, session.code)
    assert {action for action, verdict in rights.items() if not verdict.allowed} == {Action.SUPERVISE}


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_costs_the_same_queries_for_any_number(number, django_assert_num_queries):
    leader = make_person("leader")
    for count in range(number):
        make_session(leader, f"mx{count + 1}", beamline=f"sim{count + 1}")
    with django_assert_num_queries(5):
        assert len(access.visible_sessions(leader)) == number


def test_a_session_as_others_see_it():
    session = make_session(title="A title")
    summary = session_summary(session.code)
    assert (summary.code, summary.title, summary.proposal, summary.beamline_name, summary.state) == (
        "mx2341-1",
        "A title",
        "mx2341",
        "Simulated sim1",
        SessionState.RUNNING,
    )


def test_the_folder_of_a_session(settings):
    session = make_session()
    assert session_folder(session.code) == settings.FARLIGHT_DATA_DIR / "sim1" / f"{session.start:%Y}" / "mx2341-1"


def test_the_session_that_has_the_beam():
    beamline, now = make_beamline(), utc_now()
    assert running_session(beamline.pk, now=now) is None
    session = make_session(lasts=2 * HOUR)
    assert running_session(beamline.pk, now=now).code == session.code
    assert running_session(beamline.pk, now=now + timedelta(hours=3)) is None


GRANTS = st.lists(
    st.builds(RoleGrantSummary, role=st.sampled_from(Role), beamline=st.sampled_from(["", "sim0", "sim1", "sim9"])),
    max_size=2,
    unique=True,
)
PARTS = st.sampled_from(["", "leader", "member", "observer", "proposal", "contact", "locked"])


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(GRANTS, PARTS, PARTS), min_size=1, max_size=4))
def test_lists_and_single_answers_agree(db, drawn):
    """Whoever may see a session finds it in the list, and nobody else does."""
    with transaction.atomic():
        sessions = [make_session(code=f"mx{n + 1}", beamline=f"sim{n}") for n in range(2)]
        for number, (grants, *parts) in enumerate(drawn):
            person = make_person(f"person{number}")
            set_roles(person=person, roles=tuple(grants))
            for session, part in zip(sessions, parts, strict=True):
                _give_part(person, session, part)
            listed = {row.code for row in access.visible_sessions(person)}
            assert listed == {s.code for s in sessions if may(person, Action.SEE, s.code).allowed}
        transaction.set_rollback(True)


def readers_of(session):
    """Everybody whose lists of sessions with files hold one, and everybody who may read its files."""
    people = make_people(session)
    people["machine here"] = make_person("machine-here", "machine", beamline="sim1")
    people["data manager"] = make_person("manager", "data_manager")
    people["safety"] = make_person("safety", "safety")
    now = utc_now()
    lists = (sessions_with_files, lambda person: sessions_running_for(person, now=now))
    listed = [
        {who for who, person in people.items() if [s.code for s in ask(person)] == [session.code]} for ask in lists
    ]
    return [*listed, {who for who, one in people.items() if may(one, Action.READ_FILES, session.code).allowed}]


def test_lists_of_files_agree_with_who_may_read_them():
    session = make_session()
    make_session(code="mx9999", beamline="sim9", starts_in=9 * HOUR)
    expected = SEEING | {"machine here", "data manager"}
    of_all = {"administrator", "data manager"}  # theirs holds the other session, too, which does not run
    assert readers_of(session) == [expected - of_all, expected, expected]


def may_read(person, session, now, came_with):
    """Whether somebody who came so may read files, by the right in the session and outright."""
    person.came_with = came_with
    try:
        refuse_data_of_others(person, session.code, now)
    except NotAllowed:
        return may(person, Action.READ_FILES, session.code, now).allowed, False
    return may(person, Action.READ_FILES, session.code, now).allowed, True


def test_who_reads_data_of_others_gives_a_factor_again_where_the_site_asks_and_nobody_else():
    session, now = make_session(), utc_now()
    people = make_people(session)
    define_security(policy=SecurityPolicy(step_up=frozenset({StepUpAction.OTHERS_DATA})))
    ways = [Credential(is_ssh=True), Credential(is_ssh=True, factor_at=now), None]
    found = {who: [may_read(person, session, now, way) for way in ways] for who, person in people.items()}
    own, others, none = (
        [(True, True)] * 3,
        [(False, False), *[(True, True)] * 2],
        [(False, False), *[(False, True)] * 2],
    )
    assert found == dict.fromkeys(people, none) | dict.fromkeys(
        ["leader", "of the proposal", "member", "observer"], own
    ) | (dict.fromkeys(["scientist here", "administrator"], others))


def test_a_machine_belongs_to_its_beamline_alone_and_to_none_without_one(db):
    here, there = (make_session(code=f"mx{n}", beamline=f"sim{n}") for n in (1, 2))
    for number, (beamline, seen) in enumerate([("sim1", [here.code]), ("", [])]):
        machine = make_person(f"machine{number}")
        set_roles(person=machine, roles=(RoleGrantSummary(role=Role.MACHINE, beamline=beamline),))
        assert [row.code for row in access.visible_sessions(machine)] == seen
        assert [s.code for s in (here, there) if may(machine, Action.SEE, s.code).allowed] == seen


def test_a_role_that_is_held_twice_lapses_with_the_later_or_never():
    session, now = make_session(), utc_now()
    soon, later = now + HOUR, now + 2 * HOUR
    twice, ever = make_person("twice"), make_person("ever", "data_manager")
    for source, role, ends in (("lab", "data_manager@sim1", later), ("campus", "data_manager", soon)):
        for person in (twice, ever):
            claim_roles(person, role, source=source, lapses_at=ends)
    claim_roles(ever, "safety", lapses_at=soon)
    found = [access.rights_in(person, session.code).standing.lapsing for person in (twice, ever)]
    assert found == [{Role.DATA_MANAGER: later}, {Role.SAFETY: soon}]


def _give_part(person, session, part):
    if part in {"leader", "member", "observer"}:
        set_team_member(session=session, person=person, role=TeamRole(part))
    elif part == "proposal":
        session.proposal.members.add(person)
    elif part == "contact":
        type(session).objects.filter(pk=session.pk).update(local_contact=person)
    elif part == "locked":
        lock_person(person=person, reason="drawn")
