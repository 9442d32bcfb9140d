"""What the pages of processings show."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from farlight.beamtime.public import rights_in
from farlight.beamtime.types import Action, Verdict
from farlight.bus.public import newest_number
from farlight.people.types import Actor
from farlight.processing.access import processing_for, summary_of, visible_processings
from farlight.processing.domain.charts import Along, Chart, TableRow, rows_of
from farlight.processing.domain.files import REPORT_NAME
from farlight.processing.domain.findings import centring_of
from farlight.processing.domain.messages import is_far
from farlight.processing.domain.stages import stage_title
from farlight.processing.queries import charts_of, files_of, offered_in
from farlight.processing.types import (
    ProcessingOptions,
    ProcessingState,
    ProcessingSummary,
    ResultFile,
    ShellStatistics,
    Stage,
)
from farlight.processing.web.forms import OptionsForm


@dataclass(frozen=True, kw_only=True)
class StageRow:
    """A stage in the list of stages."""

    title: str
    state: str
    """``finished``, ``running``, ``failed``, ``cancelled``, ``waiting``, or ``ended`` when it was never reached."""
    word: str
    """What to call it; empty for the state's own name."""
    duration_s: float | None


@dataclass(frozen=True, kw_only=True)
class ChartFigure:
    """A plot with its numbers as a table."""

    chart: Chart
    along_word: str
    along_decimals: int
    rows: Sequence[TableRow]
    is_thinned: bool
    """Whether the table shows some of the numbers only."""


_ALONG = {
    Along.RESOLUTION: ("Resolution (Å)", 2),
    Along.IMAGE: ("Image", 0),
    Along.DIFFERENCE: ("Images between", 0),
}


def figure_of(chart: Chart) -> ChartFigure:
    """Return a plot with its table."""
    rows = rows_of(chart)
    word, decimals = _ALONG[chart.along]
    return ChartFigure(
        chart=chart,
        along_word=word,
        along_decimals=decimals,
        rows=rows,
        is_thinned=len(rows) < len(chart.along_values),
    )


@dataclass(frozen=True, kw_only=True)
class ProcessingPage:
    """All that the page of a processing shows."""

    processing: ProcessingSummary
    others: Sequence[ProcessingSummary]
    """Every processing of the run, newest first."""
    stages: Sequence[StageRow]
    charts: Sequence[ChartFigure]
    is_beam_far: bool
    """Whether the beam was found far from where the header has it."""
    shells: Sequence[tuple[str, ShellStatistics]]
    files: Sequence[ResultFile]
    logs: Sequence[ResultFile]
    has_report: bool
    may_process: Verdict
    may_read: Verdict
    newest_event: int
    form: OptionsForm

    @property
    def cell_search_path(self) -> str:
        """Where the result's cell is looked up."""
        result = self.processing.result
        if result is None:
            return reverse("processing:cell_search")
        cell = " ".join(f"{value:g}" for value in result.unit_cell)
        asked = urlencode({"unit_cell": cell, "centring": centring_of(result.space_group)})
        return f"{reverse('processing:cell_search')}?{asked}"

    @property
    def stage_word(self) -> str:
        """What it is doing now."""
        return stage_title(self.processing.stage) if self.processing.stage else "Waiting for a worker"


def page_for(person: Actor, session: str, run: int, number: int, form: OptionsForm | None = None) -> ProcessingPage:
    """Return the page of a processing.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    """
    newest_event = newest_number(session)
    row = processing_for(person, session, run, number)
    rights = rights_in(person, session)
    processing, found = summary_of(row), files_of(row)
    beam = processing.result.beam if processing.result else None
    return ProcessingPage(
        processing=processing,
        others=[summary_of(other) for other in visible_processings(person, session, [run])],
        stages=stage_rows(processing),
        charts=[figure_of(chart) for chart in charts_of(row).charts],
        is_beam_far=beam is not None and is_far(beam),
        shells=shells_of(processing),
        files=[file for file in found if file.kind in {"data", "model"}],
        logs=[file for file in found if file.kind == "log"],
        has_report=any(file.name == REPORT_NAME for file in found) and processing.state is ProcessingState.FINISHED,
        may_process=rights[Action.PROCESS],
        may_read=rights[Action.READ_FILES],
        newest_event=newest_event,
        form=form or form_from(processing),
    )


def form_from(processing: ProcessingSummary) -> OptionsForm:
    """Return a form that proposes what was asked for last time, where that is not what the pipeline has anyway."""
    asked, offered = processing.options, offered_in(processing.session)
    usual = next((one.options for one in offered if one.code == processing.pipeline), ProcessingOptions())
    initial = {
        name: getattr(asked, name)
        for name in OptionsForm.base_fields
        if name != "pipeline" and getattr(asked, name) != getattr(usual, name)
    }
    if "unit_cell" in initial and asked.unit_cell:
        initial["unit_cell"] = " ".join(f"{value:g}" for value in asked.unit_cell)
    return OptionsForm(pipelines=offered, initial=initial | {"pipeline": processing.pipeline})


def stage_rows(processing: ProcessingSummary) -> list[StageRow]:
    """Return every stage with what became of it."""
    times = {time.stage: time.duration_s for time in processing.result.times} if processing.result else {}
    order = list(Stage)
    reached = order.index(processing.stage) if processing.stage else -1
    rows = []
    for place, stage in enumerate(order):
        state, word = _look_of(processing, stage, is_past=place < reached, is_here=place == reached)
        rows.append(StageRow(title=stage_title(stage), state=state, word=word, duration_s=times.get(stage)))
    return rows


def _look_of(processing: ProcessingSummary, stage: Stage, *, is_past: bool, is_here: bool) -> tuple[str, str]:
    """Return the state that a stage is shown with, and the word for it where that is another one."""
    if processing.failure and processing.failure.step is stage:
        return "failed", ""
    if is_past or processing.state is ProcessingState.FINISHED:
        return "finished", ""
    if is_here:
        return processing.state.value, ""
    return ("ended", "not reached") if processing.state.is_over else ("waiting", "")


def shells_of(processing: ProcessingSummary) -> list[tuple[str, ShellStatistics]]:
    """Return the shells that have statistics, with their names."""
    result = processing.result
    if result is None:
        return []
    named = (("Overall", result.overall), ("Inner", result.inner), ("Outer", result.outer))
    return [(name, shell) for name, shell in named if shell is not None]
