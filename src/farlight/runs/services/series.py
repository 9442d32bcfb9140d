"""Keeping the series: values and how far the analysis is change together, in one transaction, with one event."""

from collections.abc import Sequence

from django.db import transaction

from farlight.bus.public import publish
from farlight.runs.domain.points import CHUNK_POINTS, COLUMNS, Point, packed, series_of_points
from farlight.runs.events import RunAnalysed, RunAnalysisEnded
from farlight.runs.models import Run, SeriesChunk
from farlight.runs.types import AnalysisState


@transaction.atomic
def append_points(*, run_id: int, points: Sequence[Point], analysed_to: int, sampled: bool) -> int:
    """Keep the values of images in order; return how many were new.

    What an earlier job kept already is left out, so that nothing doubles however jobs die and start again.

    Parameters
    ----------
    analysed_to : int
        Number of the newest image that was looked at, left out, or cannot be read.
    """
    run = Run.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=run_id)
    new = [point for point in points if point.image_number > run.analysed_to]
    run.analysed_to = max(run.analysed_to, analysed_to)
    run.analysed += len(new)
    run.sampled = run.sampled or sampled
    run.save(update_fields=["analysed_to", "analysed", "sampled"])
    if new:
        _store(run, new)
        values = series_of_points(new, sampled=run.sampled)
        publish(
            RunAnalysed(
                session=run.session.code, run=run.number, **{n: getattr(values, n) for n in (*COLUMNS, "sampled")}
            )
        )
    return len(new)


def _store(run: Run, points: list[Point]) -> None:
    """Fill the newest chunk up, and begin others with the rest."""
    newest = SeriesChunk.objects.filter(run=run).order_by("first").last()
    room = CHUNK_POINTS - newest.count if newest else 0
    if newest and room > 0:
        for name, more in packed(points[:room]).items():
            setattr(newest, name, bytes(getattr(newest, name)) + more)
        newest.count += len(points[:room])
        newest.save()
    rest = points[room:]
    for at in range(0, len(rest), CHUNK_POINTS):
        part = rest[at : at + CHUNK_POINTS]
        SeriesChunk.objects.create(run=run, first=part[0].image_number, count=len(part), **packed(part))


@transaction.atomic
def set_analysis(*, run_id: int, state: AnalysisState) -> None:
    """Note that a job took the analysis up, or laid it down for want of images. What is done stays done."""
    Run.objects.filter(pk=run_id).exclude(analysis=AnalysisState.DONE.value).update(analysis=state.value)


@transaction.atomic
def finish_analysis(*, run_id: int, note: str) -> bool:
    """Note that all images that can be read were looked at; False when that was noted already."""
    run = Run.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=run_id)
    if run.analysis == AnalysisState.DONE.value:
        return False
    run.analysis, run.analysis_note = AnalysisState.DONE.value, note
    run.save(update_fields=["analysis", "analysis_note"])
    publish(
        RunAnalysisEnded(
            session=run.session.code, run=run.number, analysed=run.analysed, sampled=run.sampled, note=note
        )
    )
    return True
