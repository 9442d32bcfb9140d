"""Cancelling."""

from django.db import transaction

from farlight.beamtime.types import Action
from farlight.kernel.errors import Conflict
from farlight.people.types import Actor
from farlight.processing.access import processing_for, processings_with_all, summary_of
from farlight.processing.models import Processing
from farlight.processing.services.recording import cancel, locked
from farlight.processing.types import ProcessingState, ProcessingSummary


@transaction.atomic
def cancel_processing(*, session: str, run: int, number: int, by: Actor) -> ProcessingSummary:
    """Cancel a processing: one that waits at once, one that runs within a second, by its worker.

    Raises
    ------
    NotFound
        When the person may not know of it, or it does not exist.
    NotAllowed
        When the person may not process in the session, with every reason.
    Conflict
        When it is over already.
    """
    row = locked(processing_for(by, session, run, number, Action.PROCESS).pk)
    state = ProcessingState(row.state)
    if state.is_over:
        raise Conflict(f"The processing is {state.value} already.")
    Processing.objects.filter(pk=row.pk, cancelled_by="").update(cancelled_by=by.username)
    if state is ProcessingState.QUEUED:
        cancel(row.pk)
    return summary_of(processings_with_all().get(pk=row.pk))
