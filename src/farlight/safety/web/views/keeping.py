"""Everybody's trainings, for the safety group: who would be kept out, and writing down what people were taught."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_default_timezone, localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.people.public import people_found, person_of
from farlight.safety.access import person_for
from farlight.safety.domain.batch import begins_at, ends_at
from farlight.safety.queries import outlook_for, trainings_of
from farlight.safety.services.trainings import note_training_for, withdraw_training_for
from farlight.safety.types import ShownTraining, TrainingDefinition, TrainingState
from farlight.safety.web.forms import NoteForm, WithdrawForm

PEOPLE_SHOWN = 20
_STANDING = frozenset({TrainingState.COUNTS, TrainingState.STARTS_LATER})


@login_required
@require_safe
def training_list(request: HttpRequest) -> HttpResponse:
    """Show who would be kept out of the coming sessions; find people by words."""
    keeper, words = person_of(request), request.GET.get("q", "").strip()
    outlook = outlook_for(keeper, now=utc_now())
    found = people_found(words, most=PEOPLE_SHOWN + 1) if words else []
    context = {
        "outlook": outlook,
        "words": words,
        "people": found[:PEOPLE_SHOWN],
        "are_more": len(found) > PEOPLE_SHOWN,
    }
    part = "#found" if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted") else ""
    return render(request, f"safety/list.html{part}", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_trainings(request: HttpRequest, username: str) -> HttpResponse:
    """Show somebody's trainings; write one down."""
    keeper, now = person_of(request), utc_now()
    person = person_for(keeper, username)
    shown = trainings_of(person.pk, now=now)
    if request.method != "POST":
        return _show(request, username, shown, _proposed(shown, request.GET.get("training", "")))
    form = NoteForm([one.training for one in shown], request.POST)
    if form.is_valid():
        zone, said = get_default_timezone(), form.cleaned_data
        since, until = begins_at(said["since"], zone), ends_at(said["until"], zone)
        try:
            note_training_for(keeper, login=username, training=said["training"], since=since, until=until, now=now)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            name = next(one.training.name for one in shown if one.training.code == said["training"])
            messages.success(request, f"{name} of {person.full_name} counts until {said['until']:%-d %B %Y}.")
            return redirect("safety:person_trainings", username=person.username)
    return _show(request, username, shown, form, status=422)


@login_required
@require_POST
def training_withdraw(request: HttpRequest, username: str) -> HttpResponse:
    """Have a training of somebody count no more."""
    keeper, now = person_of(request), utc_now()
    person = person_for(keeper, username)
    shown = trainings_of(person.pk, now=now)
    form = WithdrawForm(_withdrawable(shown), request.POST)
    if form.is_valid():
        try:
            withdraw_training_for(keeper, login=username, now=now, **form.cleaned_data)
        except Invalid as refusal:
            form.add_objections(refusal.objections)
        else:
            messages.success(request, "It is withdrawn; what it kept open closes now.")
            return redirect("safety:person_trainings", username=person.username)
    return _show(request, username, shown, _proposed(shown, ""), withdraw=form, status=422)


def _proposed(shown: list[ShownTraining], code: str) -> NoteForm:
    """Return a form that proposes what is missing most, for as long as the facility says."""
    if not shown:
        return NoteForm([])
    lacking = [one for one in shown if one.state is not TrainingState.COUNTS and one.asked_at]
    chosen = next((one for one in shown if one.training.code == code), (lacking or shown)[0])
    today = localdate()
    lasts = chosen.training.lasts_days
    until = today + timedelta(days=lasts - 1) if lasts else None
    return NoteForm([one.training for one in shown], training=chosen.training.code, since=today, until=until)


def _withdrawable(shown: list[ShownTraining]) -> list[TrainingDefinition]:
    return [one.training for one in shown if one.state in _STANDING]


def _show(
    request: HttpRequest,
    username: str,
    shown: list[ShownTraining],
    form: NoteForm,
    withdraw: WithdrawForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "whose": person_for(person_of(request), username),
        "trainings": shown,
        "form": form,
        "withdrawable": _withdrawable(shown),
        "withdraw": withdraw or WithdrawForm(_withdrawable(shown)),
    }
    return render(request, "safety/person.html", context, status=status)
