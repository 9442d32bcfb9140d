"""Questions about requests."""

from farlight.acquisition.access import requests_with_names, summary_of
from farlight.acquisition.models import Request
from farlight.acquisition.types import RequestState, RequestSummary

UNDER_WAY = (RequestState.COLLECTING.value, RequestState.PAUSED.value)


def waiting_requests(session_id: int) -> list[Request]:
    """The requests of a session that wait, in order."""
    rows = requests_with_names().filter(session_id=session_id, state=RequestState.QUEUED.value)
    return list(rows.order_by("position"))


def request_under_way(session_id: int) -> Request | None:
    """The request of a session that the beamline is busy with."""
    return requests_with_names().filter(session_id=session_id, state__in=UNDER_WAY).first()


def left_behind(beamline_id: int) -> list[Request]:
    """The requests that an engine of this beamline was busy with when it ended."""
    return list(requests_with_names().filter(session__beamline_id=beamline_id, state__in=UNDER_WAY))


def queue_of_session(session_id: int) -> list[RequestSummary]:
    """What is under way in a session, then what waits, in order: one query."""
    rows = requests_with_names().filter(session_id=session_id, state__in=[*UNDER_WAY, RequestState.QUEUED.value])
    found = sorted(rows, key=lambda row: (row.state not in UNDER_WAY, row.position))
    return [summary_of(row) for row in found]


def ended_requests(session_id: int, *, limit: int = 5) -> list[RequestSummary]:
    """The requests of a session that ended last without a whole run, newest first: they can be repeated."""
    broken = [RequestState.ABORTED.value, RequestState.FAILED.value, RequestState.INTERRUPTED.value]
    rows = requests_with_names().filter(session_id=session_id, state__in=broken).order_by("-ended_at")
    return [summary_of(row) for row in rows[:limit]]
