"""What a processing comes to: one transition of its state, one event, in one transaction."""

import dataclasses

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.events import Event
from farlight.kernel.time import utc_now
from farlight.processing.access import processings_with_all
from farlight.processing.domain.records import Record, record_of
from farlight.processing.domain.states import objection_to_step
from farlight.processing.events import (
    ProcessingCancelled,
    ProcessingFailed,
    ProcessingFinished,
    ProcessingStageReached,
)
from farlight.processing.models import Processing
from farlight.processing.services.findings import record_finding
from farlight.processing.types import Failure, ProcessingResult, ProcessingState, Stage

MOST_ATTEMPTS = 12
"""So many workers may die at one stage of a processing before it is given up."""


def locked(processing_id: int) -> Processing:
    """Return a processing's row, locked until the transaction ends."""
    return processings_with_all().select_for_update(of=("self",), no_key=True).get(pk=processing_id)


@transaction.atomic
def claim(processing_id: int) -> Processing | None:
    """Take a processing up for a worker; None when there is nothing to do for it any more.

    A processing that runs already is taken up again: the job queue gives a job to a second worker only when the first
    one died. One that was cancelled meanwhile is ended here, and one at which too many workers died fails.
    """
    row = locked(processing_id)
    if ProcessingState(row.state).is_over:
        return None
    if row.cancelled_by:
        cancel(processing_id)
        return None
    if row.attempts >= MOST_ATTEMPTS:
        fail(processing_id, gave_up(row))
        return None
    row.state = ProcessingState.RUNNING.value
    row.attempts += 1
    row.started_at = row.started_at or utc_now()
    row.save(update_fields=["state", "attempts", "started_at"])
    return row


def gave_up(row: Processing) -> Failure:
    """Explain that worker after worker died."""
    return Failure(
        step=Stage(row.stage) if row.stage else Stage.IMPORT,
        why=f"The worker died {row.attempts} times at this step.",
        try_next=("The computer may be short of memory: run again with one process.", "Tell the operator."),
    )


@transaction.atomic
def record_stage(*, processing_id: int, stage: Stage, progress_frac: float) -> None:
    """Note how far a processing is, and say so."""
    row = locked(processing_id)
    if row.state != ProcessingState.RUNNING.value:
        return
    attempts = row.attempts if row.stage == stage.value else 1
    Processing.objects.filter(pk=row.pk).update(stage=stage.value, progress_frac=progress_frac, attempts=attempts)
    publish(
        ProcessingStageReached(
            session=row.run.session.code,
            run=row.run.number,
            processing=row.number,
            stage=stage.value,
            progress_frac=round(progress_frac, 3),
        )
    )


@transaction.atomic
def finish(processing_id: int, result: ProcessingResult) -> None:
    """Keep the result of a processing."""
    row = locked(processing_id)
    if _step(row, ProcessingState.FINISHED, result=record_of(result)):
        record_finding(row.pk, result)
        publish(_finished(row, result))


def _finished(row: Processing, result: ProcessingResult) -> Event:
    return ProcessingFinished(
        session=row.run.session.code,
        run=row.run.number,
        processing=row.number,
        unit_cell=result.unit_cell,
        space_group=result.space_group,
        resolution_angstrom=result.resolution_angstrom,
        cc_half_overall=result.overall.cc_half if result.overall else None,
        indexed_frac=result.indexed_frac,
        completeness_frac=result.overall.completeness_frac if result.overall else None,
    )


@transaction.atomic
def fail(processing_id: int, failure: Failure) -> None:
    """Keep why a processing failed."""
    row = locked(processing_id)
    if _step(row, ProcessingState.FAILED, failure=record_of(failure)):
        said = dataclasses.asdict(failure) | {"step": failure.step.value}
        publish(ProcessingFailed(session=row.run.session.code, run=row.run.number, processing=row.number, **said))


@transaction.atomic
def cancel(processing_id: int) -> None:
    """Note that a processing was cancelled; nothing of it runs any more."""
    row = locked(processing_id)
    if _step(row, ProcessingState.CANCELLED):
        event = ProcessingCancelled(session=row.run.session.code, run=row.run.number, processing=row.number)
        publish(event, by=row.cancelled_by)


def _step(
    row: Processing, state: ProcessingState, *, result: Record | None = None, failure: Record | None = None
) -> bool:
    """Change the state of a processing; False when it is over already."""
    if objection_to_step(ProcessingState(row.state), state):
        return False
    row.state, row.ended_at, row.result, row.failure = state.value, utc_now(), result, failure
    if state is ProcessingState.FINISHED:
        row.progress_frac = 1.0
    row.save(update_fields=["state", "ended_at", "result", "failure", "progress_frac"])
    return True
