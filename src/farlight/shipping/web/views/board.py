"""The board of the stores."""

from datetime import datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from farlight.kernel.time import utc_now
from farlight.people.public import news_response, person_of
from farlight.shipping.access import parties_of
from farlight.shipping.domain.board import BoardPart
from farlight.shipping.services.board import newest_move, stores_board

_TITLES = (
    (BoardPart.PROBLEMS, "Somebody must decide", "alert-triangle"),
    (BoardPart.OVERDUE, "Overdue", "clock-hour-4"),
    (BoardPart.DUE, "Due", "truck"),
    (BoardPart.ON_SITE, "On site", "stack-2"),
    (BoardPart.AWAITING, "Waiting for instructions", "message"),
    (BoardPart.LEAVING_TODAY, "Leaving today", "package"),
    (BoardPart.LEAVING, "Leaving later", "package"),
)


@login_required
@require_safe
def stores_page(request: HttpRequest) -> HttpResponse:
    """Show what comes, what is here and what goes; a part of it to htmx when something changed."""
    person, now = person_of(request), utc_now()
    newest = newest_move(person)
    board = stores_board(person, now=now, ends_today=_end_of_day(now))
    context = {
        "board": board,
        "parts": [(part.value, title, icon, board.parts[part.value]) for part, title, icon in _TITLES],
        "newest": newest,
        "may_scan": bool(parties_of(person)),
    }
    wanted = "#board" if request.headers.get("HX-Request") else ""
    return render(request, f"shipping/stores.html{wanted}", context)


@login_required
@require_safe
async def stores_news(request: HttpRequest) -> StreamingHttpResponse:
    """Tell an open board that something changed."""
    return await news_response(request, kind="stores-changed", look=newest_move)


def _end_of_day(now: datetime) -> datetime:
    """Return when the day ends at the facility."""
    there = timezone.localtime(now)
    return timezone.make_aware(datetime.combine(there.date() + timedelta(days=1), time()))
