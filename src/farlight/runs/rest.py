"""Runs by REST."""

from dataclasses import asdict
from datetime import datetime
from mimetypes import guess_type
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from farlight.kernel.disks import asked_of_disk
from farlight.kernel.paging import LARGEST_PAGE
from farlight.people.public import person_of
from farlight.runs import queries
from farlight.runs.access import run_for, summary_of
from farlight.runs.domain.curves import table_of
from farlight.runs.types import Findings, RunSummary
from farlight.science.scans import Layout

router = Router(tags=["runs"])


class SnapshotOut(Schema):
    """A picture of the crystal."""

    name: str
    omega_deg: float


class RunOut(Schema):
    """A run. Folder and master are relative to the session's folder."""

    code: str
    session: str
    number: int
    kind: str
    state: str
    reason: str
    sample: str
    sample_name: str
    detector: str
    images: int
    frames: int
    start_deg: float
    width_deg: float
    exposure_time_s: float
    energy_ev: float
    transmission_frac: float
    detector_distance_mm: float
    started: datetime
    ended: datetime | None
    analysis: str
    analysed: int
    sampled: bool
    analysis_note: str
    directory: str
    master: str
    snapshots: list[SnapshotOut]
    flux_hz: float | None
    beam_size_um: tuple[float, float] | None
    layout: Layout | None
    findings: Findings | None


class RunsOut(Schema):
    """A page of runs, newest first."""

    items: list[RunOut]
    next_cursor: str | None


class SeriesOut(Schema):
    """Values of each image that was looked at; the arrays have one length."""

    image_numbers: list[int]
    spots: list[int]
    resolution_angstrom: list[float | None]
    total_intensity: list[float]
    ice_score: list[float]
    sampled: bool


class MarkOut(Schema):
    """A place worth a word in a plot."""

    at: float
    word: str


class CurveLineOut(Schema):
    """A row of numbers in a plot, as many as its ``along_values``; null where there is no number."""

    word: str
    unit: str
    decimals: int
    look: str
    is_right: bool
    values: list[float | None]


class CurveOut(Schema):
    """A plot of a scan or of a powder: along energy (eV), q (1/Å), µm or degrees."""

    name: str
    title: str
    along: str
    along_values: list[float]
    lines: list[CurveLineOut]
    words: str
    marks: list[MarkOut]
    is_log: bool


def _fields(run: RunSummary) -> dict[str, object]:
    return {name: getattr(run, name) for name in RunOut.model_fields}


@router.get("/sessions/{code}/runs", operation_id="list_runs", response=RunsOut)
def list_runs(
    request: HttpRequest,
    code: str,
    kind: Annotated[list[str], Query()] = [],  # noqa: B006 - the library copies it
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> dict[str, object]:
    """Return the runs of a session, newest first."""
    page = queries.runs_page(person_of(request), code, kinds=tuple(kind), cursor=cursor, after=0, limit=limit)
    return {"items": [_fields(run) for run in page.items], "next_cursor": page.next_cursor}


@router.get("/sessions/{code}/runs/{int:number}", operation_id="run", response=RunOut)
def run(request: HttpRequest, code: str, number: int) -> dict[str, object]:
    """Return a run."""
    return _fields(summary_of(run_for(person_of(request), code, number)))


@router.get("/sessions/{code}/runs/{int:number}/series", operation_id="series_of", response=SeriesOut)
def series_of(
    request: HttpRequest, code: str, number: int, after: Annotated[int, Query(ge=0)] = 0
) -> dict[str, object]:
    """Return the values of a run's images; with ``after``, of the images after that number."""
    row = run_for(person_of(request), code, number)
    series = queries.series_of(row.pk, after=after)
    return {name: getattr(series, name) for name in SeriesOut.model_fields}


@router.get("/sessions/{code}/runs/{int:number}/snapshots/{name}", operation_id="snapshot", response={200: None})
def snapshot(request: HttpRequest, code: str, number: int, name: str) -> HttpResponse:
    """Return a picture of the crystal."""
    row = run_for(person_of(request), code, number)
    path = queries.snapshot_file(row, name)
    media, _ = guess_type(path.name)
    response = HttpResponse(asked_of_disk(code, path.read_bytes), content_type=media or "application/octet-stream")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@router.get("/sessions/{code}/runs/{int:number}/curves", operation_id="curves_of", response=list[CurveOut])
def curves_of(request: HttpRequest, code: str, number: int) -> list[dict[str, object]]:
    """Return the plots of a scan as far as it is, or of a powder; none of a run of another kind."""
    run = summary_of(run_for(person_of(request), code, number))
    return [asdict(curve) for curve in queries.curves_of(run)]


@router.get("/sessions/{code}/runs/{int:number}/curves.csv", operation_id="curves_csv", response={200: None})
def curves_csv(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Return the numbers of the same plots as a table."""
    run = summary_of(run_for(person_of(request), code, number))
    text = "\r\n".join(",".join(row) for curve in queries.curves_of(run) for row in table_of(curve))
    response = HttpResponse(f"{text}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-run-{number}.csv"'
    return response
