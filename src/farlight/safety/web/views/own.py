"""What is written down of one's own trainings."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.safety.queries import trainings_of


@login_required
@require_safe
def own_trainings(request: HttpRequest) -> HttpResponse:
    """Show a person's own trainings: until when each counts, who asks for it, and where it is taken."""
    shown = trainings_of(person_of(request).pk, now=utc_now())
    return render(request, "safety/own.html", {"trainings": shown})
