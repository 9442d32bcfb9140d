"""Keeping the series: values and how far the analysis is change together, in one transaction, with one event."""

import math
from collections.abc import Sequence

from django.db import transaction

from farlight.bus.public import publish
from farlight.runs.domain.points import CHUNK_POINTS, COLUMNS, Point, numbers_in, packed, series_of_points, unpacked
from farlight.runs.events import RunAnalysed, RunAnalysisEnded
from farlight.runs.models import Run, SeriesChunk
from farlight.runs.types import AnalysisState


@transaction.atomic
def keep_points(*, run_id: int, points: Sequence[Point], analysed_to: int, sampled: bool) -> int:
    """Keep the values of images; return how many were new.

    What an earlier job kept already is left out, so that nothing doubles however jobs die and start again. Images that
    were left out at first may come later: they take their place in the order of the images.

    Parameters
    ----------
    analysed_to : int
        Number of the newest image that was looked at, left out, or cannot be read.
    sampled : bool
        Whether images before that one are left out as yet.
    """
    run = Run.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=run_id)
    new = _not_kept_yet(run, sorted(points, key=lambda point: point.image_number))
    late = [point for point in new if point.image_number <= run.analysed_to]
    _insert(run, late)
    _append(run, new[len(late) :])
    run.analysed_to = max(run.analysed_to, analysed_to)
    run.analysed += len(new)
    run.sampled = sampled
    run.save(update_fields=["analysed_to", "analysed", "sampled"])
    if new:
        values = series_of_points(new, sampled=run.sampled)
        publish(
            RunAnalysed(
                session=run.session.code, run=run.number, **{n: getattr(values, n) for n in (*COLUMNS, "sampled")}
            )
        )
    return len(new)


def image_numbers_of(run_id: int) -> set[int]:
    """Return the numbers of the images whose values are kept."""
    packs = SeriesChunk.objects.filter(run_id=run_id).values_list("image_numbers", flat=True)
    return {number for pack in packs for number in numbers_in(bytes(pack))}


def _not_kept_yet(run: Run, points: list[Point]) -> list[Point]:
    if not points or points[0].image_number > run.analysed_to:
        return points
    kept = image_numbers_of(run.pk)
    return [point for point in points if point.image_number not in kept]


def _insert(run: Run, points: list[Point]) -> None:
    """Put values between those that are kept: the chunks that they fall into are written anew.

    A chunk that overflows is parted evenly, so that the next values find room and no tiny chunks gather.
    """
    if not points:
        return
    chunks = SeriesChunk.objects.filter(run=run, first__lte=points[-1].image_number).order_by("first")
    before = chunks.filter(first__lte=points[0].image_number).last()
    touched = chunks.filter(first__gte=before.first) if before else chunks
    there = [point for chunk in touched.values(*COLUMNS) for point in unpacked(chunk)]
    touched.delete()
    merged = sorted([*there, *points], key=lambda point: point.image_number)
    rows = math.ceil(len(merged) / CHUNK_POINTS)
    _fill_chunks(run, merged, points_each=math.ceil(len(merged) / rows))


def _append(run: Run, points: list[Point]) -> None:
    """Fill the newest chunk up, and begin others with the rest."""
    newest = SeriesChunk.objects.filter(run=run).order_by("first").last() if points else None
    room = CHUNK_POINTS - newest.count if newest else 0
    if newest and room > 0:
        for name, more in packed(points[:room]).items():
            setattr(newest, name, bytes(getattr(newest, name)) + more)
        newest.count += len(points[:room])
        newest.save()
    _fill_chunks(run, points[room:])


def _fill_chunks(run: Run, points: list[Point], points_each: int = CHUNK_POINTS) -> None:
    for at in range(0, len(points), points_each):
        part = points[at : at + points_each]
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
