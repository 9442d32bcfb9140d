"""Why can't I? What a person may open in a session, what stands in the way of the rest, and what is open."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from farlight.beamtime.public import session_for, session_summary, team_of
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.leases.access import keeps_channels
from farlight.leases.queries import channels_in, lease_of, offered_kinds
from farlight.leases.services.channels import close_channel_for
from farlight.people.public import credential_in, person_named, person_of
from farlight.people.types import Actor


@login_required
@require_safe
def session_access(request: HttpRequest, code: str) -> HttpResponse:
    """Show what may be opened and what is; those who keep the team see it for everybody in it."""
    viewer, now, newest = person_of(request), utc_now(), newest_number(code)
    channels, keeps = channels_in(viewer, code, now), keeps_channels(viewer, code, now)
    session = session_summary(code)
    team = team_of(session.id) if keeps else []
    whose = _asked_for(request.GET.get("person", ""), viewer, {member.username for member in team})
    own = whose.pk == viewer.pk
    credential = credential_in(request.headers, login=request.session.session_key) if own else None
    lease = lease_of(whose, code, now, credential)
    context = {
        "session": session,
        "ways": [(lease.channels[kind], *kind.door(code)) for kind in offered_kinds()],
        "whose": whose,
        "is_own": own,
        "channels": channels,
        "keeps": keeps,
        "team": team,
        "newest_event": newest,
    }
    part = "#channels" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"leases/access.html{part}", context)


@login_required
@require_POST
def channel_close(request: HttpRequest, code: str) -> HttpResponse:
    """Close a channel; one that ended before the button was pressed is nothing that went wrong."""
    person, now = person_of(request), utc_now()
    session_for(person, code, Action.SEE, now)
    try:
        channel = close_channel_for(person, session_code=code, channel_code=request.POST.get("channel", ""), now=now)
    except NotFound:
        messages.info(request, "That is not open any more, or not yours to close.")
    else:
        messages.success(request, f"Closed: {channel.kind.label} of {channel.full_name}.")
    return redirect("leases:session_access", code=code)


def _asked_for(username: str, viewer: Actor, team: set[str]) -> Actor:
    if not username or username == viewer.username:
        return viewer
    found = person_named(username) if username in team else None
    if found is None:
        raise NotFound
    return found
