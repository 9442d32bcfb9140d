"""What the page of one session shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from farlight.acquisition.public import driver_of
from farlight.beamtime.public import people_online, rights_found_once, rights_in, session_for, team_of
from farlight.beamtime.types import Action, SessionSummary, TeamMemberSummary, Verdict
from farlight.bus.public import newest_number
from farlight.kernel.paging import Page
from farlight.kernel.time import utc_now
from farlight.leases.public import offered_kinds, open_channels_of
from farlight.leases.types import Channel, ChannelKind
from farlight.logbook.public import newest_entry
from farlight.logbook.types import EntryFilter, SampleGroup
from farlight.people.types import Actor
from farlight.portal.domain.calendar import When, when_is
from farlight.portal.queries.feed import groups_of_session, older_cards
from farlight.portal.queries.results import best_results
from farlight.portal.queries.strip import strip_for
from farlight.portal.types import Feed, Strip
from farlight.processing.types import BestResult
from farlight.samples.public import samples_of_session
from farlight.samples.types import SampleSummary


@dataclass(frozen=True, kw_only=True)
class SessionHead:
    """Who, where, when, in which state."""

    session: SessionSummary
    when: When
    online: tuple[str, ...]
    driver: str
    """Full name of who drives; empty when nobody does."""

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
    newest_entry: int
    """Number of the newest entry that the page knows of, whatever the filters leave."""
    feed: Feed | None
    """None when the cards are grouped."""
    groups: Page[SampleGroup] | None
    """None when the cards are not grouped."""
    results: Sequence[BestResult]
    samples: Sequence[SampleSummary]
    team: Sequence[TeamMemberSummary]
    may_queue: Verdict
    channels: Sequence[Channel]
    """What the person has open in the session."""
    has_notebooks: bool
    """Whether the facility has any."""
    strip: Strip


def session_head_for(person: Actor, code: str) -> SessionHead:
    """Return the head of a session; NotFound when the person may not know of it."""
    session = session_for(person, code, Action.SEE)
    return SessionHead(
        session=session,
        when=when_is(session, utc_now()),
        online=people_online(session.id),
        driver=driver_of(person, code),
    )


def session_page_for(
    person: Actor, code: str, wanted: EntryFilter, *, before: str = "", grouped: bool = False
) -> SessionPage:
    """Return the page of a session; NotFound when the person may not know of it."""
    with rights_found_once():
        newest_event = newest_number(code)
        head = session_head_for(person, code)
        return SessionPage(
            **vars(head),
            newest_event=newest_event,
            newest_entry=newest_entry(head.session.id),
            feed=None if grouped else older_cards(person, code, wanted, before=before),
            groups=groups_of_session(person, code, wanted, before=before) if grouped else None,
            results=best_results(person, code),
            samples=samples_of_session(person, code),
            team=team_of(head.session.id),
            may_queue=rights_in(person, code)[Action.QUEUE],
            channels=[one for one in open_channels_of(person.pk) if one.session == code],
            has_notebooks=ChannelKind.NOTEBOOK in offered_kinds(),
            strip=strip_for(person, code, now=utc_now()),
        )
