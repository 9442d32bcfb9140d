"""The REST interface: one router a context, one form of errors (problem+json, RFC 9457)."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from farlight import __version__
from farlight.config.refusals import note_later, reasons_of, status_of
from farlight.config.scopes import ask_for_scopes
from farlight.kernel.errors import FarlightError
from farlight.people.public import ApiKeyOrSession

ROUTERS = (
    "mail",
    "beamtime",
    "leases",
    "samples",
    "acquisition",
    "shipping",
    "runs",
    "processing",
    "viewer",
    "webcams",
    "readiness",
    "safety",
    "desktops",
    "notebooks",
    "transfer",
    "logbook",
    "statistics",
)


api = NinjaAPI(
    title="Farlight",
    version=__version__,
    urls_namespace="api",
    auth=ApiKeyOrSession(),
    docs_url=None,
    openapi_url="/openapi.json",
)


def problem(
    request: HttpRequest, *, status: int, title: str, reasons: list[dict[str, str]] | None = None
) -> HttpResponse:
    """Answer with a problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "instance": request.path, "reasons": reasons or []}
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response


@api.exception_handler(FarlightError)
def refuse(request: HttpRequest, error: FarlightError) -> HttpResponse:
    """Errors of the house, with every reason."""
    note_later(request, error)
    reasons = [
        {"message": r.message, "mend": r.mend, "who": r.who, "field": r.field, "link": r.link}
        for r in reasons_of(error)
    ]
    return problem(request, status=status_of(error), title=error.message, reasons=reasons)


@api.exception_handler(AuthenticationError)
def refuse_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001 - the library's signature
    """Nobody is logged in and no valid token came along."""
    reason = {
        "message": "No valid token came along, and nobody is logged in.",
        "mend": "Send Authorization: Bearer <token>.",
    }
    response = problem(request, status=401, title="Who are you?", reasons=[reason])
    response["WWW-Authenticate"] = "Bearer"
    return response


@api.exception_handler(HttpError)
def refuse_plainly(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the library itself refuses."""
    return problem(request, status=error.status_code, title=str(error))


@api.exception_handler(ValidationError)
def refuse_form(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or query that does not have the documented form."""
    reasons = [{"message": str(e["msg"]), "field": ".".join(map(str, e["loc"]))} for e in error.errors]
    return problem(request, status=422, title="The request does not have the documented form.", reasons=reasons)


for name in ROUTERS:
    api.add_router("", f"farlight.{name}.rest.router")

ask_for_scopes(api)
