"""A person's SSH certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.leases.services.certificates import (
    certificate_line,
    certificates_of,
    issue_certificate,
    objections_to_issuing,
    revoke_certificate,
    sessions_to_certify,
)
from farlight.leases.services.keys import key_line, keys_of
from farlight.leases.web.forms import CertificateForm
from farlight.people.public import credential_in, once, person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Show a person's certificates; issue one."""
    person, now = person_of(request), utc_now()
    keys = keys_of(person)
    given = request.POST if request.method == "POST" else None
    form = CertificateForm(keys, sessions_to_certify(person, now), given, now=now)
    if request.method == "POST" and form.is_valid() and _issued(request, form):
        return redirect("leases:certificate_list")
    credential = credential_in(request.headers, login=request.session.session_key)
    context = {
        "form": form,
        "certificates": certificates_of(person, now=now),
        "in_the_way": objections_to_issuing(person, credential, now),
    }
    return render(request, "leases/certificates.html", context, status=422 if request.method == "POST" else 200)


def _issued(request: HttpRequest, form: CertificateForm) -> bool:
    person, given = person_of(request), form.cleaned_data
    address = request.META.get("REMOTE_ADDR", "")
    try:
        issue_certificate(
            person=person,
            credential=credential_in(request.headers, login=request.session.session_key),
            line=key_line(person=person, code=given["key"]) if given["key"] else given["line"],
            hours=given["hours"],
            session=given["session"],
            only_from=address if given["only_here"] else "",
            address=address,
            now=utc_now(),
        )
    except Invalid as refusal:
        form.add_objections(refusal.objections)
        return False
    messages.success(request, "The certificate is made. Put it beside your key, and the gateway asks for no code.")
    return True


@login_required
@require_safe
def certificate_file(request: HttpRequest, code: str) -> HttpResponse:
    """Give a certificate as a file."""
    line = certificate_line(person=person_of(request), code=code)
    name = f"id_{line.split('-cert-')[0].removeprefix('sk-').removeprefix('ssh-').split('-')[0]}-cert.pub"
    how = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(f"{line}\n", content_type="text/plain; charset=utf-8", headers=how)


@login_required
@require_POST
def certificate_revoke(request: HttpRequest) -> HttpResponse:
    """Revoke one of a person's certificates."""
    code = request.POST.get("certificate", "")
    revoke_certificate(person=person_of(request), code=code, now=utc_now())
    messages.success(request, "Revoked. What it had opened closes now.")
    return redirect("leases:certificate_list")
