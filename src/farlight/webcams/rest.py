"""Cameras by REST."""

from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from farlight.beamtime.public import give_ticket
from farlight.kernel.errors import Unavailable
from farlight.kernel.time import utc_now
from farlight.people.public import ApiKeyOrSessionAsync, credential_in, person_of
from farlight.webcams import queries
from farlight.webcams.access import camera_for
from farlight.webcams.domain.addresses import opens, path_of
from farlight.webcams.services import switching
from farlight.webcams.services.stills import still_of
from farlight.webcams.types import SwitchState

router = Router(tags=["cameras"])

NO_STORE = "no-store"


class CameraOut(Schema):
    """A camera, and who looks through it now."""

    code: str
    name: str
    watching: list[str]


class CamerasOut(Schema):
    """The cameras of a session's beamline."""

    cameras: list[CameraOut]
    is_on: bool
    reason: str
    may_watch: bool


class ViewOut(Schema):
    """Where a camera's pictures come from: a websocket, for whoever opens it first, within seconds."""

    path: str


class SwitchCamerasIn(Schema):
    """How the switch is to be."""

    state: SwitchState
    reason: str = ""


class SwitchOut(Schema):
    """How the switch is."""

    state: SwitchState
    reason: str
    by: str


@router.get("/sessions/{code}/cameras", operation_id="camera_wall", response=CamerasOut)
def camera_wall(request: HttpRequest, code: str) -> dict[str, object]:
    """Return the cameras of a session's beamline, and who looks through them."""
    wall = queries.camera_wall(person_of(request), code, now=utc_now())
    switch, allowed = wall.switch, wall.may_watch.allowed
    cameras = [{"code": c.code, "name": c.name, "watching": list(c.watching)} for c in wall.cameras]
    return {"cameras": cameras, "is_on": switch.is_on, "reason": switch.reason, "may_watch": allowed}


@router.post("/sessions/{code}/cameras/{camera}/views", operation_id="open_camera", response={201: ViewOut})
def open_camera(request: HttpRequest, code: str, camera: str) -> Status[dict[str, str]]:
    """Return the path of a websocket with a camera's pictures; it opens once, within 15 s."""
    person, now = person_of(request), utc_now()
    session, definition = camera_for(person, code, camera, now)
    credential = credential_in(request.headers, login=request.session.session_key)
    ticket = give_ticket(
        session=session, person=person, credential=credential, opens=opens(code, definition.code), now=now
    )
    return Status(201, {"path": path_of(code, definition.code, ticket)})


@router.get(
    "/sessions/{code}/cameras/{camera}/still.jpg",
    operation_id="camera_still",
    auth=ApiKeyOrSessionAsync(),
    response={200: None},
)
async def camera_still(
    request: HttpRequest, code: str, camera: str, width: Annotated[int, Query(ge=16, le=7680)] = 640
) -> HttpResponse:
    """Return what a camera sees now, as one JPEG: for thin lines and programs."""
    found = await sync_to_async(camera_for)(person_of(request), code, camera, utc_now())
    jpeg = await still_of(*found, width)
    if not jpeg:
        raise Unavailable("What the camera sends cannot be read.")
    response = HttpResponse(jpeg, content_type="image/jpeg")
    response["Cache-Control"] = NO_STORE
    return response


@router.post("/sessions/{code}/cameras/switch", operation_id="switch_cameras", response=SwitchOut)
def switch_cameras(request: HttpRequest, code: str, body: SwitchCamerasIn) -> dict[str, object]:
    """Switch all cameras of the session's beamline on or off: staff only."""
    person, now = person_of(request), utc_now()
    switch = switching.switch_cameras(session=code, to=body.state, reason=body.reason, by=person, now=now)
    return {"state": switch.state, "reason": switch.reason, "by": switch.by}
