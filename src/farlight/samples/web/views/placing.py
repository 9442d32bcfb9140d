"""What lies where, and what became of it: said on the pages of containers and samples."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from farlight.beamtime.types import ProposalAction
from farlight.kernel.errors import FarlightError, NotFound
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.people.types import Actor
from farlight.samples.access import container_for, sample_for_proposal, specimen_for
from farlight.samples.domain.specimens import BY_HAND
from farlight.samples.models import Container, Specimen
from farlight.samples.queries.container_pages import pieces_to_mark, samples_waiting
from farlight.samples.queries.contents import contents_of
from farlight.samples.queries.named import first_specimen, specimens_with_keys
from farlight.samples.services.placement import move_container, place_in_order, place_specimen, take_out
from farlight.samples.services.specimens import mark_specimens
from farlight.samples.types import SpecimenState

_EDIT = ProposalAction.EDIT_SAMPLES


@login_required
@require_POST
def container_place(request: HttpRequest, code: str) -> HttpResponse:
    """Put a sample or a container into a slot, or take out what lies there."""
    person = person_of(request)
    row = container_for(person, code, _EDIT)
    thing, slot = _thing(person, request.POST.get("what", "")), request.POST.get("slot", "")

    def act() -> None:
        if not slot:
            take_out(thing=thing, now=utc_now(), by=person)
        elif isinstance(thing, Container):
            move_container(container=thing, into=row, slot=slot, now=utc_now(), by=person)
        else:
            place_specimen(specimen=thing, container=row, slot=slot, now=utc_now(), by=person)

    return _done(request, act, code)


def _thing(person: Actor, said: str) -> Specimen | Container:
    """Return what ``sample/CODE`` or ``container/CODE`` names."""
    kind, _, code = said.partition("/")
    if kind == "container":
        return container_for(person, code, _EDIT)
    piece = first_specimen(sample_for_proposal(person, code, _EDIT))
    if piece is None:
        raise NotFound
    return piece


@login_required
@require_POST
def container_move(request: HttpRequest, code: str) -> HttpResponse:
    """Put a container into another one, or take it out of the one that it lies in."""
    person = person_of(request)
    row = container_for(person, code, _EDIT)
    outer, _, slot = request.POST.get("into", "").partition("/")

    def act() -> None:
        if slot:
            into = container_for(person, outer, _EDIT)
            move_container(container=row, into=into, slot=slot, now=utc_now(), by=person)
        else:
            take_out(thing=row, now=utc_now(), by=person)

    return _done(request, act, code)


@login_required
@require_POST
def container_fill(request: HttpRequest, code: str) -> HttpResponse:
    """Put the samples that lie nowhere into the free slots, in the order in which they were declared."""
    person = person_of(request)
    row = container_for(person, code, _EDIT)
    if row.proposal is None:
        raise NotFound

    def act() -> None:
        count = place_in_order(specimens=samples_waiting(row), container=row, now=utc_now(), by=person)
        messages.success(request, f"Put into {row.name}: {count}.")

    return _done(request, act, code)


@login_required
@require_POST
def container_mark(request: HttpRequest, code: str) -> HttpResponse:
    """Say of everything in a container that it was measured."""
    person, measured = person_of(request), SpecimenState.MEASURED
    row = container_for(person, code, ProposalAction.HANDLE_PARCELS)

    def act() -> None:
        keys = pieces_to_mark(contents_of([row.code])[row.code], measured)
        count = mark_specimens(specimens=specimens_with_keys(keys), to=measured, now=utc_now(), by=person)
        messages.success(request, f"Marked as measured: {count}.")

    return _done(request, act, code)


@login_required
@require_POST
def specimen_mark(request: HttpRequest, code: str) -> HttpResponse:
    """Say what became of a physical piece."""
    person = person_of(request)
    piece = specimen_for(person, code, ProposalAction.HANDLE_PARCELS)
    said = next((state for state in BY_HAND if state.value == request.POST.get("state")), None)
    if said is None:
        raise NotFound
    try:
        mark_specimens(specimens=[piece], to=said, now=utc_now(), by=person)
    except FarlightError as refusal:
        messages.error(request, str(refusal))
    return redirect("samples:sample_detail", code=piece.sample.code)


def _done(request: HttpRequest, act: Callable[[], None], code: str) -> HttpResponse:
    """Do it, or say why not; then show the container."""
    try:
        act()
    except FarlightError as refusal:
        messages.error(request, str(refusal))
    return redirect("samples:container_detail", code=code)
