"""How the pages of samples answer: whole, or the part that is fetched anew."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from farlight.kernel.errors import Conflict, Invalid, Objection
from farlight.people.public import person_of
from farlight.samples.queries.substance_pages import sees_reviews
from farlight.samples.web.forms.objecting import ObjectingForm

LISTS = frozenset({"list", "substances", "containers", "sheets"})
"""Pages whose rows are fetched anew."""


def shown(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, here: str = "", status: int = 200
) -> HttpResponse:
    """Show a page of samples, or its rows when htmx asks for them; ``here`` is the chip that is lit."""
    asks_for_rows = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    part = "#rows" if asks_for_rows and template in LISTS else ""
    said = {**context, "here": here, "reviews": sees_reviews(person_of(request))}
    return render(request, f"samples/{template}.html{part}", said, status=status)


def attempted(form: ObjectingForm, act: Callable[[], object]) -> bool:
    """Do what a form asks for; what is refused is shown in it, and False comes back."""
    try:
        act()
    except Invalid as refusal:
        form.add_objections(refusal.objections)
    except Conflict as refusal:
        form.add_objections([Objection(message=refusal.message)])
    else:
        return True
    return False


def kept_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Answer with a file that the browser keeps instead of showing it."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
