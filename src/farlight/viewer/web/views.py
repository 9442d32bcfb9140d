"""The page of one image."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from farlight.people.public import person_of
from farlight.viewer.domain.settings import settings_from
from farlight.viewer.queries.pictures import image_view
from farlight.viewer.web.links import island_addresses, links_of, picture_address


@login_required
def image_detail(request: HttpRequest, code: str, number: int, image: int) -> HttpResponse:
    """Show an image of a run; htmx gets only the part that changes."""
    settings = settings_from(request.GET.dict())
    view = image_view(person_of(request), code, number, image, settings)
    is_part = bool(request.headers.get("HX-Request")) and not request.headers.get("HX-History-Restore-Request")
    context = {
        "view": view,
        "settings": settings,
        "links": links_of(view, settings),
        "picture": picture_address(view, settings, image),
        "next_picture": picture_address(view, settings, image + 1) if image < view.last else "",
        "island": island_addresses(view),
        "is_part": is_part,
    }
    return render(request, "viewer/part.html" if is_part else "viewer/image.html", context)
