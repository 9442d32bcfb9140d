"""Starting: by a person, or by itself when a run ends."""

import dataclasses

from django.db import transaction
from django.db.models import Max

from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid
from farlight.kernel.ids import run_code
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.processing.access import processings_with_all, summary_of
from farlight.processing.domain.options import objections_to
from farlight.processing.domain.pipelines import fitted, pipeline_named
from farlight.processing.domain.records import record_of
from farlight.processing.events import ProcessingQueued
from farlight.processing.models import UNDER_WAY, Processing
from farlight.processing.queries import offered_in
from farlight.processing.services.queueing import run_processing
from farlight.processing.types import ProcessingOptions, ProcessingSummary
from farlight.runs.public import run_for, run_numbered
from farlight.runs.types import RunSummary


@transaction.atomic
def start_processing(
    *, session: str, run: int, options: ProcessingOptions, by: Actor, pipeline: str = ""
) -> ProcessingSummary:
    """Process a run's images; of the same pipeline, return the one under way: a second click changes nothing.

    Parameters
    ----------
    session, run : str, int
        Which images.
    options : ProcessingOptions
        What was asked for, with what the pipeline has for the rest (``domain.pipelines.with_asked``).
    by : Actor
        Who asks.
    pipeline : str
        Code of one that the beamline offers; empty for its first.

    Raises
    ------
    NotFound
        When the person may not know of the run, or it does not exist.
    NotAllowed
        When the person may not process in the session, with every reason.
    Invalid
        With everything that is wrong with the options, or when the beamline offers no such pipeline.
    Conflict
        When the run has no images yet, or is still being collected.
    """
    wanted = run_for(by, run_code(session, run), Action.PROCESS)
    chosen = pipeline_named(offered_in(session), pipeline)
    under_way = processings_with_all().filter(run_id=wanted.id, pipeline=chosen.code, state__in=UNDER_WAY).first()
    if under_way is not None:
        return summary_of(under_way)
    if wanted.is_collecting or not wanted.frames:
        raise Conflict("The run has no complete images yet: it can be processed when it has ended.")
    objections = objections_to(options, images=wanted.frames)
    if objections:
        raise Invalid(objections)
    return _queued(wanted, chosen.code, options, by=by)


@transaction.atomic
def start_by_itself(*, session: str, run: int) -> tuple[ProcessingSummary, ...]:
    """Process a run that has ended by the pipelines that start by themselves; none twice.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    wanted = run_numbered(session, run)
    if not wanted.frames or wanted.kind != "rotation":
        return ()
    known = set(Processing.objects.filter(run_id=wanted.id).values_list("pipeline", flat=True))
    by_itself = [one for one in offered_in(session) if one.starts_by_itself and one.code not in known]
    return tuple(_queued(wanted, one.code, fitted(one.options, wanted.frames), by=None) for one in by_itself)


def _queued(run: RunSummary, pipeline: str, options: ProcessingOptions, *, by: Actor | None) -> ProcessingSummary:
    """Queue a processing of a run; images that were never collected are left out.

    Of two clicks at the same moment the first one counts: the database has one under way per run and pipeline.
    """
    if run.frames < run.images and options.last_image is None:
        options = dataclasses.replace(options, last_image=run.frames)
    newest = Processing.objects.filter(run_id=run.id).aggregate(newest=Max("number"))["newest"] or 0
    asked = {
        "number": newest + 1,
        "options": record_of(options),
        "started_by_id": by.pk if by else None,
        "queued_at": utc_now(),
    }
    one_at_once = {"run_id": run.id, "pipeline": pipeline, "state__in": UNDER_WAY}
    row, is_new = Processing.objects.get_or_create(**one_at_once, defaults=asked)
    if is_new:
        event = ProcessingQueued(session=run.session, run=run.number, processing=row.number)
        publish(event, by=by.username if by else "")
        run_processing.enqueue(row.pk)
    return summary_of(processings_with_all().get(pk=row.pk))
