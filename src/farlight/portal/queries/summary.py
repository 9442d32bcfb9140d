"""The table of a session: its runs with the newest result of each, newest first."""

from collections.abc import Iterator
from itertools import islice

from farlight.beamtime.public import rights_found_once
from farlight.kernel.paging import LARGEST_PAGE, Page, page_of
from farlight.people.types import Actor
from farlight.portal.domain.summary import SummaryFilter, SummaryRow
from farlight.portal.queries.results import newest_headlines
from farlight.runs.public import runs_of_session

ROWS_A_PAGE = 100


def summary_page(person: Actor, code: str, wanted: SummaryFilter, *, before: str = "") -> Page[SummaryRow]:
    """Return runs before a cursor that fit; a few queries for each two hundred runs that are looked through.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    with rights_found_once():
        found = list(islice(summary_rows(person, code, wanted, before=before), ROWS_A_PAGE + 1))
    return page_of(found, limit=ROWS_A_PAGE, cursor=lambda row: str(row.run.number))


def summary_rows(person: Actor, code: str, wanted: SummaryFilter, *, before: str = "") -> Iterator[SummaryRow]:
    """Go through the runs of a session that fit, newest first, some hundreds at a time."""
    cursor: str | None = before
    while cursor is not None:
        page = runs_of_session(person, code, cursor=cursor, limit=LARGEST_PAGE)
        headlines = newest_headlines(person, code, page.items)
        rows = (SummaryRow(run=run, headline=headlines.get(run.number)) for run in page.items)
        yield from filter(wanted.lets_through, rows)
        cursor = page.next_cursor
