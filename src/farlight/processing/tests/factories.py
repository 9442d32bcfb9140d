"""Rows and values for tests."""

from farlight.kernel.time import utc_now
from farlight.processing.adapters.charts import keep_charts
from farlight.processing.domain.charts import Along, Chart, Line, ResultCharts
from farlight.processing.models import Processing
from farlight.processing.queries import folder_of
from farlight.processing.services.recording import claim, fail, finish, record_stage
from farlight.processing.services.starting import start_processing
from farlight.processing.types import (
    BeamCentres,
    DamageLevel,
    DamageVerdict,
    Failure,
    Message,
    ProcessingOptions,
    ProcessingResult,
    ResultFile,
    Severity,
    ShellStatistics,
    Stage,
    StageTime,
)
from farlight.runs.public import run_numbered

SHELL = ShellStatistics(
    d_max_angstrom=55.0,
    d_min_angstrom=1.8,
    completeness_frac=0.99,
    multiplicity=6.5,
    i_over_sigma=20.0,
    r_merge=0.05,
    r_meas=0.055,
    cc_half=0.999,
    observations=10_000,
    unique=1_500,
)

RESULT = ProcessingResult(
    unit_cell=(79.1, 79.1, 37.0, 90.0, 90.0, 90.0),
    space_group="P 43 21 2",
    space_group_source="intensities",
    lattice="tP",
    resolution_angstrom=1.8,
    overall=SHELL,
    inner=SHELL,
    outer=None,
    images=100,
    rotation_deg=50.0,
    spots=5000,
    indexed_frac=0.97,
    rmsd_px=0.4,
    mosaicity_deg=0.1,
    beam_shift_px=None,
    notes=("A remark.",),
    files=(ResultFile(name="merged.mtz", kind="data", title="Merged", size_bytes=10),),
    times=(StageTime(stage=Stage.IMPORT, duration_s=1.5),),
    messages=(
        Message(severity=Severity.WARNING, words="A remark."),
        Message(severity=Severity.NOTE, words="Good to know."),
    ),
    beam=BeamCentres(start_px=(244.0, 308.0), refined_px=(245.4, 306.7), shift_mm=0.33),
    damage=DamageVerdict(
        level=DamageLevel.NONE,
        words="No radiation damage is seen (R_d changes by -4% over the sweep).",
        rd_rise_frac=-0.04,
        b_drift_angstrom2=None,
    ),
)

CHARTS = ResultCharts(
    charts=(
        Chart(
            name="completeness",
            title="Completeness and multiplicity",
            along=Along.RESOLUTION,
            along_values=(4.0, 1.8),
            lines=(
                Line(word="Completeness", unit="%", decimals=1, values=(99.5, None)),
                Line(word="Multiplicity", is_right=True, values=(6.5, 2.25)),
            ),
            words="Completeness goes from 100 % at low to 0 % at high resolution.",
        ),
    )
)

FAILURE = Failure(step=Stage.INDEX, why="No lattice explains the spots.", try_next=("Look at the images.", "Ask."))


def make_processing(session, person, run=1, *, state="queued", options=None, result=RESULT):
    """A processing of an ended run, in a state; one that is over has left a report and a log."""
    started = start_processing(session=session.code, run=run, options=options or ProcessingOptions(), by=person)
    row = Processing.objects.select_related("run__session").get(
        run__session=session, run__number=run, number=started.number
    )
    if state in {"running", "finished", "failed"}:
        claim(row.pk)
        record_stage(processing_id=row.pk, stage=Stage.INDEX, progress_frac=0.2)
    folder = folder_of(row)
    if state in {"finished", "failed"}:
        folder.mkdir(parents=True)
        (folder / "01_import.log").write_text("DIALS imported <b>it</b>\n")
        (folder / "secret.txt").write_text("not for readers")
    if state == "finished":
        (folder / "report.html").write_text('<script src="/javascript/jquery/jquery.min.js"></script>')
        (folder / "merged.mtz").write_bytes(b"MTZ ")
        keep_charts(folder, CHARTS)
        finish(row.pk, result)
    if state == "failed":
        fail(row.pk, FAILURE)
    row.refresh_from_db()
    return row


def make_refinement(session, run=1):
    """A finished processing of a run; return its folder, where nothing lies yet."""
    row = Processing.objects.create(
        run_id=run_numbered(session.code, run).id,
        number=1,
        pipeline="dials",
        options={},
        state="finished",
        stage="report",
        queued_at=utc_now(),
    )
    folder_of(row).mkdir(parents=True)
    return folder_of(row)


def keep_charts_of(row, charts):
    """Let a finished processing have other plots."""
    keep_charts(folder_of(row), charts)
