"""Pages: how to take files home, and who took what."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from farlight.bus.public import newest_number
from farlight.kernel.paging import whole_number
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.transfer.access import chosen_files
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.ways import TakeWay, Taking, ways_for
from farlight.transfer.queries import downloads_of, globus_page, policy
from farlight.transfer.services.selecting import choose_files

_THINGS = {"tar": "archive.tar", "zip": "archive.zip", "meta4": "files.meta4"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, code: str) -> HttpResponse:
    """Show how to take files home; keep a selection when one is sent."""
    if request.method == "POST":
        return _chosen(request, code)
    scope = Scope(
        session=code,
        run=whole_number(request.GET.get("run", "")),
        folder=request.GET.get("folder", "").strip("/"),
        selection=request.GET.get("selection", ""),
    )
    person = person_of(request)
    choice = chosen_files(person, scope)
    taking = Taking(
        scope=scope,
        files=len(choice.entries),
        size_bytes=choice.size_bytes,
        site=settings.FARLIGHT_SITE_URL,
        person=person.username,
        globus_page=globus_page(choice.files.session),
    )
    ways = ways_for(taking, policy())
    context = {"code": code, "scope": scope, "taking": taking, "ways": ways, "is_sendable": not _refused(ways)}
    addresses = {name: scope.address(thing) for name, thing in (*_THINGS.items(), ("sums", "checksums.sha256"))}
    return render(request, "transfer/take.html", {**context, "addresses": addresses})


def _refused(ways: list[TakeWay]) -> bool:
    return any(way.code == "https" and way.objection for way in ways)


def _chosen(request: HttpRequest, code: str) -> HttpResponse:
    names, run = request.POST.getlist("name"), whole_number(request.POST.get("run", ""))
    scope = choose_files(session=code, run=run, names=names, by=person_of(request), now=utc_now())
    thing = _THINGS.get(request.POST.get("form", ""))
    return redirect(scope.address(thing) if thing else scope.page)


@login_required
@require_safe
def transfers(request: HttpRequest, code: str) -> HttpResponse:
    """Show who took what."""
    rows = downloads_of(person_of(request), code)
    template = "transfer/transfers.html#rows" if request.headers.get("HX-Request") else "transfer/transfers.html"
    return render(request, template, {"code": code, "rows": rows, "newest_event": newest_number(code)})
