"""Sessions by REST, and their event stream."""

from datetime import datetime
from typing import Annotated

from asgiref.sync import sync_to_async
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema

from farlight.beamtime.access import session_for, summary_of
from farlight.beamtime.queries import people_online, sessions_found, team_of
from farlight.beamtime.streaming import OpenStream, close_request_connections, open_stream
from farlight.beamtime.types import Action, SessionSummary, When
from farlight.kernel.paging import LARGEST_PAGE
from farlight.kernel.time import utc_now
from farlight.people.public import ApiKeyOrSessionAsync, credential_in, person_of

LONGEST_SEARCH = 200

router = Router(tags=["sessions"])


class SessionOut(Schema):
    """A session."""

    code: str
    title: str
    proposal: str
    beamline: str
    start: datetime
    end: datetime
    state: str
    access_mode: str
    local_contact: str


class TeamMemberOut(Schema):
    """Somebody in the team."""

    username: str
    full_name: str
    role: str


class SessionDetailOut(SessionOut):
    """A session with its people."""

    team: list[TeamMemberOut]
    online: list[str]


class SessionsOut(Schema):
    """A page of sessions, newest first."""

    items: list[SessionOut]
    next_cursor: str | None


def _fields(session: SessionSummary) -> dict[str, object]:
    return {name: getattr(session, name) for name in SessionOut.model_fields}


@router.get("/sessions", operation_id="list_sessions", response=SessionsOut)
def list_sessions(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=LONGEST_SEARCH)] = "",
    when: When | None = None,
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> dict[str, object]:
    """Return the sessions that you may see and that fit some words and a time; the one that starts last first."""
    page = sessions_found(person_of(request), now=utc_now(), words=q, when=when, cursor=cursor, limit=limit)
    return {"items": [_fields(session) for session in page.items], "next_cursor": page.next_cursor}


@router.get("/sessions/{code}", operation_id="session", response=SessionDetailOut)
def session(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a session with its team and who is online."""
    found = summary_of(session_for(person_of(request), code, Action.SEE, utc_now()))
    team = [TeamMemberOut(username=m.username, full_name=m.full_name, role=m.role.value) for m in team_of(found.id)]
    return {**_fields(found), "team": team, "online": list(people_online(found.id))}


@router.get("/sessions/{code}/events", operation_id="session_events", auth=ApiKeyOrSessionAsync())
async def session_events(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Follow what happens in a session, as server-sent events; ``Last-Event-ID`` goes on where the line broke."""
    last = request.headers.get("Last-Event-ID") or request.GET.get("last_event_id", "")
    credential = credential_in(request.headers, login=request.session.session_key)
    stream: OpenStream = await sync_to_async(open_stream)(person_of(request), credential, code, last)
    await sync_to_async(close_request_connections)()
    response = StreamingHttpResponse(stream.lines(), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response
