"""How the errors of the house look in a browser: a page that says what stands in the way, and who can mend it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.defaults import page_not_found

from farlight.audit.public import record_refusal
from farlight.kernel.errors import Conflict, FarlightError, Invalid, NotAllowed, NotFound, Objection, Unavailable
from farlight.kernel.ids import SESSION_CODE
from farlight.kernel.time import utc_now

STATUS: dict[type[FarlightError], int] = {NotFound: 404, NotAllowed: 403, Conflict: 409, Invalid: 422, Unavailable: 503}

REFUSED = "farlight.refused"
"""Where a request keeps the error with which the REST interface refused it."""


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
        record_refusal(by=request.user.get_username(), session_code=code, what=what, address=address, now=now)


def note_later(request: HttpRequest, error: FarlightError) -> None:
    """Have a refusal recorded when its answer passes the middleware, where the database may be asked."""
    request.META[REFUSED] = error


def _is_followed_link(request: HttpRequest) -> bool:
    """Whether somebody followed a link in a browser, such as that of a file: they read pages, not documents."""
    return request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"


def refusal_page(request: HttpRequest, error: FarlightError) -> HttpResponse:
    """Show what stands in the way, and who can mend it."""
    context: dict[str, Any] = {"reasons": reasons_of(error), "status": status_of(error)}
    return render(request, "ui/refusal.html", context, status=status_of(error))


class RefusalsAsPages:
    """Django's middleware: unknown and forbidden become the same page, refusals name their reasons and are recorded."""

    sync_capable = True
    async_capable = False
    """Django runs it in a thread, where the database may be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; errors of pages come by ``process_exception``, those of the REST interface lie with the request."""
        response = self.get_response(request)
        refused = request.META.get(REFUSED)
        if refused is not None:
            note_refusal(request, refused)
        if isinstance(refused, NotAllowed) and _is_followed_link(request):
            return refusal_page(request, refused)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer with the page of the error; leave what is not ours to Django."""
        if isinstance(error, FarlightError):
            note_refusal(request, error)
        if isinstance(error, NotFound):
            return page_not_found(request, error)
        if not isinstance(error, FarlightError):
            return None
        return refusal_page(request, error)


refusals_as_pages = RefusalsAsPages
