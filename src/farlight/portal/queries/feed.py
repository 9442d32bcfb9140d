"""The feed of a session: what was done, as cards, newest first."""

from collections.abc import Mapping, Sequence

from farlight.acquisition.public import handlings_coded
from farlight.beamtime.public import rights_found_once
from farlight.kernel.paging import Page
from farlight.logbook.public import entries_numbered, entries_page, sample_groups
from farlight.logbook.types import EntryFilter, EntrySummary, SampleGroup
from farlight.people.types import Actor
from farlight.portal.domain.facts import facts_of
from farlight.portal.domain.found import found_in
from farlight.portal.domain.kinds import LOOKS, curve_of, deed_of
from farlight.portal.queries.results import newest_headlines
from farlight.portal.types import Card, Feed, Headline, RunCard
from farlight.runs.public import runs_numbered
from farlight.runs.types import RunSummary

CARDS_A_PAGE = 20
GROUPS_A_PAGE = 40
MOST_NEWER = 50
"""Cards that are added to an open page at once; who was away for more gets the newest, and the others by scrolling."""
MOST_CARDS_AT_ONCE = 100


def older_cards(person: Actor, code: str, wanted: EntryFilter, *, before: str) -> Feed:
    """Return the cards before a cursor, newest first; from the newest on when the cursor is empty."""
    with rights_found_once():
        page = entries_page(person, code, wanted, cursor=before, limit=CARDS_A_PAGE)
        return _feed(page, person, code)


def newer_cards(person: Actor, code: str, wanted: EntryFilter, *, after: int) -> Feed:
    """Return the cards with a number above ``after``, newest first; there is a cursor when there are too many."""
    with rights_found_once():
        return _feed(entries_page(person, code, wanted, after=after, limit=MOST_NEWER), person, code)


def cards_between(person: Actor, code: str, wanted: EntryFilter, *, after: int, before: str) -> Feed:
    """Return the cards above a number and before a cursor, newest first: a part of the feed that was shown before."""
    with rights_found_once():
        page = entries_page(person, code, wanted, after=after, cursor=before, limit=MOST_CARDS_AT_ONCE)
        return _feed(page, person, code)


def cards_numbered(person: Actor, code: str, numbers: Sequence[int]) -> Feed:
    """Return some cards by the numbers of their entries, newest first; unknown numbers are left out."""
    with rights_found_once():
        entries = entries_numbered(person, code, numbers[:MOST_CARDS_AT_ONCE])
        return Feed(cards=cards_of(person, code, entries), next_cursor=None)


def groups_of_session(
    person: Actor, code: str, wanted: EntryFilter, *, before: str = "", begun_after: int = 0
) -> Page[SampleGroup]:
    """Return the samples that cards are about, the one with the newest card first."""
    return sample_groups(person, code, wanted, cursor=before, begun_after=begun_after, limit=GROUPS_A_PAGE)


def cards_of(person: Actor, code: str, entries: Sequence[EntrySummary]) -> tuple[Card, ...]:
    """Make cards of entries: as many queries for one as for many."""
    numbers = [entry.run for entry in entries if entry.run is not None]
    runs = runs_numbered(person, code, numbers)
    headlines = newest_headlines(person, code, list(runs.values()))
    handlings = handlings_coded(person, code, [entry.handling for entry in entries if entry.handling])
    return tuple(
        Card(
            entry=entry,
            look=LOOKS[entry.kind],
            deed=deed_of(handlings.get(entry.handling)),
            run=card_of(runs[entry.run], headlines) if entry.run in runs else None,
            handling=handlings.get(entry.handling),
        )
        for entry in entries
    )


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
        snapshots=run.snapshots,
        layout=run.layout,
        width_deg=run.width_deg,
        directory=run.directory,
        template=run.master.rpartition("/")[2],
        reason=run.reason or run.analysis_note,
        headline=headlines.get(run.number),
        sample=run.sample,
        has_images=run.has_images,
        curve=curve_of(run.layout),
        found=found_in(run),
    )


def _feed(page: Page[EntrySummary], person: Actor, code: str) -> Feed:
    return Feed(cards=cards_of(person, code, page.items), next_cursor=page.next_cursor)
