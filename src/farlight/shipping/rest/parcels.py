"""Shipments and parcels by REST."""

from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status
from pydantic import AwareDatetime

from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.paging import LARGEST_PAGE
from farlight.kernel.schemas import fields_like
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.access import parcel_for, shipment_for, summary_of
from farlight.shipping.domain.machine import fold
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.queries.lists import ParcelFilter, parcels_page, shipment_summary, shipments_of
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.queries.timeline import timeline_of
from farlight.shipping.services import couriers, moving, packing, preparing, reviewing, shipments
from farlight.shipping.services.offering import moves_offered
from farlight.shipping.types import (
    Address,
    Direction,
    Move,
    Outcome,
    ParcelKind,
    ParcelState,
    ParcelStatus,
    ParcelSummary,
    Particulars,
    ShipmentSummary,
    Source,
    Stage,
    TimelineEntry,
)

router = Router(tags=["parcels"])


class ReasonOut(Schema):
    """Something that stands in the way."""

    message: str
    mend: str
    who: str
    field: str
    link: str


@fields_like(preparing.ShipmentPlan)
class ShipmentIn(Schema):
    """What a group says of a shipment."""

    return_to: Address | None = Field(default=None, description="None when it goes back to its sender.")
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$")
    incoterm: str = Field(default="DAP", pattern="^[A-Z]{3}$")


def _plan(said: ShipmentIn) -> preparing.ShipmentPlan:
    return preparing.ShipmentPlan(**{name: getattr(said, name) for name in ShipmentIn.model_fields})


@fields_like(ParcelSummary, without={"id"})
class ParcelOut(Schema):
    """A parcel, in lists."""


@fields_like(ShipmentSummary)
class ShipmentOut(Schema):
    """A shipment; its state is that of its parcels."""

    parcels: list[ParcelOut]


class ParcelsOut(Schema):
    """A page of parcels, newest first."""

    items: list[ParcelOut]
    next_cursor: str | None


class ParcelsQuery(Schema):
    """Which parcels are wanted; what is empty does not count."""

    state: list[ParcelState] = []
    proposal: str = ""
    session: str = ""
    words: str = ""
    cursor: str = ""
    limit: Annotated[int, Field(ge=1, le=LARGEST_PAGE)] = 50


class CreateParcelIn(Schema):
    """A parcel that is begun."""

    name: str
    kind: ParcelKind = ParcelKind.DEWAR


@fields_like(packing.ParcelDescription)
class DescribeParcelIn(Schema):
    """What a parcel is, beside what lies in it."""

    kind: ParcelKind = ParcelKind.DEWAR


@fields_like(packing.Packing)
class PackIn(Schema):
    """Something that is packed or taken out: exactly one of these."""


class ContainerOut(Schema):
    """A container in a parcel."""

    code: str
    name: str
    container_type: str
    pieces: int


class ParcelDetailOut(ParcelOut):
    """A parcel, with what lies in it and what its moves come to."""

    status: ParcelStatus
    containers: list[ContainerOut]
    samples: list[str]
    tools: list[str]


class RecordMoveIn(Schema):
    """Something that happened to a parcel."""

    move: Move
    at: AwareDatetime | None = Field(default=None, description="When it happened; now, when nothing is said.")
    place: str = Field(default="", max_length=100)
    payload: Particulars = Particulars()
    client_id: UUID | None = Field(default=None, description="Told twice under one identifier, it is recorded once.")


class RecordedOut(Schema):
    """What became of a move."""

    parcel: str
    number: int
    outcome: Outcome
    status: ParcelStatus
    reasons: list[ReasonOut]


class BookCourierIn(Schema):
    """A courier that is booked, or was booked elsewhere."""

    direction: Direction = Direction.OUT
    courier: str = Field(max_length=40)
    tracking: str = Field(default="", max_length=60)
    pickup_at: AwareDatetime | None = None


class TimelineOut(Schema):
    """A parcel's way in plain words."""

    headline: str
    stages: list[Stage]
    entries: list[TimelineEntry]


class OfferedOut(Schema):
    """Which moves may be made now, and why not the others."""

    allowed: list[Move]
    refused: dict[Move, list[ReasonOut]]


class ForReviewOut(Schema):
    """A substance that the safety group has to look at because of a parcel."""

    acronym: str
    name: str
    why: str
    samples: list[str]


class ReviewOut(Schema):
    """A parcel that waits for the safety group, with only what changed."""

    parcel: ParcelOut
    colour: str
    content_hash: str
    to_be_reviewed: list[ForReviewOut]


@router.get("/proposals/{code}/shipments", operation_id="list_shipments", response=list[ShipmentOut])
def list_shipments(request: HttpRequest, code: str) -> list[dict[str, object]]:
    """Return the shipments of a proposal, newest first."""
    return [asdict(shipment) for shipment in shipments_of(person_of(request), code)]


@router.post("/proposals/{code}/shipments", operation_id="create_shipment", response={201: ShipmentOut})
def create_shipment(request: HttpRequest, code: str, body: ShipmentIn) -> Status[dict[str, object]]:
    """Begin to prepare a shipment."""
    row = preparing.create_shipment(proposal=code, plan=_plan(body), by=person_of(request), now=utc_now())
    return Status(201, asdict(shipment_summary(row)))


@router.get("/shipments/{code}", operation_id="read_shipment", response=ShipmentOut)
def read_shipment(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a shipment."""
    return asdict(shipment_summary(shipment_for(person_of(request), code)))


@router.put("/shipments/{code}", operation_id="change_shipment", response=ShipmentOut)
def change_shipment(request: HttpRequest, code: str, body: ShipmentIn) -> dict[str, object]:
    """Say otherwise what a shipment is, while no label of it was printed."""
    person = person_of(request)
    shipments.change_shipment(shipment=code, plan=_plan(body), by=person)
    return asdict(shipment_summary(shipment_for(person, code)))


@router.post("/shipments/{code}/parcels", operation_id="create_parcel", response={201: ParcelDetailOut})
def create_parcel(request: HttpRequest, code: str, body: CreateParcelIn) -> Status[dict[str, object]]:
    """Begin to prepare a parcel of a shipment."""
    person = person_of(request)
    row = preparing.create_parcel(shipment=code, name=body.name, kind=body.kind, by=person, now=utc_now())
    return Status(201, read_parcel(request, row.code))


@router.get("/parcels", operation_id="list_parcels", response=ParcelsOut)
def list_parcels(request: HttpRequest, asked: Annotated[ParcelsQuery, Query()]) -> dict[str, object]:
    """Return the parcels that the person may know of, newest first."""
    wanted = ParcelFilter(states=tuple(asked.state), proposal=asked.proposal, session=asked.session, words=asked.words)
    page = parcels_page(person_of(request), wanted, cursor=asked.cursor, limit=asked.limit)
    return {"items": [asdict(parcel) for parcel in page.items], "next_cursor": page.next_cursor}


@router.get("/parcels/{code}", operation_id="read_parcel", response=ParcelDetailOut)
def read_parcel(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a parcel, with what lies in it."""
    row = parcel_for(person_of(request), code)
    contents = contents_of_parcel(row)
    containers = [
        {"code": c.code, "name": c.name, "container_type": c.container_type, "pieces": len(list(c.specimens()))}
        for c in contents.containers
    ]
    return asdict(summary_of(row)) | {
        "status": fold(moves_of(row)),
        "containers": containers,
        "samples": [sample.code for sample in contents.samples],
        "tools": list(contents.tools),
    }


@router.put("/parcels/{code}", operation_id="describe_parcel", response=ParcelDetailOut)
def describe_parcel(request: HttpRequest, code: str, body: DescribeParcelIn) -> dict[str, object]:
    """Say what a parcel is, while it was not sent."""
    described = packing.ParcelDescription(**body.model_dump())
    packing.describe_parcel(parcel=code, description=described, by=person_of(request))
    return read_parcel(request, code)


@router.post("/parcels/{code}/items", operation_id="pack", response=ParcelDetailOut)
def pack(request: HttpRequest, code: str, body: PackIn) -> dict[str, object]:
    """Pack something into a parcel that is being prepared."""
    what = packing.Packing(**body.model_dump())
    packing.pack(parcel=code, what=what, by=person_of(request), source=Source.API, now=utc_now())
    return read_parcel(request, code)


@router.delete("/parcels/{code}/items", operation_id="unpack", response=ParcelDetailOut)
def unpack(request: HttpRequest, code: str, what: Annotated[PackIn, Query()]) -> dict[str, object]:
    """Take something out of a parcel that is being prepared."""
    packed = packing.Packing(**what.model_dump())
    packing.unpack(parcel=code, what=packed, by=person_of(request), source=Source.API, now=utc_now())
    return read_parcel(request, code)


@router.get("/parcels/{code}/timeline", operation_id="timeline_of", response=TimelineOut)
def read_timeline(request: HttpRequest, code: str) -> dict[str, object]:
    """Return a parcel's way in plain words."""
    found = timeline_of(parcel_for(person_of(request), code), now=utc_now())
    return {"headline": found.headline, "stages": list(found.stages), "entries": list(found.entries)}


@router.get("/parcels/{code}/moves", operation_id="moves_offered", response=OfferedOut)
def read_moves_offered(request: HttpRequest, code: str) -> dict[str, object]:
    """Return which moves the person may make with a parcel now, and why not the others."""
    plan = moves_offered(person_of(request), code)
    refused = {move: [asdict(reason) for reason in reasons] for move, reasons in plan.refused.items()}
    return {"allowed": list(plan.allowed), "refused": refused}


@router.post("/parcels/{code}/moves", operation_id="record_move", response=RecordedOut)
def record_move(request: HttpRequest, code: str, body: RecordMoveIn) -> dict[str, object]:
    """Tell of something that happened to a parcel."""
    now = utc_now()
    if body.move is Move.PHOTOGRAPH:
        mend = f"Send them to /parcels/{code}/photographs."
        raise Invalid([Objection(message="Pictures are not told of here.", mend=mend, field="move")])
    recorded = moving.record_move(
        parcel=code,
        move=body.move,
        at=body.at or now,
        by=person_of(request),
        source=Source.API,
        now=now,
        place=body.place,
        payload=body.payload,
        client_id=body.client_id,
    )
    return asdict(recorded) | {"status": recorded.status}


@router.post("/parcels/{code}/moves/{int:number}/undo", operation_id="undo_move", response=RecordedOut)
def undo_move(request: HttpRequest, code: str, number: int) -> dict[str, object]:
    """Take a move back, within minutes."""
    by = person_of(request)
    recorded = moving.undo_move(parcel=code, number=number, by=by, source=Source.API, now=utc_now())
    return asdict(recorded) | {"status": recorded.status}


@router.post("/parcels/{code}/bookings", operation_id="book_courier", response=RecordedOut)
def book_courier(request: HttpRequest, code: str, body: BookCourierIn) -> dict[str, object]:
    """Book a courier for a parcel, or write down what was booked elsewhere."""
    recorded = couriers.book_courier(
        parcel=code,
        direction=body.direction,
        courier=body.courier,
        by=person_of(request),
        source=Source.API,
        now=utc_now(),
        tracking=body.tracking,
        pickup_at=body.pickup_at,
    )
    return asdict(recorded) | {"status": recorded.status}


@router.get("/parcel-reviews", operation_id="parcels_due_for_review", response=list[ReviewOut])
def list_reviews(request: HttpRequest) -> list[dict[str, object]]:
    """Return the parcels that wait for the safety group, the oldest first, each with only what changed."""
    return [asdict(review) for review in reviewing.parcels_due_for_review(person_of(request))]
