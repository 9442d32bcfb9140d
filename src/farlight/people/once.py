"""Forms that make something once, however often they are sent.

A line breaks after something was made and before its answer came; a button is pressed twice. A form with the tag
``{% once %}`` carries a value that no other form has. A view with :func:`once` does what the form asks for once: who
sends the same form with the same content again is led where the first answer led.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from farlight.kernel.time import utc_now
from farlight.people.models import Person
from farlight.people.services.sent_forms import SentBefore, answered_once, forget_sent_forms

FIELD = "once"
DONE_ALREADY = (
    "You sent this twice; it was done once, and stands here. What is shown only once is not shown again: "
    "if you did not see it, take it away and make another."
)
_IN_ITSELF = frozenset({"csrfmiddlewaretoken"})

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Let a view do what a form asks for once."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        digest = _digest_of(request)
        if not digest:
            return view(request, *args, **kwargs)
        try:
            return answered_once(digest, lambda: view(request, *args, **kwargs), now=utc_now())
        except SentBefore as before:
            return _again(request, before)

    answering.does_once = True  # type: ignore[attr-defined]
    return answering


def _digest_of(request: HttpRequest) -> str:
    """Hash of who sends what where; empty for what is no such form.

    The content is a part of it: a page that the browser brought back has the value of before, and may say something
    else now.
    """
    person, given = request.user, request.POST
    if request.method != "POST" or not isinstance(person, Person) or not given.get(FIELD):
        return ""
    said = sorted((name, given.getlist(name)) for name in given if name not in _IN_ITSELF)
    files = sorted((name, [(f.name, f.size) for f in request.FILES.getlist(name)]) for name in request.FILES)
    return sha256(repr((person.pk, request.get_full_path(), said, files)).encode()).hexdigest()


def _again(request: HttpRequest, before: SentBefore) -> HttpResponse:
    """Lead where the first answer led; where that was a page, say so on it: a key in it was shown that once."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if before.leads_to:
        return redirect(before.leads_to)
    messages.info(request, DONE_ALREADY)
    return redirect(request.get_full_path())


__all__ = ["forget_sent_forms", "once"]
