"""Whether one's set-up will do."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import rights_found_once
from farlight.bus.public import newest_number
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.readiness.access import session_seen
from farlight.readiness.queries import gateway_line, readiness_of, team_readiness

_PARTS = {"readiness-lines": "#lines", "readiness-team": "#team"}


@login_required
@require_safe
def session_readiness(request: HttpRequest, code: str) -> HttpResponse:
    """Show what was found out of one's own set-up, and the team's to those who may see it."""
    person, now, newest = person_of(request), utc_now(), newest_number(code)
    with rights_found_once():
        context = {
            "session": session_seen(person, code, now),
            "own": readiness_of(person, code, now),
            "team": team_readiness(person, code, now),
            "command": gateway_line(person.username),
            "newest_event": newest,
        }
    part = _PARTS.get(request.headers.get("HX-Target", ""), "") if request.headers.get("HX-Request") else ""
    return render(request, f"readiness/readiness.html{part}", context)
