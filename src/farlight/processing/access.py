"""The way to processings: through the session of their run, with the person explicit."""

from collections.abc import Sequence

from django.db.models import QuerySet

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.processing.domain.records import failure_from, options_from, result_from
from farlight.processing.models import Processing
from farlight.processing.types import ProcessingState, ProcessingSummary, Stage


def processings_with_all() -> QuerySet[Processing]:
    """Return processings with all that a summary needs: one query for any number."""
    return Processing.objects.select_related("run__session", "started_by")


def visible_processings(person: Actor, session: str, runs: Sequence[int] = ()) -> QuerySet[Processing]:
    """Return the processings of a session, newest first; of some runs only when their numbers are given.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    seen = session_for(person, session, Action.SEE)
    rows = processings_with_all().filter(run__session_id=seen.id).order_by("-run__number", "-number")
    return rows.filter(run__number__in=runs) if runs else rows


def processing_for(person: Actor, session: str, run: int, number: int, to: Action = Action.SEE) -> Processing:
    """Return the row of a processing that a person wants to do something with.

    Raises
    ------
    NotFound
        When the person may not know of the session, or the run has no such processing.
    NotAllowed
        When the person may not do this in the session, with every reason.
    """
    seen = session_for(person, session, to)
    row = processings_with_all().filter(run__session_id=seen.id, run__number=run, number=number).first()
    if row is None:
        raise NotFound(f"Run {session}/{run} has no processing {number}.")
    return row


def summary_of(row: Processing) -> ProcessingSummary:
    """Return a processing as other contexts see it; the row must come from ``processings_with_all``."""
    return ProcessingSummary(
        session=row.run.session.code,
        run=row.run.number,
        number=row.number,
        pipeline=row.pipeline,
        options=options_from(row.options),
        state=ProcessingState(row.state),
        stage=Stage(row.stage) if row.stage else None,
        progress_frac=row.progress_frac,
        result=result_from(row.result) if row.result else None,
        failure=failure_from(row.failure) if row.failure else None,
        is_being_cancelled=bool(row.cancelled_by) and not ProcessingState(row.state).is_over,
        started_by=row.started_by.full_name if row.started_by else "",
        queued_at=row.queued_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )
