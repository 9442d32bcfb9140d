"""Desktops by REST."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from farlight.desktops import queries
from farlight.desktops.services import control, lives, opening
from farlight.desktops.types import DesktopState, DesktopSummary
from farlight.kernel.time import utc_now
from farlight.people.public import credential_in, person_of
from farlight.people.types import Credential

router = Router(tags=["desktops"])


class NamedOut(Schema):
    """Somebody, by login name and full name; or something, by code and name."""

    username: str
    full_name: str


class DesktopOut(Schema):
    """A desktop of a session."""

    name: str
    title: str
    session: str
    state: DesktopState
    reason: str
    waits: str
    expected_at: datetime | None
    ends_at: datetime | None
    started_by: str
    started_at: datetime
    holder: NamedOut | None
    is_mine: bool
    asking: list[NamedOut]
    viewers: list[NamedOut]
    is_locked: bool


class DesktopsOut(Schema):
    """The desktops of a session, and those that could be started."""

    desktops: list[DesktopOut]
    offered: list[NamedOut]
    may_watch: bool
    may_control: bool


class DesktopPathOut(Schema):
    """Where a desktop is seen: a websocket, for whoever opens it first, within seconds."""

    path: str


class GiveControlIn(Schema):
    """Who gets control."""

    to: str


class WithReasonIn(Schema):
    """Why."""

    reason: str = ""


class LockDesktopIn(Schema):
    """Whether nobody may type or point, and why."""

    lock: bool
    reason: str = ""


@router.get("/desktops", operation_id="desktop_wall", response=list[DesktopOut])
def desktop_wall(request: HttpRequest) -> tuple[DesktopSummary, ...]:
    """Return the open desktops that one watches over: staff's; an empty list for everybody else."""
    return queries.desktop_wall(person_of(request), now=utc_now())


@router.get("/sessions/{code}/desktops", operation_id="desktop_page", response=DesktopsOut)
def desktop_page(request: HttpRequest, code: str) -> dict[str, object]:
    """Return the desktops of a session."""
    page = queries.desktop_page(person_of(request), code, now=utc_now())
    allowed = {"may_watch": page.may_watch.allowed, "may_control": page.may_control.allowed}
    return {"desktops": list(page.desktops), "offered": list(page.offered), **allowed}


@router.post("/sessions/{code}/desktops/{desktop}", operation_id="start_desktop", response={201: DesktopOut})
def start_desktop(request: HttpRequest, code: str, desktop: str) -> Status[DesktopSummary]:
    """Start a desktop; whoever starts it has control of it."""
    person, came = person_of(request), _credential(request)
    started = lives.start_desktop(session=code, name=desktop, by=person, now=utc_now(), credential=came)
    return Status(201, started)


@router.post("/sessions/{code}/desktops/{desktop}/views", operation_id="open_desktop", response={201: DesktopPathOut})
def open_desktop(request: HttpRequest, code: str, desktop: str) -> Status[dict[str, str]]:
    """Return the path of a websocket that speaks RFB; it opens once, within 15 s."""
    person, came = person_of(request), _credential(request)
    path = opening.ticket_for_desktop(session=code, name=desktop, by=person, credential=came, now=utc_now())
    return Status(201, {"path": path})


@router.post(
    "/sessions/{code}/desktops/{desktop}/thumbnails",
    operation_id="open_desktop_thumbnail",
    response={201: DesktopPathOut},
)
def open_desktop_thumbnail(request: HttpRequest, code: str, desktop: str) -> Status[dict[str, str]]:
    """Return the path of a websocket with small pictures of a desktop, at most one a second: staff only."""
    person, came = person_of(request), _credential(request)
    path = opening.ticket_for_thumbnail(session=code, name=desktop, by=person, credential=came, now=utc_now())
    return Status(201, {"path": path})


@router.post("/sessions/{code}/desktops/{desktop}/control/ask", operation_id="ask_for_control", response=DesktopOut)
def ask_for_control(request: HttpRequest, code: str, desktop: str) -> DesktopSummary:
    """Ask for control of a desktop; when nobody has it, have it."""
    person, came = person_of(request), _credential(request)
    return control.ask_for_control(session=code, name=desktop, by=person, now=utc_now(), credential=came)


@router.post("/sessions/{code}/desktops/{desktop}/control/give", operation_id="give_control", response=DesktopOut)
def give_control(request: HttpRequest, code: str, desktop: str, body: GiveControlIn) -> DesktopSummary:
    """Give control that one has to somebody who may control the session."""
    return control.give_control(session=code, name=desktop, to=body.to, by=person_of(request), now=utc_now())


@router.post("/sessions/{code}/desktops/{desktop}/control/take", operation_id="take_control", response=DesktopOut)
def take_control(request: HttpRequest, code: str, desktop: str, body: WithReasonIn) -> DesktopSummary:
    """Take control, with a reason: staff only."""
    person, came, reason = person_of(request), _credential(request), body.reason
    return control.take_control(session=code, name=desktop, reason=reason, by=person, now=utc_now(), credential=came)


@router.post(
    "/sessions/{code}/desktops/{desktop}/control/lay-down", operation_id="lay_down_control", response=DesktopOut
)
def lay_down_control(request: HttpRequest, code: str, desktop: str) -> DesktopSummary:
    """Let go of control."""
    return control.lay_down_control(session=code, name=desktop, by=person_of(request), now=utc_now())


@router.post("/sessions/{code}/desktops/{desktop}/lock", operation_id="lock_desktop", response=DesktopOut)
def lock_desktop(request: HttpRequest, code: str, desktop: str, body: LockDesktopIn) -> DesktopSummary:
    """Let nobody type or point, or let them again: staff only."""
    person, lock, reason = person_of(request), body.lock, body.reason
    return lives.lock_desktop(session=code, name=desktop, lock=lock, reason=reason, by=person, now=utc_now())


@router.post("/sessions/{code}/desktops/{desktop}/close", operation_id="close_desktop", response=DesktopOut)
def close_desktop(request: HttpRequest, code: str, desktop: str, body: WithReasonIn) -> DesktopSummary:
    """Close a desktop for everybody; what was not saved is lost."""
    person = person_of(request)
    return lives.close_desktop(session=code, name=desktop, reason=body.reason, by=person, now=utc_now())


def _credential(request: HttpRequest) -> Credential:
    return credential_in(request.headers, login=request.session.session_key)
