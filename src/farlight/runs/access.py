"""The way to runs: through the session, with the person explicit."""

from pathlib import Path

from django.db.models import QuerySet

from farlight.beamtime.public import session_folder, session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.ids import RunCode, parse_run_code
from farlight.people.types import Actor
from farlight.runs.domain.findings import findings_from
from farlight.runs.domain.layouts import layout_from, scale_from
from farlight.runs.models import Run
from farlight.runs.types import AnalysisState, RunState, RunSummary, SnapshotSummary


def runs_with_all() -> QuerySet[Run]:
    """Return runs with all that a summary needs: two queries for any number."""
    return Run.objects.select_related("session", "sample").prefetch_related("snapshots")


def visible_runs(person: Actor, session: str) -> QuerySet[Run]:
    """Return the runs of a session, newest first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen = session_for(person, session, Action.SEE)
    return runs_with_all().filter(session_id=seen.id).order_by("-number")


def run_for(person: Actor, session: str, number: int, to: Action = Action.SEE) -> Run:
    """Return the row of a run that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such run.
    NotAllowed
        When the person may not do this in the session, with every reason.
    """
    seen = session_for(person, session, to)
    row = runs_with_all().filter(session_id=seen.id, number=number).first()
    if row is None:
        raise NotFound(f"Session {session} has no run {number}.")
    return row


def parsed(code: str) -> RunCode:
    """Return a run code's parts; one that is no code is unknown like any other."""
    try:
        return parse_run_code(code)
    except Invalid as wrong:
        raise NotFound from wrong


def summary_of(run: Run, *, folder: Path | None = None) -> RunSummary:
    """Return a run as other contexts see it; the row must come from ``runs_with_all``.

    Parameters
    ----------
    folder : Path, optional
        The session's folder, where the caller knows it already; saves a query.
    """
    root = folder or session_folder(run.session.code)
    return RunSummary(
        id=run.pk,
        session=run.session.code,
        number=run.number,
        kind=run.kind,
        state=RunState(run.state),
        sample=run.sample.code if run.sample else "",
        sample_name=run.sample_name,
        detector=run.detector,
        images=run.images,
        frames=run.frames,
        start_deg=run.start_deg,
        width_deg=run.width_deg,
        exposure_time_s=run.exposure_time_s,
        energy_ev=run.energy_ev,
        transmission_frac=run.transmission_frac,
        detector_distance_mm=run.detector_distance_mm,
        started=run.started,
        ended=run.ended,
        reason=run.reason,
        snapshots=tuple(
            SnapshotSummary(name=s.name, omega_deg=s.omega_deg, scale=scale_from(s.scale)) for s in run.snapshots.all()
        ),
        analysis=AnalysisState(run.analysis),
        analysed=run.analysed,
        sampled=run.sampled,
        analysis_note=run.analysis_note,
        directory=_relative(run.directory, root),
        master=_relative(run.master, root),
        flux_hz=run.flux_hz,
        beam_size_um=tuple(run.beam_size_um) if run.beam_size_um else None,
        layout=layout_from(run.layout),
        findings=findings_from(run.findings),
    )


def _relative(path: str, root: Path) -> str:
    """Return a path within the session's folder; only the name of one that lies elsewhere."""
    there = Path(path)
    return str(there.relative_to(root)) if there.is_relative_to(root) else there.name
