"""A person's SSH keys."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.leases.services.keys import add_key, keys_of, remove_key
from farlight.leases.web.forms import KeyForm
from farlight.people.public import credential_in, objections_to_absence, once, person_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def key_list(request: HttpRequest) -> HttpResponse:
    """Show a person's SSH keys; add one."""
    person = person_of(request)
    form = KeyForm(request.POST if request.method == "POST" else None)
    status = 200
    credential = credential_in(request.headers, login=request.session.session_key)
    in_the_way = objections_to_absence(credential, person=person, now=utc_now())
    if request.method == "POST" and form.is_valid() and not in_the_way:
        try:
            key = add_key(person=person, now=utc_now(), **form.cleaned_data)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            messages.success(request, f"Added: {key.label}. It opens SFTP from now on.")
            return redirect("leases:key_list")
    if request.method == "POST":
        status = 422
    context = {"form": form, "keys": keys_of(person), "in_the_way": in_the_way}
    return render(request, "leases/keys.html", context, status=status)


@login_required
@require_POST
def key_remove(request: HttpRequest) -> HttpResponse:
    """Remove one of a person's SSH keys."""
    key = remove_key(person=person_of(request), code=request.POST.get("key", ""), now=utc_now())
    messages.success(request, f"Removed: {key.label}. What it had opened closes now.")
    return redirect("leases:key_list")
