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
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.datastructures import MultiValueDict

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
        person, here = request.user, request.get_full_path()
        if request.method != "POST" or not isinstance(person, Person) or not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        digest = _digest_of(person, here, request.POST, request.FILES)
        try:
            return answered_once(digest, lambda: view(request, *args, **kwargs), now=utc_now())
        except SentBefore as before:
            if request.headers.get("HX-Request"):  # a part of a page, which shows by itself what was made
                return HttpResponse(headers={"HX-Refresh": "true"})
            if not before.leads_to:
                messages.info(request, DONE_ALREADY)
            return redirect(before.leads_to or here)

    answering.does_once = True  # type: ignore[attr-defined]
    return answering


def _digest_of(person: Person, where: str, given: QueryDict, files: "MultiValueDict[str, UploadedFile[bytes]]") -> str:
    """Hash of who sends what where.

    The content is a part of it: a page that the browser brought back has the value of before, and may say something
    else now.
    """
    said = sorted((name, given.getlist(name)) for name in given if name not in _IN_ITSELF)
    brought = sorted((name, [(file.name, file.size) for file in files.getlist(name)]) for name in files)
    return sha256(repr((person.pk, where, said, brought)).encode()).hexdigest()


__all__ = ["forget_sent_forms", "once"]
