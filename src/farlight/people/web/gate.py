"""What is asked of every request of somebody who is signed in, before any page of the house answers."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from farlight.kernel.time import utc_now
from farlight.people.authentication import lacks_factor
from farlight.people.domain.elevation import SECURITY_PAGE
from farlight.people.models import Person
from farlight.people.services.proofs import gave_factor_elsewhere
from farlight.people.services.sign_ins import SEEN_EVERY, SIGN_IN, keep_sign_in
from farlight.people.web.sign_on import BEGUN_AT, SEEN_AT

OPEN_TO_ALL = ("/account/security/", "/account/confirm/", "/accounts/", "/api/", "/static/")
"""Where somebody who lacks a second factor may go: to set one up, and out. The interface refuses by itself."""


class Gate:
    """Django's middleware hook."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass on; views are looked at by ``process_view``."""
        return self.get_response(request)  # type: ignore[return-value]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:  # noqa: ARG002 - Django's signature
        """Lead whoever must set up a second factor there; note where people are signed in."""
        person = request.user
        if not isinstance(person, Person):
            return None
        _note_presence(request, person)
        if request.path.startswith(OPEN_TO_ALL) or not lacks_factor(person):
            return None
        if gave_factor_elsewhere(request.session, person_id=person.pk):
            return None
        return redirect(SECURITY_PAGE)


def _note_presence(request: HttpRequest, person: Person) -> None:
    """Note where somebody is; a login ends at its time, whatever is done in it."""
    now, code = utc_now(), request.session.get(SIGN_IN)
    if code is None or now.timestamp() - request.session.get(SEEN_AT, 0) < SEEN_EVERY.total_seconds():
        return
    request.session[SEEN_AT] = now.timestamp()
    begun_s = request.session.setdefault(BEGUN_AT, now.timestamp())
    request.session.set_expiry(datetime.fromtimestamp(begun_s, UTC) + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    key, address = request.session.session_key or "", request.META.get("REMOTE_ADDR", "")
    keep_sign_in(person=person, code=code, session_key=key, address=address, now=now)
