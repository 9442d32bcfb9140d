"""Finding out what the points of a scan say, when all are there."""

from pathlib import Path

from django.db import transaction

from farlight.bus.public import publish
from farlight.runs.domain.findings import findings_record, found_in
from farlight.runs.domain.layouts import layout_from
from farlight.runs.events import RunExamined
from farlight.runs.models import Run
from farlight.runs.types import AnalysisState, Findings
from farlight.science.scan_tables import ScanUnreadableError, read_scan
from farlight.science.scans import PointScan


def examine_scan(run_id: int) -> None:
    """Find out what a scan says, and keep it; nothing for a run of another kind."""
    run = Run.objects.get(pk=run_id)
    layout = layout_from(run.layout)
    if not isinstance(layout, PointScan):
        return
    try:
        table = read_scan(Path(run.master))
    except ScanUnreadableError as error:
        keep_findings(run_id=run_id, findings=None, note=str(error), analysed=0)
        return
    findings, note = found_in(layout, table, run.energy_ev)
    keep_findings(run_id=run_id, findings=findings, note=note, analysed=run.frames)


@transaction.atomic
def keep_findings(*, run_id: int, findings: Findings | None, note: str, analysed: int | None = None) -> None:
    """Keep what a run says.

    Parameters
    ----------
    note
        Why it says nothing, or what is odd about it; empty when all is well.
    analysed
        Points that were looked at, which ends the analysis; None when images are counted by others.
    """
    run = Run.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=run_id)
    run.findings = findings_record(findings)
    if analysed is not None:
        run.analysis, run.analysed = AnalysisState.DONE.value, analysed
    run.analysis_note = note or run.analysis_note
    run.save(update_fields=["findings", "analysis", "analysed", "analysis_note"])
    publish(RunExamined(session=run.session.code, run=run.number, note=note))
