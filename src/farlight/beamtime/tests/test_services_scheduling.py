import threading
from datetime import timedelta

import pytest
from django.db import connections, transaction

from farlight.beamlines.tests.factories import make_beamline
from farlight.beamtime.errors import BeamlineTaken, WrongState
from farlight.beamtime.models import Session
from farlight.beamtime.public import (
    begin_run,
    change_state,
    follow_clock,
    move_session,
    rights_number,
    schedule_session,
    team_of,
)
from farlight.beamtime.tests.factories import HOUR, bring_to, make_session
from farlight.beamtime.types import AccessMode, SessionState, TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def proposal():
    make_beamline()
    return make_proposal(make_person("leader"))


def schedule(start=NOW, end=NOW + HOUR, beamline="sim1", **more):
    return schedule_session(
        proposal="mx2341", beamline=beamline, start=start, end=end, access_mode=AccessMode.REMOTE, **more
    )


def told(session):
    return [entry.kind for entry in all_entries(session.code)]


def test_a_session_is_numbered_led_and_told(proposal):
    contact = make_person("contact")
    session = schedule(local_contact=contact, by=contact)
    assert (session.code, session.title, session.state) == ("mx2341-1", proposal.title, "scheduled")
    assert [(m.username, m.role) for m in team_of(session.pk)] == [("leader", TeamRole.LEADER)]
    assert told(session) == ["session-scheduled", "team-changed", "local-contact-assigned"]
    assert {entry.by for entry in all_entries(session.code)} == {"contact"}
    assert schedule(start=NOW + HOUR, end=NOW + 2 * HOUR).code == "mx2341-2"


def test_a_session_that_ends_before_it_starts_is_refused(proposal):
    with pytest.raises(Invalid, match="ends before it starts"):
        schedule(end=NOW)
    assert not Session.objects.exists()


@pytest.mark.parametrize(("proposal_code", "beamline"), [("mx9", "sim1"), ("mx2341", "sim9")])
def test_unknown_proposals_and_beamlines_are_refused(proposal, proposal_code, beamline):
    with pytest.raises(NotFound):
        schedule_session(
            proposal=proposal_code, beamline=beamline, start=NOW, end=NOW + HOUR, access_mode=AccessMode.REMOTE
        )


@pytest.mark.parametrize(
    ("start", "end", "is_free"),
    [(-2, 0, True), (-2, 0.5, False), (0.2, 0.5, False), (-1, 3, False), (0.5, 2, False), (1, 2, True)],
)
def test_a_beamline_is_given_once(proposal, start, end, is_free):
    schedule()
    times = {"start": NOW + start * HOUR, "end": NOW + end * HOUR}
    if is_free:
        assert schedule(**times).code == "mx2341-2"
        return
    with pytest.raises(BeamlineTaken, match="mx2341-1 has the beamline"):
        schedule(**times)


def test_a_cancelled_session_takes_no_time(proposal):
    bring_to(schedule(), SessionState.CANCELLED)
    assert schedule().code == "mx2341-2"


def test_a_cancelled_session_takes_place_after_all_only_while_its_time_is_free(proposal):
    cancelled = schedule()
    bring_to(cancelled, SessionState.CANCELLED)
    other = schedule()
    with pytest.raises(BeamlineTaken, match="mx2341-2 has the beamline"):
        change_state(session=cancelled, to=SessionState.SCHEDULED)
    bring_to(other, SessionState.CANCELLED)
    assert change_state(session=cancelled, to=SessionState.SCHEDULED)


def test_a_session_is_moved_and_those_who_watch_ask_again(proposal):
    session = schedule()
    schedule(start=NOW + 5 * HOUR, end=NOW + 6 * HOUR)
    before = rights_number(session.code)
    move_session(session=session, start=NOW + HOUR / 2, end=NOW + 3 * HOUR)
    session.refresh_from_db()
    assert (session.start, session.end) == (NOW + HOUR / 2, NOW + 3 * HOUR)
    assert (rights_number(session.code), told(session)[-1]) == (before + 1, "session-moved")
    with pytest.raises(BeamlineTaken):
        move_session(session=session, start=NOW, end=NOW + 6 * HOUR)


def test_states_follow_the_table_and_each_step_is_told(proposal):
    session = schedule()
    before = rights_number(session.code)
    assert change_state(session=session, to=SessionState.RUNNING, by=make_person("op"))
    assert not change_state(session=session, to=SessionState.RUNNING)
    with pytest.raises(WrongState, match="mx2341-1 is running; from there it cannot become closed"):
        change_state(session=session, to=SessionState.CLOSED)
    assert rights_number(session.code) == before + 1
    last = list(all_entries(session.code))[-1]
    assert (last.by, last.body) == ("op", {"session": "mx2341-1", "old": "scheduled", "new": "running"})


def test_the_clock_starts_and_ends_sessions(proposal):
    first = schedule()
    second = schedule(start=NOW + HOUR, end=NOW + 2 * HOUR)
    changes = [follow_clock(now=NOW + delta) for delta in (-HOUR, 0 * HOUR, HOUR / 2, HOUR, 3 * HOUR, 4 * HOUR)]
    assert changes == [0, 1, 0, 2, 1, 0]
    assert {Session.objects.get(pk=s.pk).state for s in (first, second)} == {"ended"}


@pytest.mark.parametrize("state", [SessionState.SCHEDULED, SessionState.READY])
def test_a_session_whose_time_passed_unseen_ends_without_having_run(proposal, state):
    session = schedule()
    bring_to(session, state)
    before = rights_number(session.code)
    assert [follow_clock(now=NOW + 2 * HOUR) for _ in range(2)] == [1, 0]
    assert (list(all_entries(session.code))[-1].body, rights_number(session.code)) == (
        {"session": "mx2341-1", "old": state.value, "new": "ended"},
        before + 1,
    )


def test_a_cancelled_session_does_not_end(proposal):
    bring_to(schedule(), SessionState.CANCELLED)
    assert follow_clock(now=NOW + 2 * HOUR) == 0


def test_run_numbers_belong_to_the_transaction_that_uses_them():
    session = make_session()
    with transaction.atomic():
        assert begin_run(session.code) == 1
        transaction.set_rollback(True)
    assert [begin_run(session.code) for _ in range(3)] == [1, 2, 3]
    with pytest.raises(NotFound):
        begin_run("mx9999-1")


@pytest.mark.django_db(transaction=True)
def test_a_run_number_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="in the transaction that uses it"):
        begin_run("mx2341-1")


@pytest.mark.django_db(transaction=True)
def test_run_numbers_have_no_twins():
    session, found = make_session(), []

    def take():
        for _ in range(8):
            with transaction.atomic():
                found.append(begin_run(session.code))
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 33))


def taking(step, outcomes):
    """A thread that does something to the schedule in a transaction of its own, as another process would."""

    def take():
        try:
            outcomes.append(step().code)
        except BeamlineTaken:
            outcomes.append("taken")
        finally:
            connections.close_all()

    return threading.Thread(target=take)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["schedule", "move", "after all"])
def test_two_who_want_a_beamline_at_one_moment_do_not_both_get_it(proposal, way):
    """The second waits for the first, whose session it cannot see yet, and is refused when the first is done."""
    make_proposal(make_person("rival"), "mx9")
    rivals = schedule_session(
        proposal="mx9", beamline="sim1", start=NOW + 9 * HOUR, end=NOW + 10 * HOUR, access_mode=AccessMode.REMOTE
    )
    times = {"start": NOW, "end": NOW + HOUR}

    def after_all():
        Session.objects.filter(pk=rivals.pk).update(**times, state="cancelled")
        change_state(session=rivals, to=SessionState.SCHEDULED)

    steps = {
        "schedule": lambda: schedule_session(proposal="mx9", beamline="sim1", access_mode=AccessMode.REMOTE, **times),
        "move": lambda: move_session(session=rivals, **times),
        "after all": after_all,
    }
    outcomes = []
    second = taking(steps[way], outcomes)
    with transaction.atomic():
        first = schedule(**times)
        second.start()
        second.join(timeout=0.4)
        assert (second.is_alive(), outcomes) == (True, [])
    second.join()
    assert outcomes == ["taken"]
    taken = Session.objects.filter(start__lt=times["end"], end__gt=times["start"]).exclude(state="cancelled")
    assert [session.code for session in taken] == [first.code]


def test_a_row_says_what_it_is():
    session = make_session(starts_in=timedelta(hours=1))
    assert (str(session), str(session.team.get())) == (
        "mx2341-1",
        f"{session.team.get().person_id} leader in {session.pk}",
    )
