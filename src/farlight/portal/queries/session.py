"""What the page of one session shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.beamtime.public import people_online, rights_found_once, rights_in, session_for, team_of
from farlight.beamtime.types import Action, SessionSummary, TeamMemberSummary, Verdict
from farlight.bus.public import newest_number
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.portal.domain.calendar import When, when_is
from farlight.portal.queries.results import best_results
from farlight.portal.queries.timeline import older_runs
from farlight.portal.types import Headline, Timeline
from farlight.samples.public import samples_of_session
from farlight.samples.types import SampleSummary


@dataclass(frozen=True, kw_only=True)
class SessionHead:
    """Who, where, when, in which state."""

    session: SessionSummary
    when: When
    online: tuple[str, ...]

    @property
    def is_now(self) -> bool:
        """Whether the beam is theirs."""
        return self.when is When.NOW

    @property
    def is_next(self) -> bool:
        """Whether it is still to come."""
        return self.when is When.NEXT


@dataclass(frozen=True, kw_only=True)
class SessionPage(SessionHead):
    """All that the page shows at once; queue and notes come by themselves."""

    newest_event: int
    """Number of the newest event that the page knows of: its stream goes on from there."""
    timeline: Timeline
    results: Sequence[Headline]
    samples: Sequence[SampleSummary]
    team: Sequence[TeamMemberSummary]
    may_queue: Verdict


def session_head_for(person: Actor, code: str) -> SessionHead:
    """Return the head of a session; NotFound when the person may not know of it."""
    session = session_for(person, code, Action.SEE)
    return SessionHead(session=session, when=when_is(session, utc_now()), online=people_online(session.id))


def session_page_for(person: Actor, code: str, *, kind: str, cursor: str) -> SessionPage:
    """Return the page of a session; NotFound when the person may not know of it."""
    with rights_found_once():
        return _page(person, code, kind=kind, cursor=cursor)


def _page(person: Actor, code: str, *, kind: str, cursor: str) -> SessionPage:
    newest_event = newest_number(code)
    head = session_head_for(person, code)
    return SessionPage(
        session=head.session,
        when=head.when,
        online=head.online,
        newest_event=newest_event,
        timeline=older_runs(person, code, cursor=cursor, kind=kind),
        results=best_results(person, code),
        samples=samples_of_session(person, code),
        team=team_of(head.session.id),
        may_queue=rights_in(person, code)[Action.QUEUE],
    )
