"""Sessions for tests."""

from datetime import timedelta

from farlight.beamlines.tests.factories import make_beamline
from farlight.beamtime.public import schedule_session
from farlight.beamtime.services import presence
from farlight.beamtime.services.scheduling import change_state
from farlight.beamtime.types import AccessMode, SessionState
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal

HOUR = timedelta(hours=1)


def make_session(leader=None, code="mx2341", *, beamline="sim1", starts_in=-HOUR, lasts=8 * HOUR, state=None, **more):
    """A session of a proposal of its own; it began an hour ago, unless told otherwise, and runs."""
    leader = leader or make_person(f"leader-{code}")
    make_beamline(beamline)
    proposal_parts = {name: more.pop(name) for name in ("members",) if name in more}
    make_proposal(leader, code, **proposal_parts)
    start = utc_now() + starts_in
    mode = AccessMode(more.pop("access_mode", "remote"))
    session = schedule_session(
        proposal=code, beamline=beamline, start=start, end=start + lasts, access_mode=mode, **more
    )
    if state or starts_in <= timedelta(0):
        bring_to(session, SessionState(state or "running"))
    session.refresh_from_db()
    return session


WAY = {
    SessionState.SCHEDULED: (),
    SessionState.READY: ("ready",),
    SessionState.RUNNING: ("running",),
    SessionState.ENDED: ("running", "ended"),
    SessionState.CLOSED: ("running", "ended", "closed"),
    SessionState.CANCELLED: ("cancelled",),
}


def bring_to(session, state):
    """Take a scheduled session to a state by the steps that are allowed."""
    for step in WAY[SessionState(state)]:
        change_state(session=session, to=SessionState(step))


def have_open(session, person):
    """Let somebody have a session open."""
    presence.arrive(session=session, person=person, channel=f"{person.username}-{session.code}", now=utc_now())
