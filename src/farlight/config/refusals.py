"""How the errors of the house look in a browser: a page that says what stands in the way, and who can mend it."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.defaults import page_not_found

from farlight.audit.public import record_refusal
from farlight.kernel.errors import Conflict, FarlightError, Invalid, NotAllowed, NotFound, Objection, Unavailable
from farlight.kernel.ids import SESSION_CODE
from farlight.kernel.time import utc_now

STATUS: dict[type[FarlightError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, Unavailable: 503}


def status_of(error: FarlightError) -> int:
    """Return the HTTP status of an error of the house."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def reasons_of(error: FarlightError) -> tuple[Objection, ...]:
    """Every objection of an error; its message when it holds no more than that."""
    if isinstance(error, NotAllowed):
        return error.reasons
    if isinstance(error, Invalid):
        return error.objections
    return (Objection(message=error.message),)


def note_refusal(request: HttpRequest, error: FarlightError) -> None:
    """Record that somebody who is known was refused something of a session, or asked for one that is not theirs."""
    match = request.resolver_match
    code = str(match.kwargs.get("code", "")) if match else ""
    if isinstance(error, NotFound | NotAllowed) and request.user.is_authenticated and SESSION_CODE.match(code):
        address = request.META.get("REMOTE_ADDR", "")
        what, now = f"{request.method} {request.path}", utc_now()
        who = {"by": request.user.get_username(), "session_code": code, "address": address}
        _write_down(partial(record_refusal, **who, what=what, now=now))


def _write_down(act: Callable[[], object]) -> None:
    """Do something with the database, from an operation in the event loop too: there a thread does it meanwhile."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        act()
        return
    loop.run_in_executor(None, _with_own_connection, act)


def _with_own_connection(act: Callable[[], object]) -> None:
    try:
        act()
    finally:
        connections.close_all()


class RefusalsAsPages:
    """Django's middleware hook: unknown and forbidden become the same page, refusals name their reasons."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; errors come by ``process_exception``."""
        return self.get_response(request)  # type: ignore[return-value]

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the page of the error; leave what is not ours to Django."""
        if isinstance(error, FarlightError):
            note_refusal(request, error)
        if isinstance(error, NotFound):
            return page_not_found(request, error)
        if not isinstance(error, FarlightError):
            return None
        context: dict[str, Any] = {"reasons": reasons_of(error), "status": status_of(error)}
        return render(request, "ui/refusal.html", context, status=status_of(error))


refusals_as_pages = RefusalsAsPages
