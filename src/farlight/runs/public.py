"""The door of runs."""

from farlight.beamtime.types import Action
from farlight.kernel.paging import Page
from farlight.people.types import Actor
from farlight.runs import access, queries
from farlight.runs.queries import (
    files_of,
    overviews_file,
    run_numbered,
    run_summary,
    runs_by_sample,
    runs_numbered,
    sample_names_of,
)
from farlight.runs.types import RunFiles, RunSummary, Series

__all__ = [
    "files_of",
    "overviews_file",
    "run_files",
    "run_for",
    "run_numbered",
    "run_summary",
    "runs_by_sample",
    "runs_numbered",
    "runs_of_session",
    "sample_names_of",
    "series_of",
]


def run_for(person: Actor, code: str, to: Action = Action.SEE) -> RunSummary:
    """Return a run (``mx2345-7/12``) that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person may not do this in its session, with every reason.
    """
    session, number = access.parsed(code)
    return access.summary_of(access.run_for(person, session, number, to))


def run_files(person: Actor, code: str) -> tuple[RunSummary, RunFiles]:
    """Return a run and where its files lie, for a person who may read files; never show the latter.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person may not read files of its session, with every reason.
    """
    run = run_for(person, code, Action.READ_FILES)
    return run, files_of(run.id)


def runs_of_session(
    person: Actor, session: str, *, kinds: tuple[str, ...] = (), cursor: str = "", after: int = 0, limit: int = 50
) -> Page[RunSummary]:
    """Return runs of a session, newest first, with a number above ``after`` and before the cursor.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return queries.runs_page(person, session, kinds=kinds, cursor=cursor, after=after, limit=limit)


def series_of(run: RunSummary, *, after: int = 0, limit: int | None = None) -> Series:
    """Return the values of a run's images, of those after a number; ask for the run by ``run_for`` first."""
    return queries.series_of(run.id, after=after, limit=limit)
