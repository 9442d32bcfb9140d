"""Pages: the folders of a session, the files of a run."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.people.public import person_of
from farlight.transfer.domain.showing import Look
from farlight.transfer.queries import file_view, folder_page, run_page, steps_to

_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
)
_POLICIES = {
    Look.HDF5: f"{_POLICY}script-src 'self' 'unsafe-eval'; object-src 'none'",
    Look.PDF: f"{_POLICY}object-src 'self'",
}
"""Two kinds of file need what no other page may do: H5Web's arrays compile their loops (see decision 18), and a PDF is
an object."""


@login_required
@require_safe
def session_files(request: HttpRequest, code: str, folder: str = "") -> HttpResponse:
    """Show one folder of a session."""
    page = folder_page(person_of(request), code, folder)
    context = {"code": code, "folder": folder, "steps": steps_to(folder), "page": page, "number": None}
    return render(request, "transfer/files.html", context)


@login_required
@require_safe
def run_files(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show every file of a run."""
    context = {"code": code, "folder": "", "steps": [], "page": run_page(person_of(request), code, number)}
    return render(request, "transfer/files.html", {**context, "number": number})


@login_required
@require_safe
def file_detail(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show a file: what an HDF5 file holds, a picture, a table, text, a PDF."""
    view = file_view(person_of(request), code, name)
    *folders, _ = steps_to(view.entry.name)
    response = render(request, "transfer/file.html", {"code": code, "view": view, "steps": folders})
    if view.look in _POLICIES:
        response["Content-Security-Policy"] = _POLICIES[view.look]
    return response
