"""Questions about requests."""

from collections.abc import Sequence
from pathlib import Path

from farlight.acquisition.access import (
    handling_summary,
    requests_with_names,
    summary_of,
    visible_handlings,
)
from farlight.acquisition.models import Handling, Request
from farlight.acquisition.types import HandlingSummary, RequestState, RequestSummary
from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.types import Actor

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


_MEASURED_OR_WAITING = (*UNDER_WAY, RequestState.QUEUED.value, RequestState.DONE.value)


def samples_asked_for(session_id: int) -> frozenset[str]:
    """The codes of the samples of a session that are measured, or wait to be."""
    rows = Request.objects.filter(session_id=session_id, state__in=_MEASURED_OR_WAITING, sample__isnull=False)
    return frozenset(rows.values_list("sample__code", flat=True))


def newest_request(session_id: int) -> RequestSummary | None:
    """What was asked for last in a session; None before anything was."""
    row = requests_with_names().filter(session_id=session_id).order_by("-pk").first()
    return summary_of(row) if row else None


def handlings_coded(person: Actor, session: str, codes: Sequence[str]) -> dict[str, HandlingSummary]:
    """What was done to samples of a session, by code: one query beside the session's, none when nothing is asked for.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_handlings(person, session).filter(code__in=codes) if codes else []
    return {row.code: handling_summary(row) for row in rows}


def handling_coded(session: str, code: str) -> HandlingSummary:
    """Return something that was done to a sample, by the words of an event, for machines; NotFound if there is none."""
    row = Handling.objects.select_related("session", "sample").filter(session__code=session, code=code).first()
    if row is None:
        raise NotFound
    return handling_summary(row)


def handling_picture(person: Actor, session: str, code: str, name: str) -> Path:
    """Return the file of a picture that was taken while something was done to a sample.

    Raises
    ------
    NotFound
        When the person may not know of the session, there is no such picture, or its file is gone.
    """
    row = visible_handlings(person, session).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    path = Path(row.pictures[name]) if row and name in row.pictures else None
    if path is None or not path.is_file():
        raise NotFound(f"Session {session} has no picture {name!r}.")
    return path


def driver_of(session_id: int) -> str:
    """Return who drives: the full name of who asked for what is being collected; empty when nothing is."""
    row = request_under_way(session_id)
    return row.queued_by.full_name if row else ""
