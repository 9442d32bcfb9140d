"""The door of acquisition."""

from collections.abc import Sequence

from farlight.acquisition import queries
from farlight.acquisition.access import request_for, summary_of, visible_requests
from farlight.acquisition.queries import (
    changer_in,
    handling_coded,
    handlings_coded,
    queue_of_session,
    samples_queued,
)
from farlight.acquisition.services.changers import load_changer, unload_changer
from farlight.acquisition.services.control import abort_collection, pause_collection, resume_collection
from farlight.acquisition.services.queueing import cancel_request, move_request, queue_collection, repeat_request
from farlight.acquisition.types import RequestSummary
from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.people.types import Actor

__all__ = [
    "abort_collection",
    "cancel_request",
    "changer_in",
    "driver_of",
    "handling_coded",
    "handlings_coded",
    "load_changer",
    "move_request",
    "pause_collection",
    "queue_collection",
    "queue_of",
    "repeat_request",
    "request_summary",
    "requests_of",
    "resume_collection",
    "samples_queued",
    "unload_changer",
]


def queue_of(person: Actor, session: str) -> Sequence[RequestSummary]:
    """Return what is under way in a session, then what waits, in order; NotFound when it may not be seen."""
    return queue_of_session(session_for(person, session, Action.SEE).id)


def requests_of(person: Actor, session: str, *, limit: int = 100) -> Sequence[RequestSummary]:
    """Return the requests of a session, newest first; NotFound when it may not be seen."""
    return [summary_of(row) for row in visible_requests(person, session)[:limit]]


def request_summary(person: Actor, session: str, request: str) -> RequestSummary:
    """Return one request; NotFound when the session may not be seen or has no such request."""
    return summary_of(request_for(person, session, request, Action.SEE))


def driver_of(person: Actor, session: str) -> str:
    """Return who drives a session: the full name of who asked for what is being collected; empty when nothing is.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    return queries.driver_of(session_for(person, session, Action.SEE).id)
