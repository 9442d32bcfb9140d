"""The runs of a session, as cards, newest first."""

from collections.abc import Mapping

from farlight.kernel.ids import run_code
from farlight.kernel.paging import Page
from farlight.people.types import Actor
from farlight.portal.domain.facts import facts_of
from farlight.portal.queries.results import newest_headlines
from farlight.portal.types import Headline, RunCard, Timeline
from farlight.runs.public import run_for, runs_of_session
from farlight.runs.types import RunSummary

RUNS_A_PAGE = 10
MOST_NEWER = 50
"""Runs that are added to an open page at once; who was away for more than that many loads the page anew."""


def older_runs(person: Actor, code: str, *, cursor: str, kind: str) -> Timeline:
    """Return the runs before a cursor, newest first; from the newest on when the cursor is empty."""
    return _timeline(
        runs_of_session(person, code, kinds=_kinds(kind), cursor=cursor, limit=RUNS_A_PAGE), person, code, 0
    )


def newer_runs(person: Actor, code: str, *, after: int, kind: str) -> Timeline:
    """Return the runs with a number above ``after``, newest first."""
    page = runs_of_session(person, code, kinds=_kinds(kind), after=after, limit=MOST_NEWER)
    return _timeline(page, person, code, after)


def run_card(person: Actor, code: str, number: int) -> RunCard:
    """Return one run; NotFound when there is none, or the person may not know of it."""
    run = run_for(person, run_code(code, number))
    return card_of(run, newest_headlines(person, code, [run]))


def card_of(run: RunSummary, headlines: Mapping[int, Headline]) -> RunCard:
    """Make the card of a run with the headline of its newest processing."""
    return RunCard(
        number=run.number,
        kind=run.kind,
        state=run.state.value,
        sample_name=run.sample_name,
        started=run.started,
        ended=run.ended,
        frames=run.frames,
        images=run.images,
        facts=facts_of(run),
        snapshots=tuple(snapshot.name for snapshot in run.snapshots),
        reason=run.reason or run.analysis_note,
        headline=headlines.get(run.number),
    )


def _kinds(kind: str) -> tuple[str, ...]:
    return (kind,) if kind else ()


def _timeline(page: Page[RunSummary], person: Actor, code: str, newest: int) -> Timeline:
    headlines = newest_headlines(person, code, page.items)
    cards = tuple(card_of(run, headlines) for run in page.items)
    return Timeline(cards=cards, next_cursor=page.next_cursor, newest=max([newest, *(card.number for card in cards)]))
