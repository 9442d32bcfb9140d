"""No text that comes from outside holds a NUL: databases cannot keep one, and nothing that people write has one."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

_WRITTEN = (b"\x00", b"\\u0000", b"%00")
_TEXTS = ("application/json", "application/x-www-form-urlencoded")


def _holds_nul(request: HttpRequest) -> bool:
    if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
        return True
    if "\x00" in request.META.get("QUERY_STRING", ""):
        return True
    return request.content_type in _TEXTS and any(form in request.body for form in _WRITTEN)


def _refusal() -> HttpResponse:
    return HttpResponse(
        "A text holds the character NUL, which nothing can keep. Take it out.", status=400, content_type="text/plain"
    )


@sync_and_async_middleware
def without_nul(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Refuse what holds a NUL in its address, its question or its text; files may hold what they like."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return _refusal() if _holds_nul(request) else await get_response(request)

        return markcoroutinefunction(asynchronous)

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return _refusal() if _holds_nul(request) else get_response(request)  # type: ignore[return-value]

    return synchronous
