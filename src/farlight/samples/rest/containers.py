"""Containers: what samples sit in, and what lies in them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from farlight.beamtime.public import proposal_for
from farlight.beamtime.types import ProposalAction
from farlight.kernel.paging import LARGEST_PAGE
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.samples.access import container_for, facility_containers_for
from farlight.samples.models import Container
from farlight.samples.queries.contents import visible_contents
from farlight.samples.queries.named import container_types
from farlight.samples.queries.substances import SubstanceFilter, containers_page
from farlight.samples.rest.specimens import PlaceIn
from farlight.samples.services.containers import hand_over_container, register_container, retire_container
from farlight.samples.services.placement import empty_container, move_container, take_out
from farlight.samples.services.reports import report_on_container
from farlight.samples.types import ContainerContents, ContainerDetails, Hazard, Outline, SpecimenState

router = Router()


class SlotOut(Schema):
    """A place in a container, as fractions of a unit box about it: x to the right, y down."""

    name: str
    position: int
    x_frac: float
    y_frac: float
    size_frac: float
    row: int
    accepts: list[str]


class ContainerTypeOut(Schema):
    """A sort of container."""

    code: str
    version: int
    title: str
    outline: Outline
    width_mm: float
    height_mm: float
    form_factor: str
    requires_cryo: bool
    is_deprecated: bool
    note: str
    slots: list[SlotOut]


class ContainerOut(Schema):
    """A container."""

    code: str
    name: str
    barcode: str
    proposal: str = Field(description="Empty for the facility's own.")
    container_type: str
    is_registered: bool
    is_retired: bool
    inspected_at: datetime | None


class ContainersOut(Schema):
    """A page of containers, by name."""

    items: list[ContainerOut]
    next_cursor: str | None


class PieceOut(Schema):
    """A physical piece that lies in a slot."""

    specimen: str
    sample: str
    sample_name: str
    acronym: str
    hazard: Hazard | None
    state: SpecimenState


class TakenSlotOut(Schema):
    """A slot with something in it; a slot with neither holds something that you may not know of."""

    slot: str
    position: int
    container: ContentsOut | None
    piece: PieceOut | None


class ContentsOut(Schema):
    """A container, with all that lies in it."""

    code: str
    name: str
    container_type: str
    proposal: str
    slots: list[TakenSlotOut]


class RegisterContainerIn(Schema):
    """What to enter."""

    name: str = Field(description="What is engraved or printed on it: once in a proposal.")
    container_type: str
    barcode: str = ""
    is_registered: bool = False


class ReportIn(Schema):
    """What a container is like."""

    text: str
    is_damage: bool = False


class HandOverIn(Schema):
    """Who gets it."""

    proposal: str = Field(description="Empty for the facility.")


class RetireIn(Schema):
    """Why it is not used any more."""

    reason: str


TakenSlotOut.model_rebuild()


@router.get("/container-types", operation_id="list_container_types", response=list[ContainerTypeOut])
def container_types_known(request: HttpRequest) -> list[dict[str, object]]:  # noqa: ARG001 - everybody may know them
    """Return every sort of container that the facility knows, with the places of its slots."""
    return [vars(one) for one in container_types().values()]


@router.get("/containers", operation_id="list_containers", response=ContainersOut)
def containers_listed(
    request: HttpRequest,
    proposal: str = "",
    q: str = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 50,
) -> dict[str, object]:
    """Return the containers that you may see: of one proposal, or of all."""
    wanted = SubstanceFilter(proposal=proposal, words=q)
    page = containers_page(person_of(request), wanted, cursor=cursor, limit=limit)
    return {"items": [_out(row) for row in page.items], "next_cursor": page.next_cursor}


@router.post("/proposals/{proposal}/containers", operation_id="register_container", response={201: ContainerOut})
def post_container(request: HttpRequest, proposal: str, body: RegisterContainerIn) -> Status[dict[str, object]]:
    """Enter a container of a proposal."""
    person = person_of(request)
    proposal_for(person, proposal, ProposalAction.EDIT_SAMPLES)
    details = ContainerDetails(barcode=body.barcode, is_registered=body.is_registered)
    row = register_container(
        proposal=proposal, name=body.name, container_type=body.container_type, details=details, by=person
    )
    return Status(201, _out(row))


@router.post("/containers", operation_id="register_facility_container", response={201: ContainerOut})
def post_facility_container(request: HttpRequest, body: RegisterContainerIn) -> Status[dict[str, object]]:
    """Enter a container of the facility: a sample changer, a rack, a puck that is lent; for its staff."""
    person = person_of(request)
    facility_containers_for(person)
    details = ContainerDetails(barcode=body.barcode, is_registered=True)
    row = register_container(
        proposal="", name=body.name, container_type=body.container_type, details=details, by=person
    )
    return Status(201, _out(row))


@router.get("/containers/{code}", operation_id="container", response=ContentsOut)
def container_shown(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a container with all that lies in it, as far as you may know of it."""
    return _contents(visible_contents(person_of(request), code))


@router.put("/containers/{code}/place", operation_id="move_container", response={204: None})
def put_container_place(request: HttpRequest, code: str, body: PlaceIn) -> Status[None]:
    """Put a container into a slot of another one."""
    person = person_of(request)
    thing = container_for(person, code, ProposalAction.EDIT_SAMPLES)
    into = container_for(person, body.container, ProposalAction.EDIT_SAMPLES)
    move_container(container=thing, into=into, slot=body.slot, now=utc_now(), by=person)
    return Status(204, None)


@router.delete("/containers/{code}/place", operation_id="take_out_container", response={204: None})
def delete_container_place(request: HttpRequest, code: str) -> Status[None]:
    """Take a container out of the one that it lies in."""
    person = person_of(request)
    take_out(thing=container_for(person, code, ProposalAction.EDIT_SAMPLES), now=utc_now(), by=person)
    return Status(204, None)


@router.post("/containers/{code}/empty", operation_id="empty_container", response={204: None})
def post_emptying(request: HttpRequest, code: str) -> Status[None]:
    """Take everything out of a container at once, so that it can be filled anew."""
    person = person_of(request)
    empty_container(container=container_for(person, code, ProposalAction.EDIT_SAMPLES), now=utc_now(), by=person)
    return Status(204, None)


@router.post("/containers/{code}/reports", operation_id="report_on_container", response={204: None})
def post_report(request: HttpRequest, code: str, body: ReportIn) -> Status[None]:
    """Write down what a container is like; photographs are added on its page."""
    person = person_of(request)
    row = container_for(person, code, ProposalAction.EDIT_SAMPLES)
    report_on_container(
        container=row, text=body.text, photographs=(), is_damage=body.is_damage, by=person, now=utc_now()
    )
    return Status(204, None)


@router.post("/containers/{code}/hand-over", operation_id="hand_over_container", response=ContainerOut)
def post_hand_over(request: HttpRequest, code: str, body: HandOverIn) -> dict[str, object]:
    """Lend a container of the facility to a group, for its staff; or give it back, for the group too."""
    person = person_of(request)
    row = container_for(person, code, ProposalAction.EDIT_SAMPLES)
    if body.proposal:
        facility_containers_for(person)
    return _out(hand_over_container(container=row, proposal=body.proposal, by=person))


@router.post("/containers/{code}/retire", operation_id="retire_container", response={204: None})
def post_retirement(request: HttpRequest, code: str, body: RetireIn) -> Status[None]:
    """Put nothing into a container any more."""
    person = person_of(request)
    retire_container(container=container_for(person, code, ProposalAction.EDIT_SAMPLES), reason=body.reason, by=person)
    return Status(204, None)


def _out(row: Container) -> dict[str, object]:
    names = ("code", "name", "barcode", "is_registered", "is_retired", "inspected_at")
    proposal = row.proposal.code if row.proposal else ""
    return {name: getattr(row, name) for name in names} | {"proposal": proposal, "container_type": row.type.code}


def _contents(found: ContainerContents) -> dict[str, object]:
    names = ("code", "name", "container_type", "proposal")
    slots = [
        {
            "slot": taken.slot,
            "position": taken.position,
            "container": _contents(taken.container) if taken.container else None,
            "piece": None
            if taken.specimen is None
            else {name: getattr(taken.specimen, name) for name in PieceOut.model_fields if name != "specimen"}
            | {"specimen": taken.specimen.code},
        }
        for taken in found.slots
    ]
    return {name: getattr(found, name) for name in names} | {"slots": slots}
