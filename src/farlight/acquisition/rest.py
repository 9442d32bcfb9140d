"""Requests and the collection under way, by REST."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from farlight.acquisition.access import request_for, summary_of, visible_requests
from farlight.acquisition.queries import handling_picture, queue_of_session
from farlight.acquisition.services import control, queueing
from farlight.acquisition.types import CollectionParameters, Command, RequestSummary
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.disks import asked_of_disk
from farlight.kernel.paging import LARGEST_PAGE, page_of, whole_number
from farlight.people.public import person_of
from farlight.science.scans import Grid, Screening

router = Router(tags=["requests"])


MOST_IMAGES = 1_000_000_000
"""No number beyond this is looked at; what a beamline takes is said by its limits."""


class CollectionIn(Schema):
    """A collection; either ``detector_distance_mm`` or ``resolution_angstrom`` is given."""

    start_deg: float = 0.0
    width_deg: float = 0.0
    images: Annotated[int, Field(ge=-MOST_IMAGES, le=MOST_IMAGES)] = 1
    exposure_time_s: float
    energy_ev: float
    transmission_frac: float = 1.0
    detector_distance_mm: float | None = None
    resolution_angstrom: float | None = None
    layout: Screening | Grid | None = Field(
        default=None, description="Angles of single images, or the cells of a grid; null: a rotation sweep."
    )


class QueueCollectionIn(Schema):
    """What to collect, of which sample."""

    sample: str | None = Field(default=None, description="Code of the sample; null: whatever is on the goniometer.")
    parameters: CollectionIn


class MoveRequestIn(Schema):
    """Where a request goes in the queue."""

    to: Annotated[int, Field(ge=0, le=10_000, description="Place, counted from 0.")]


class GiveCommandIn(Schema):
    """What to do with the collection under way."""

    command: Annotated[str, Field(pattern="^(pause|resume|abort)$")]


class CollectionOut(CollectionIn):
    """A collection; the distance is always known."""


class RequestOut(Schema):
    """A request."""

    code: str
    kind: str
    state: str
    sample: str
    sample_name: str
    parameters: CollectionOut
    command: str
    stage: str
    frames: int
    run_number: int | None
    reason: str
    queued_by: str
    queued_at: datetime


class RequestsOut(Schema):
    """A page of requests, newest first."""

    items: list[RequestOut]
    next_cursor: str | None


def _fields(request: RequestSummary) -> dict[str, object]:
    fields: dict[str, object] = {name: getattr(request, name) for name in RequestOut.model_fields}
    return {**fields, "parameters": vars(request.parameters)}


@router.get("/sessions/{code}/requests", operation_id="list_requests", response=RequestsOut)
def list_requests(
    request: HttpRequest, code: str, cursor: str = "", limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50
) -> dict[str, object]:
    """Return the requests of a session, newest first."""
    rows = visible_requests(person_of(request), code)
    before = whole_number(cursor)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    page = page_of(list(rows[: limit + 1]), limit=limit, cursor=lambda row: str(row.pk))
    return {"items": [_fields(summary_of(row)) for row in page.items], "next_cursor": page.next_cursor}


@router.post("/sessions/{code}/requests", operation_id="queue_collection", response={201: RequestOut})
def queue_collection(request: HttpRequest, code: str, body: QueueCollectionIn) -> Status[dict[str, object]]:
    """Ask for a rotation, a screening or a grid; every objection comes at once."""
    parameters = CollectionParameters(**dict(body.parameters))
    queued = queueing.queue_collection(session=code, sample=body.sample, parameters=parameters, by=person_of(request))
    return Status(201, _fields(queued))


@router.get("/sessions/{code}/queue", operation_id="queue_of", response=list[RequestOut])
def queue(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return what is under way, then what waits, in order."""
    session = session_for(person_of(request), code, Action.SEE)
    return [_fields(found) for found in queue_of_session(session.id)]


@router.get("/sessions/{code}/requests/{request_code}", operation_id="request_summary", response=RequestOut)
def request_summary(request: HttpRequest, code: str, request_code: str) -> dict[str, object]:
    """Return one request."""
    return _fields(summary_of(request_for(person_of(request), code, request_code, Action.SEE)))


@router.delete("/sessions/{code}/requests/{request_code}", operation_id="cancel_request", response={204: None})
def cancel_request(request: HttpRequest, code: str, request_code: str) -> Status[None]:
    """Take a request out of the queue."""
    queueing.cancel_request(session=code, request=request_code, by=person_of(request))
    return Status(204, None)


@router.post("/sessions/{code}/requests/{request_code}/place", operation_id="move_request", response={204: None})
def move_request(request: HttpRequest, code: str, request_code: str, body: MoveRequestIn) -> Status[None]:
    """Give a waiting request another place in the queue."""
    queueing.move_request(session=code, request=request_code, to=body.to, by=person_of(request))
    return Status(204, None)


@router.post(
    "/sessions/{code}/requests/{request_code}/repeat", operation_id="repeat_request", response={201: RequestOut}
)
def repeat_request(request: HttpRequest, code: str, request_code: str) -> Status[dict[str, object]]:
    """Ask once more for what a request asked for."""
    queued = queueing.repeat_request(session=code, request=request_code, by=person_of(request))
    return Status(201, _fields(queued))


@router.get(
    "/sessions/{code}/handlings/{handling}/pictures/{name}", operation_id="handling_picture", response={200: None}
)
def picture(request: HttpRequest, code: str, handling: str, name: str) -> HttpResponse:
    """Return a picture that was taken while something was done to a sample."""
    path = handling_picture(person_of(request), code, handling, name)
    response = HttpResponse(asked_of_disk(code, path.read_bytes), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=86400"
    return response


@router.post("/sessions/{code}/command", operation_id="give_command", response={202: None})
def give_command(request: HttpRequest, code: str, body: GiveCommandIn) -> Status[None]:
    """Pause, resume or abort the collection under way; the engine obeys within a second."""
    control.give_command(session=code, command=Command(body.command), by=person_of(request))
    return Status(202, None)
