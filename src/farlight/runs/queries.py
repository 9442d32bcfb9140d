"""Questions about runs."""

from collections.abc import Sequence
from pathlib import Path

from django.db.models import Count

from farlight.beamtime.public import session_folder
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.errors import NotFound
from farlight.kernel.paging import LARGEST_PAGE, Page, page_of, whole_number
from farlight.people.types import Actor
from farlight.runs.access import runs_with_all, summary_of, visible_runs
from farlight.runs.adapters.average_files import read_average
from farlight.runs.domain.curves import Curve, curves_of_average, curves_of_scan
from farlight.runs.domain.points import COLUMNS, series_from
from farlight.runs.models import Run, SeriesChunk, Snapshot
from farlight.runs.types import RunFiles, RunSummary, Series
from farlight.science.scan_tables import ScanUnreadableError, read_scan
from farlight.science.scans import Exposures, PointScan


def runs_page(
    person: Actor, session: str, *, kinds: tuple[str, ...], cursor: str, after: int, limit: int
) -> Page[RunSummary]:
    """Return runs of a session, newest first: a number of queries that does not depend on how many.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_runs(person, session).filter(number__gt=after)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    before = whole_number(cursor)
    if before is not None:
        rows = rows.filter(number__lt=before)
    limit = min(max(limit, 1), LARGEST_PAGE)
    found = list(rows[: limit + 1])
    folder = session_folder(session) if found else None
    return page_of([summary_of(row, folder=folder) for row in found], limit=limit, cursor=lambda run: str(run.number))


def runs_numbered(person: Actor, session: str, numbers: Sequence[int]) -> dict[int, RunSummary]:
    """Return some runs of a session by number: as many queries for one as for many, none when none is asked for.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = list(visible_runs(person, session).filter(number__in=numbers)) if numbers else []
    folder = session_folder(session) if rows else None
    return {row.number: summary_of(row, folder=folder) for row in rows}


def sample_names_of(person: Actor, session: str, numbers: Sequence[int]) -> dict[int, str]:
    """Return what was measured in some runs of a session, by the run's number: one query beside the session's.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_runs(person, session).filter(number__in=numbers).prefetch_related(None).select_related(None)
    return dict(rows.values_list("number", "sample_name"))


def runs_by_sample(person: Actor, session: str) -> dict[str, int]:
    """Return how many runs of a session there are of each sample, by its code: one query beside the session's.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_runs(person, session).filter(sample__isnull=False).prefetch_related(None).select_related(None)
    return dict(rows.order_by().values("sample__code").annotate(runs=Count("pk")).values_list("sample__code", "runs"))


def run_summary(run_id: int) -> RunSummary:
    """Return a run, for machines; NotFound when there is none."""
    row = runs_with_all().filter(pk=run_id).first()
    if row is None:
        raise NotFound
    return summary_of(row)


def run_numbered(session: str, number: int) -> RunSummary:
    """Return a run by the words of an event, for machines; NotFound when there is none."""
    row = runs_with_all().filter(session__code=session, number=number).first()
    if row is None:
        raise NotFound
    return summary_of(row)


def files_of(run_id: int) -> RunFiles:
    """Return where a run's files lie, for machines and for what has asked ``may`` already."""
    directory, master = Run.objects.values_list("directory", "master").get(pk=run_id)
    return RunFiles(directory=Path(directory), master=Path(master))


def overviews_file(session: str, number: int) -> Path:
    """Return the file that a run's overviews are kept in, whether it is there or not; for machines."""
    return session_folder(session) / "processing" / f"run-{number:03d}" / ".overviews"


def average_file(session: str, number: int) -> Path:
    """Return the file that the average of a powder's images is kept in, whether it is there or not; for machines."""
    return session_folder(session) / "processing" / f"run-{number:03d}" / "radial-average.nxs"


def curves_of(run: RunSummary) -> tuple[Curve, ...]:
    """Return the curves of a scan as far as it is, or of a powder's average; none of other runs."""
    files = files_of(run.id)
    try:
        if isinstance(run.layout, Exposures):
            return curves_of_average(read_average(average_file(run.session, run.number)))
        return curves_of_scan(run, read_scan(files.master)) if isinstance(run.layout, PointScan) else ()
    except ScanUnreadableError:
        return ()


def series_of(run_id: int, *, after: int = 0, limit: int | None = None) -> Series:
    """Return the values of a run's images, of those after a number, at most so many."""
    sampled = Run.objects.values_list("sampled", flat=True).filter(pk=run_id).first()
    if sampled is None:
        raise NotFound
    chunks = SeriesChunk.objects.filter(run_id=run_id).order_by("first")
    holds_next = chunks.filter(first__lte=after + 1).values_list("first", flat=True).last() or 0
    wanted = chunks.filter(first__gte=holds_next).values(*COLUMNS)[: None if limit is None else limit + 1]
    return series_from(wanted, after=after, limit=limit, sampled=sampled)


def snapshot_file(run: Run, name: str) -> Path:
    """Return the file of a run's picture of the crystal.

    Raises
    ------
    NotFound
        When the run has no such picture, or its file is gone.
    """
    row = Snapshot.objects.filter(run=run, name=name).first()
    path = Path(row.path) if row else None
    if path is None or not asked_of_disk(run.session.code, path.is_file):
        raise NotFound(f"Run {run.number} has no picture {name!r}.")
    return path
