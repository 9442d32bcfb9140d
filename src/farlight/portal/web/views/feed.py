"""The feed of a session, card by card, as its page fetches it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from farlight.beamtime.public import rights_in, session_for
from farlight.beamtime.types import Action
from farlight.bus.public import newest_number
from farlight.kernel.errors import NotFound
from farlight.kernel.paging import whole_number
from farlight.logbook.public import talk_about
from farlight.logbook.types import EntryFilter
from farlight.people.public import person_of
from farlight.people.types import Actor
from farlight.portal.domain.kinds import kinds_of
from farlight.portal.queries.feed import cards_between, cards_numbered, groups_of_session, newer_cards, older_cards
from farlight.portal.types import Feed


def filter_of(asked: QueryDict) -> EntryFilter:
    """Read the filters of the feed from an address."""
    return EntryFilter(
        kinds=kinds_of(asked.get("kind", "")),
        words=asked.get("q", "").strip()[:200],
        sample=asked.get("sample"),
        only_starred="starred" in asked,
    )


@login_required
@require_safe
def session_cards(request: HttpRequest, code: str) -> HttpResponse:
    """Show cards: some by number, those that came after a number, or those before a cursor."""
    person = person_of(request)
    session = session_for(person, code, Action.SEE)
    context = {"feed": _asked_for(person, code, request.GET), "session": session}
    return render(request, "portal/feed_page.html", context)


def _asked_for(person: Actor, code: str, asked: QueryDict) -> Feed:
    numbers = [number for text in asked.get("entries", "").split(",") if (number := whole_number(text)) is not None]
    if numbers:
        return cards_numbered(person, code, numbers)
    after = whole_number(asked.get("after", ""))
    if after is not None and "before" in asked:
        return cards_between(person, code, filter_of(asked), after=after, before=asked.get("before", ""))
    if after is not None:
        return newer_cards(person, code, filter_of(asked), after=after)
    return older_cards(person, code, filter_of(asked), before=asked.get("before", ""))


@login_required
@require_safe
def session_groups(request: HttpRequest, code: str) -> HttpResponse:
    """Show the samples of a session: those whose first card came after a number, or those before a cursor."""
    person, asked = person_of(request), request.GET
    after = whole_number(asked.get("after", "")) or 0
    groups = groups_of_session(person, code, filter_of(asked), before=asked.get("before", ""), begun_after=after)
    session = session_for(person, code, Action.SEE)
    context = {"groups": groups, "session": session, "is_open": False}
    return render(request, "portal/groups.html#rows", context)


@login_required
@require_safe
def session_entry(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show one card with what people added to it: the address that is passed on."""
    person = person_of(request)
    newest_event = newest_number(code)
    cards = cards_numbered(person, code, [number]).cards
    if not cards:
        raise NotFound(f"Session {code} has no entry {number}.")
    context = {
        "session": session_for(person, code, Action.SEE),
        "card": cards[0],
        "talk": talk_about(person, code, number),
        "may_write": rights_in(person, code)[Action.WRITE_NOTE],
        "newest_event": newest_event,
    }
    return render(request, "portal/entry.html", context)
