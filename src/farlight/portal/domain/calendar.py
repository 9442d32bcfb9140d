"""Sessions in the order in which their people think of them: now, next, past."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from farlight.beamtime.types import SessionState, SessionSummary

_OVER = frozenset({SessionState.ENDED, SessionState.CLOSED, SessionState.CANCELLED})


class When(StrEnum):
    """Where a session lies in time."""

    NOW = "now"
    NEXT = "next"
    PAST = "past"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A person's sessions."""

    now: tuple[SessionSummary, ...]
    """Those whose beam is theirs; the one that ends first stands first."""
    next: tuple[SessionSummary, ...]
    """Those to come, the soonest first."""
    past: tuple[SessionSummary, ...]
    """Those that are over, the latest first."""


def when_is(session: SessionSummary, now: datetime) -> When:
    """Say where a session lies in time, as its state and the clock together tell."""
    if session.state in _OVER or session.end <= now:
        return When.PAST
    return When.NOW if session.start <= now else When.NEXT


def calendar_of(sessions: Iterable[SessionSummary], now: datetime) -> Calendar:
    """Put sessions in order around a moment."""
    groups: dict[When, list[SessionSummary]] = {when: [] for when in When}
    for session in sessions:
        groups[when_is(session, now)].append(session)
    return Calendar(
        now=tuple(sorted(groups[When.NOW], key=lambda s: s.end)),
        next=tuple(sorted(groups[When.NEXT], key=lambda s: s.start)),
        past=tuple(sorted(groups[When.PAST], key=lambda s: s.start, reverse=True)),
    )


def fits(session: SessionSummary, words: str) -> bool:
    """Whether every word that was searched for stands somewhere in what a session is known by."""
    proposal, beamline = f"{session.proposal} {session.proposal_title}", f"{session.beamline} {session.beamline_name}"
    known = f"{session.code} {session.title} {proposal} {beamline}".casefold()
    return all(word in known for word in words.casefold().split())
