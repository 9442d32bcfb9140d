"""Where a person is signed on through Farlight."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.kernel.time import utc_now
from farlight.passports.access import passport_for, passports_of, untold_of
from farlight.passports.services.ending import end_passport
from farlight.people.public import person_of


@login_required
@require_safe
def passport_list(request: HttpRequest) -> HttpResponse:
    """Show the programs of the facility that a person is signed on to."""
    person, now = person_of(request), utc_now()
    context = {"passports": passports_of(person, now=now), "untold": untold_of(person, now=now)}
    return render(request, "passports/passports.html", context)


@login_required
@require_POST
def passport_end(request: HttpRequest) -> HttpResponse:
    """End what a program holds of a person."""
    person = person_of(request)
    passport = passport_for(person, request.POST.get("passport", ""))
    end_passport(passport=passport, why="its owner ended it", by=person.username, now=utc_now())
    messages.success(request, f"{passport.service_name} knows you no more; it asks again when you go there.")
    return redirect("passports:passport_list")
