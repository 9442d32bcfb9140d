"""Parcels for tests."""

from datetime import timedelta

from farlight.kernel.time import utc_now
from farlight.shipping.models import ParcelItem
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.moving import record_move
from farlight.shipping.services.preparing import ShipmentPlan, create_parcel, create_shipment
from farlight.shipping.types import Address, ItemKind, Move, ParcelKind, Particulars, ShipmentMode, Source

HOME = Address(
    name="Ada Tester",
    institute="University of Testing",
    street="1 Test Street",
    postcode="12345",
    city="Heidelberg",
    country="DE",
    phone="+49 1",
    email="ada@example.org",
)
WAY = (Move.SUBMIT, Move.APPROVE, Move.LABEL, Move.POST, Move.RECEIVE, Move.INSPECT, Move.STORE)


def make_shipment(by, proposal="mx2341", *, session="", now=None, **more):
    """A shipment with an address and a value."""
    plan = {"title": "To the beamline", "sender": HOME, "declared_value": 100, "mode": ShipmentMode.COURIER} | more
    return create_shipment(proposal=proposal, plan=ShipmentPlan(session=session, **plan), by=by, now=now or utc_now())


def make_parcel(by, proposal="mx2341", *, session="", name="Dewar 1", shipment=None, tool="spanner", now=None):
    """A parcel with a tool in it, being prepared."""
    shipment = shipment or make_shipment(by, proposal, session=session, now=now)
    parcel = create_parcel(shipment=shipment.code, name=name, kind=ParcelKind.DEWAR, by=by, now=now or utc_now())
    if tool:
        ParcelItem.objects.create(parcel=parcel, kind=ItemKind.TOOL.value, text=tool)
    return parcel


def said_for(move, parcel, **more):
    """What is said with a move, so that nothing is missing."""
    said = {
        Move.APPROVE: {"content_hash": contents_hash_of(parcel), "colour": "green"},
        Move.LABEL: {"content_hash": contents_hash_of(parcel)},
        Move.STORE: {"slot": "A1"},
        Move.TO_BEAMLINE: {"beamline": "sim1"},
        Move.BOOK: {"courier": "hermes", "tracking": "H1"},
        Move.BOOK_RETURN: {"courier": "hermes", "tracking": "H2"},
        Move.NOTE: {"text": "Ice"},
    }.get(move, {"reason": "Because."})
    return Particulars(**(said | more))


def move_parcel(parcel, move, by, *, at=None, now=None, source=Source.PAGE, client_id=None, **said):
    """Tell of a move."""
    now = now or utc_now()
    return record_move(
        parcel=parcel.code,
        move=move,
        at=at or now,
        by=by,
        source=source,
        now=now,
        payload=said_for(move, parcel, **said),
        client_id=client_id,
    )


def bring_parcel_to(parcel, last, *, sender, staff, safety, now=None):
    """Make the moves of the plain way, up to one of them, a minute after each other and the last one now."""
    now = now or utc_now()
    moves = WAY[: WAY.index(last) + 1]
    person = {Move.SUBMIT: sender, Move.APPROVE: safety, Move.LABEL: sender, Move.POST: sender}
    for number, move in enumerate(moves):
        moment = now - timedelta(minutes=len(moves) - 1 - number)
        found = move_parcel(parcel, move, person.get(move, staff), now=moment)
    return found
