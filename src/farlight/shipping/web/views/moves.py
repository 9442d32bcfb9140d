"""Making a move of a parcel, and taking one back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import once, person_of
from farlight.people.types import Actor
from farlight.shipping.access import parcel_for, summary_of
from farlight.shipping.domain.next_steps import ASKED, TROUBLE
from farlight.shipping.services.couriers import book_courier
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.services.photographs import record_what_was_seen
from farlight.shipping.types import Direction, Move, Source
from farlight.shipping.web.forms import MoveForm

_BOOKINGS = {Move.BOOK: Direction.OUT, Move.BOOK_RETURN: Direction.BACK}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def parcel_move(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Ask what there is to say of a move, and make it."""
    person = person_of(request)
    row = parcel_for(person, code)
    move = _move_named(verb)
    came = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MoveForm(*came, move=move, parcel=summary_of(row))
    if request.method == "POST" and form.is_valid():
        try:
            _make(form, code, person)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            messages.success(request, f"{ASKED[move]}: noted.")
            return redirect("shipping:parcel_detail", code=code)
    refused = moves_offered(person, code).refused.get(move, ())
    context = {"form": form, "parcel": form.parcel, "verb": move, "refused": refused, "is_trouble": move in TROUBLE}
    context["is_plain"] = not form.fields
    return render(request, "shipping/move.html", context, status=422 if request.method == "POST" else 200)


def _move_named(verb: str) -> Move:
    move = Move(verb) if verb in {known.value for known in Move} else None
    if move is None or move not in ASKED:
        raise NotFound
    return move


def _make(form: MoveForm, code: str, person: Actor) -> None:
    now, said = utc_now(), form.cleaned_data
    if form.move in _BOOKINGS:
        book_courier(
            parcel=code,
            direction=_BOOKINGS[form.move],
            courier=said["courier"],
            by=person,
            source=Source.PAGE,
            now=now,
            tracking=said["tracking"],
            pickup_at=form.pickup_at(),
        )
        return
    record_what_was_seen(
        parcel=code,
        move=form.move,
        photographs=said.get("photographs", ()),
        by=person,
        source=Source.PAGE,
        now=now,
        place=said.get("place", ""),
        payload=form.particulars(),
    )


@login_required
@require_POST
def parcel_undo(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take a move back."""
    undo_move(parcel=code, number=number, by=person_of(request), source=Source.PAGE, now=utc_now())
    messages.success(request, "Taken back: everything is as it was before.")
    return redirect("shipping:parcel_detail", code=code)
