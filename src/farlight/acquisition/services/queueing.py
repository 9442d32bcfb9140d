"""Asking for collections: into the queue, out of it, and in which order."""

import dataclasses

from django.db import transaction
from django.db.models import Max

from farlight.acquisition.access import parameters_of, request_for, requests_with_names, summary_of
from farlight.acquisition.domain.layouts import record_of, treatment_record
from farlight.acquisition.domain.requests import (
    collection_in_words,
    objections_to_collection,
    objections_to_kind,
    objections_to_sample,
    objections_to_time,
    with_distance,
    with_layout,
)
from farlight.acquisition.errors import WrongState
from farlight.acquisition.events import QueueReordered, RequestQueued
from farlight.acquisition.models import Request
from farlight.acquisition.queries import waiting_requests
from farlight.acquisition.services.steps import change_state
from farlight.acquisition.types import CollectionParameters, RequestState, RequestSummary
from farlight.beamlines.public import beamline
from farlight.beamtime.public import may, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotAllowed, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.samples.public import sample_for
from farlight.samples.types import SampleSummary


@transaction.atomic
def queue_collection(
    *, session: str, sample: str | None, parameters: CollectionParameters, by: Actor
) -> RequestSummary:
    """Ask for a collection of a sample; of whatever is on the goniometer when none is named.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such sample.
    NotAllowed
        When the person may not queue in it now; every objection to the collection is listed with the reasons.
    Invalid
        When it cannot be collected: every objection.
    """
    owner = session_for(by, session, Action.SEE)
    chosen = sample_for(by, session, sample) if sample else None
    parameters = with_layout(parameters, beamline(owner.beamline))
    verdict = may(by, Action.QUEUE, session)
    objections = _objections(session, chosen, parameters, by)
    if not verdict.allowed:
        raise NotAllowed((*verdict.reasons, *objections))
    if objections:
        raise Invalid(objections)
    placed = with_distance(parameters, beamline(owner.beamline).detector)
    last = Request.objects.filter(session_id=owner.id).aggregate(last=Max("position"))["last"] or 0
    request = Request.objects.create(
        code=new_opaque_id("r-"),
        session_id=owner.id,
        sample_id=chosen.id if chosen else None,
        kind=placed.kind.value,
        position=last + 1,
        queued_by_id=by.pk,
        queued_at=utc_now(),
        **dataclasses.asdict(placed)
        | {"layout": record_of(placed.layout), "treatment": treatment_record(placed.treatment)},
    )
    _tell_queued(request, session, sample or "", placed, by)
    return summary_of(requests_with_names().get(pk=request.pk))


def objections_to_asking(
    *, session: str, sample: str | None = None, parameters: CollectionParameters, by: Actor
) -> tuple[Objection, ...]:
    """What would stand in the way of a collection if it were asked for now; nothing is written.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such sample.
    """
    owner = session_for(by, session, Action.SEE)
    chosen = sample_for(by, session, sample) if sample else None
    whole = with_layout(parameters, beamline(owner.beamline))
    return (*may(by, Action.QUEUE, session).reasons, *_objections(session, chosen, whole, by))


def _tell_queued(request: Request, session: str, sample: str, parameters: CollectionParameters, by: Actor) -> None:
    words = collection_in_words(parameters)
    publish(
        RequestQueued(session=session, request=request.code, request_kind=request.kind, sample=sample, summary=words),
        by=by.username,
    )


def _objections(
    session: str, sample: SampleSummary | None, parameters: CollectionParameters, by: Actor
) -> tuple[Objection, ...]:
    owner = session_for(by, session, Action.SEE)
    instrument = beamline(owner.beamline)
    return (
        *objections_to_kind(parameters, instrument.collections),
        *objections_to_collection(parameters, instrument.limits, instrument.detector),
        *objections_to_sample(sample, instrument.limits),
        *objections_to_time(parameters, end=owner.end, now=max(owner.start, utc_now())),
    )


@transaction.atomic
def cancel_request(*, session: str, request: str, by: Actor) -> None:
    """Take a request out of the queue; nothing happens when it is out already.

    Raises
    ------
    NotFound, NotAllowed
        As in ``request_for``.
    WrongState
        When it is being collected or was collected.
    """
    row = request_for(by, session, request, Action.QUEUE)
    if row.state != RequestState.CANCELLED.value:
        change_state(request=row, to=RequestState.CANCELLED, reason=f"Cancelled by {by.full_name}.", by=by.username)


@transaction.atomic
def move_request(*, session: str, request: str, to: int, by: Actor) -> None:
    """Give a waiting request another place in the queue; places count from 0, beyond the end is the end.

    Raises
    ------
    NotFound, NotAllowed
        As in ``request_for``.
    WrongState
        When it does not wait any more.
    """
    row = request_for(by, session, request, Action.QUEUE)
    queue = waiting_requests(row.session_id)
    places = sorted(waiting.position for waiting in queue)
    moving = [waiting for waiting in queue if waiting.pk == row.pk]
    if not moving:
        raise WrongState("Only a request that waits can be moved.")
    queue.remove(moving[0])
    queue.insert(max(0, to), moving[0])
    for waiting, position in zip(queue, places, strict=True):
        waiting.position = position
    Request.objects.bulk_update(queue, ["position"])
    publish(QueueReordered(session=session, requests=tuple(waiting.code for waiting in queue)), by=by.username)


def repeat_request(*, session: str, request: str, by: Actor) -> RequestSummary:
    """Ask once more for what a request asked for; it is checked anew.

    Raises
    ------
    NotFound, NotAllowed, Invalid
        As in ``queue_collection``.
    """
    row = request_for(by, session, request, Action.SEE)
    sample = row.sample.code if row.sample else None
    return queue_collection(session=session, sample=sample, parameters=parameters_of(row), by=by)
