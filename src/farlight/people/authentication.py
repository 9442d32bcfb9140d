"""Who a request to the REST interface comes from: a token's owner, or whoever is logged in."""

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from farlight.kernel.errors import NotAllowed, Objection
from farlight.kernel.time import utc_now
from farlight.people.models import Person
from farlight.people.services.tokens import person_using


class ApiKeyOrSession(AuthBase):
    """``Authorization: Bearer <token>``, or the browser's session with its cross-site check.

    The person becomes ``request.user`` either way, so that everything behind asks one question.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Person | None:
        """Return who it is; None refuses with 401."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            person = person_using(key.strip(), now=utc_now())
            if person is not None:
                request.user = person
            return person
        if isinstance(request.user, Person) and request.user.is_active:
            if check_csrf(request):
                raise HttpError(403, "The request did not come from a page of this site.")
            return request.user
        return None


class ApiKeyOrSessionAsync(ApiKeyOrSession):
    """The same, for operations that run in the event loop."""

    async def __call__(self, request: HttpRequest) -> Person | None:  # type: ignore[override]
        """Return who it is; None refuses with 401."""
        return await sync_to_async(super().__call__)(request)


def person_of(request: HttpRequest) -> Person:
    """Return who a request comes from; for views and operations that only people with an account reach.

    Raises
    ------
    NotAllowed
        When nobody is logged in.
    """
    if isinstance(request.user, Person):
        return request.user
    raise NotAllowed([Objection(message="You are not logged in.", mend="Log in.", link="/accounts/login/")])


__all__ = ["ApiKeyOrSession", "ApiKeyOrSessionAsync", "person_of"]
