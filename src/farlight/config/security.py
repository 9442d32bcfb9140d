"""Headers that every answer carries."""

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from farlight.passports.public import origins_of_services

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; style-src 'self'; "
    "worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def _with_headers(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    return response


@sync_and_async_middleware
def security_headers(
    get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]],
) -> Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]:
    """Add what a view did not say: no inline script or style, and nothing is kept by browsers and proxies."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return _with_headers(await get_response(request))

        return markcoroutinefunction(asynchronous)

    def synchronous(request: HttpRequest) -> HttpResponseBase:
        return _with_headers(get_response(request))  # type: ignore[arg-type]

    return synchronous


FORM_ACTION = "form-action 'self'"
SIGN_ON = ("/accounts/", "/identity/", "/account/confirm/")


class FormsLeadOn:
    """Django's middleware: pages on the way to another program have forms that may lead on there.

    Browsers follow a form's redirects only where the policy of its page lets forms go.
    """

    sync_capable = True
    async_capable = False
    """Django runs it in a thread, where the database may be asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; let forms of a sign-on go to the services that the facility declared."""
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and request.path.startswith(SIGN_ON) and "identity" in request.get_full_path():
            origins = " ".join([FORM_ACTION, *origins_of_services()])
            response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace(FORM_ACTION, origins)
        return response
