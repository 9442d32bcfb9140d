"""What the engine does with requests: takes the next one, and says how it ended."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from farlight.acquisition.events import CollectionEnded
from farlight.acquisition.models import Request
from farlight.acquisition.queries import request_under_way, waiting_requests
from farlight.acquisition.services.steps import change_state
from farlight.acquisition.types import Command, RequestKind, RequestState
from farlight.beamtime.public import begin_run, running_session
from farlight.bus.public import publish
from farlight.kernel.time import utc_now
from farlight.samples.public import sample_with_key
from farlight.samples.types import SampleSummary


@dataclass(frozen=True, kw_only=True)
class TakenRequest:
    """A request that the engine has begun with."""

    request: Request
    run_number: int | None
    """None of what becomes no run."""
    sample: SampleSummary | None


@transaction.atomic
def take_next_request(*, beamline_id: int, now: datetime) -> TakenRequest | None:
    """Begin with the first request of the session that has the beamline now; None when nothing waits."""
    session = running_session(beamline_id, now=now)
    waiting = waiting_requests(session.id) if session and request_under_way(session.id) is None else []
    if session is None or not waiting:
        return None
    request = waiting[0]
    number = _run_number(request)  # rows are locked before the session's log
    change_state(request=request, to=RequestState.COLLECTING)
    Request.objects.filter(pk=request.pk).update(run_number=number, command=Command.NONE.value)
    request.run_number = number
    sample = sample_with_key(request.sample_id) if request.sample_id else None
    return TakenRequest(request=request, run_number=number, sample=sample)


def _run_number(request: Request) -> int | None:
    """Number of the run that a request becomes; None when nothing is measured."""
    if RequestKind(request.kind).is_treatment:
        return None
    return _free_run_number(request.session_id) or begin_run(request.session.code)


def _free_run_number(session_id: int) -> int | None:
    """A number that was given to a request which ended before its run began; it is taken from that request."""
    unused = Request.objects.filter(
        session_id=session_id,
        run_number__isnull=False,
        started_at__isnull=True,
        state__in=[RequestState.ABORTED.value, RequestState.FAILED.value],
    )
    owner = unused.order_by("run_number").first()
    if owner is None:
        return None
    number = owner.run_number
    Request.objects.filter(pk=owner.pk).update(run_number=None)
    return number


@transaction.atomic
def end_collection(*, request: Request, to: RequestState, frames: int, reason: str) -> None:
    """Say how a collection ended; its run, if there is one, ends with it.

    Raises
    ------
    WrongState
        When it has ended before.
    """
    row, now = Request.objects.select_related("session").get(pk=request.pk), utc_now()
    change_state(request=row, to=to, reason=reason)
    Request.objects.filter(pk=row.pk).update(frames=frames, stage="", ended_at=now)
    if row.started_at is not None and row.run_number is not None:
        publish(
            CollectionEnded(
                session=row.session.code,
                request=row.code,
                run_number=row.run_number,
                frames=frames,
                outcome="finished" if to is RequestState.DONE else to.value,
                reason=reason,
                ended_at=now.isoformat(),
            )
        )
