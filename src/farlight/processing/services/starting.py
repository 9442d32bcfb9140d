"""Starting: by a person, or by itself when a run ends."""

import dataclasses

from django.db import transaction
from django.db.models import Max

from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_summary
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Conflict, Invalid
from farlight.kernel.ids import run_code
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.processing.access import processings_with_all, summary_of
from farlight.processing.domain.options import objections_to
from farlight.processing.domain.records import record_of
from farlight.processing.events import ProcessingQueued
from farlight.processing.models import UNDER_WAY, Processing
from farlight.processing.services.queueing import run_processing
from farlight.processing.types import ProcessingOptions, ProcessingSummary
from farlight.runs.public import run_for, run_numbered
from farlight.runs.types import RunSummary

PIPELINE = "dials"
"""The pipeline there is."""


@transaction.atomic
def start_processing(*, session: str, run: int, options: ProcessingOptions, by: Actor) -> ProcessingSummary:
    """Process a run's images; return the processing under way when there is one: a second click changes nothing.

    Raises
    ------
    NotFound
        When the person may not know of the run, or it does not exist.
    NotAllowed
        When the person may not process in the session, with every reason.
    Invalid
        With everything that is wrong with the options.
    Conflict
        When the run has no images yet, or is still being collected.
    """
    wanted = run_for(by, run_code(session, run), Action.PROCESS)
    under_way = processings_with_all().filter(run_id=wanted.id, state__in=UNDER_WAY).first()
    if under_way is not None:
        return summary_of(under_way)
    if wanted.is_collecting or not wanted.frames:
        raise Conflict("The run has no complete images yet: it can be processed when it has ended.")
    objections = objections_to(options, images=wanted.frames)
    if objections:
        raise Invalid(objections)
    return _queued(wanted, options, by=by)


@transaction.atomic
def start_by_itself(*, session: str, run: int) -> ProcessingSummary | None:
    """Process a run that has ended, when its beamline wants that; None when it does not, or it was processed before.

    Raises
    ------
    NotFound
        When there is no such run.
    """
    wanted = run_numbered(session, run)
    pipelines = beamline(session_summary(session).beamline).pipelines
    if PIPELINE not in pipelines or not wanted.frames or wanted.kind != "rotation":
        return None
    if Processing.objects.filter(run_id=wanted.id).exists():
        return None
    return _queued(wanted, ProcessingOptions(), by=None)


def _queued(run: RunSummary, options: ProcessingOptions, *, by: Actor | None) -> ProcessingSummary:
    """Queue a processing of a run; images that were never collected are left out.

    Of two clicks at the same moment the first one counts: the database has one processing under way per run.
    """
    if run.frames < run.images and options.last_image is None:
        options = dataclasses.replace(options, last_image=run.frames)
    newest = Processing.objects.filter(run_id=run.id).aggregate(newest=Max("number"))["newest"] or 0
    asked = {
        "number": newest + 1,
        "pipeline": PIPELINE,
        "options": record_of(options),
        "started_by_id": by.pk if by else None,
        "queued_at": utc_now(),
    }
    row, is_new = Processing.objects.get_or_create(
        run_id=run.id, pipeline=PIPELINE, state__in=UNDER_WAY, defaults=asked
    )
    if is_new:
        event = ProcessingQueued(session=run.session, run=run.number, processing=row.number)
        publish(event, by=by.username if by else "")
        run_processing.enqueue(row.pk)
    return summary_of(processings_with_all().get(pk=row.pk))
