"""Processings by REST."""

import dataclasses
from datetime import datetime

from django.http import HttpRequest, HttpResponseRedirect
from ninja import Query, Router, Schema, Status

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.ids import run_code
from farlight.people.public import person_of
from farlight.processing.access import processing_for, summary_of, visible_processings
from farlight.processing.domain.cells import CellQuestion, question_about
from farlight.processing.domain.pipelines import pipeline_named, with_asked
from farlight.processing.queries import charts_of, file_address, files_of, found_cells, offered_in
from farlight.processing.services.cancelling import cancel_processing as cancel
from farlight.processing.services.starting import start_processing as start
from farlight.processing.types import (
    BeamSearch,
    Failure,
    ProcessingOptions,
    ProcessingResult,
    ProcessingSummary,
    Speed,
)
from farlight.runs.public import run_for

router = Router(tags=["processing"])
_PATH = "/sessions/{code}/runs/{int:run}/processings"


class PipelineOut(Schema):
    """A way to process at a beamline, with what it does when nothing else is asked."""

    code: str
    name: str
    starts_by_itself: bool
    options: ProcessingOptions


class StartProcessingIn(Schema):
    """What is asked for; everything may be left out, and is then as the pipeline has it."""

    pipeline: str = ""
    speed: Speed = Speed.FAST
    beam_search: BeamSearch = BeamSearch.AUTO
    d_min_angstrom: float | None = None
    unit_cell: tuple[float, float, float, float, float, float] | None = None
    space_group: str = ""
    max_cell_angstrom: float | None = None
    first_image: int | None = None
    last_image: int | None = None
    processors: int | None = None


class FileOut(Schema):
    """A file of a processing."""

    name: str
    kind: str
    title: str
    size_bytes: int


class ListedFileOut(FileOut):
    """A file of a processing, and where its bytes are."""

    url: str


class LineOut(Schema):
    """A row of numbers in a plot, as many as its ``along_values``; null where there is no number."""

    word: str
    unit: str
    decimals: int
    look: str
    is_right: bool
    values: list[float | None]


class ChartOut(Schema):
    """A plot: along resolution (Å), images of the run, or differences between images."""

    name: str
    title: str
    along: str
    along_values: list[float]
    lines: list[LineOut]
    words: str


class ProcessingOut(Schema):
    """A processing."""

    session: str
    run: int
    number: int
    pipeline: str
    state: str
    stage: str | None
    progress_frac: float
    is_being_cancelled: bool
    started_by: str
    queued_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    options: ProcessingOptions
    result: ProcessingResult | None
    failure: Failure | None


class CellHitOut(Schema):
    """A result with a lattice like the one looked for."""

    distance_angstrom: float
    sample_name: str
    processing: ProcessingOut


class CellSearchOut(Schema):
    """What a search for a cell found, the nearest first."""

    unit_cell: tuple[float, float, float, float, float, float]
    centring: str
    reduced_cell: tuple[float, float, float, float, float, float]
    tolerance_angstrom: float
    meaning: str
    is_cut: bool
    hits: list[CellHitOut]


class CellIn(Schema):
    """A cell to look for; without a tolerance, one that suits the size of the cell."""

    a_angstrom: float
    b_angstrom: float
    c_angstrom: float
    alpha_deg: float = 90.0
    beta_deg: float = 90.0
    gamma_deg: float = 90.0
    centring: str = "P"
    tolerance_angstrom: float | None = None

    def question(self) -> CellQuestion:
        """Return the question; Invalid when it has no meaning."""
        lengths, angles = (self.a_angstrom, self.b_angstrom, self.c_angstrom), (self.alpha_deg, self.beta_deg)
        return question_about((*lengths, *angles, self.gamma_deg), self.centring, self.tolerance_angstrom)


def _out(processing: ProcessingSummary) -> dict[str, object]:
    return dataclasses.asdict(processing)


@router.get(_PATH, operation_id="list_processings", response=list[ProcessingOut])
def list_processings(request: HttpRequest, code: str, run: int) -> list[dict[str, object]]:
    """Return the processings of a run, newest first."""
    run_for(person_of(request), run_code(code, run))
    return [_out(summary_of(row)) for row in visible_processings(person_of(request), code, [run])]


@router.post(_PATH, operation_id="start_processing", response={202: ProcessingOut})
def start_processing(request: HttpRequest, code: str, run: int, wanted: StartProcessingIn) -> Status[dict[str, object]]:
    """Process a run; while one by the same pipeline is under way, that one is returned."""
    person = person_of(request)
    run_for(person, run_code(code, run))
    pipeline = pipeline_named(offered_in(code), wanted.pipeline)
    options = with_asked(pipeline.options, wanted.dict(exclude_unset=True, exclude={"pipeline"}))
    return Status(202, _out(start(session=code, run=run, options=options, by=person, pipeline=pipeline.code)))


@router.get("/sessions/{code}/pipelines", operation_id="list_pipelines", response=list[PipelineOut])
def list_pipelines(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return the ways to process the images of a session."""
    session_for(person_of(request), code, Action.SEE)
    return [dataclasses.asdict(pipeline) for pipeline in offered_in(code)]


@router.get(_PATH + "/{int:number}", operation_id="processing", response=ProcessingOut)
def processing(request: HttpRequest, code: str, run: int, number: int) -> dict[str, object]:
    """Return a processing: how far it is, what it found, or why it did not."""
    return _out(summary_of(processing_for(person_of(request), code, run, number)))


@router.post(_PATH + "/{int:number}/cancel", operation_id="cancel_processing", response=ProcessingOut)
def cancel_processing(request: HttpRequest, code: str, run: int, number: int) -> dict[str, object]:
    """Cancel a processing: one that waits at once, one that runs within a second."""
    return _out(cancel(session=code, run=run, number=number, by=person_of(request)))


@router.get(_PATH + "/{int:number}/charts", operation_id="processing_charts", response=list[ChartOut])
def processing_charts(request: HttpRequest, code: str, run: int, number: int) -> list[dict[str, object]]:
    """Return the plots of a result as numbers; an empty list while there is none."""
    row = processing_for(person_of(request), code, run, number)
    return [dataclasses.asdict(chart) for chart in charts_of(row).charts]


@router.get(_PATH + "/{int:number}/files", operation_id="list_processing_files", response=list[ListedFileOut])
def list_processing_files(request: HttpRequest, code: str, run: int, number: int) -> list[dict[str, object]]:
    """Return the files that a processing has left so far."""
    row = processing_for(person_of(request), code, run, number, Action.READ_FILES)
    return [{**dataclasses.asdict(file), "url": file_address(row, file.name)} for file in files_of(row)]


@router.get(
    _PATH + "/{int:number}/files/{name}",
    operation_id="processing_file",
    response={302: None},
    openapi_extra={"responses": {302: {"description": "The file is at the address of the header Location."}}},
)
def processing_file(request: HttpRequest, code: str, run: int, number: int, name: str) -> HttpResponseRedirect:
    """Lead to a file of a processing, by one of the names in the list."""
    row = processing_for(person_of(request), code, run, number, Action.READ_FILES)
    return HttpResponseRedirect(file_address(row, name))


@router.get("/cells", operation_id="find_cells", response=CellSearchOut)
def find_cells(request: HttpRequest, wanted: Query[CellIn]) -> dict[str, object]:
    """Look a cell up among the results of all sessions that one may see, whatever setting they are in."""
    question = wanted.question()
    found = found_cells(person_of(request), question)
    return dataclasses.asdict(question) | dataclasses.asdict(found) | {"meaning": question.meaning}
