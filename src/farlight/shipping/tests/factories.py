"""Parcels for tests."""

from datetime import timedelta

from farlight.kernel.time import utc_now
from farlight.samples.public import draft_profile, place_sample, register_sample, register_substance, submit_profile
from farlight.samples.tests.factories import make_container
from farlight.samples.types import Hazard, HazardDeclaration
from farlight.shipping.domain.contents import to_be_reviewed
from farlight.shipping.models import Parcel, ParcelItem
from farlight.shipping.queries.contents import contents_of_parcel
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
    Parcel.objects.filter(pk=parcel.pk).update(weight_kg=18.0)
    parcel.weight_kg = 18.0
    if tool:
        ParcelItem.objects.create(parcel=parcel, kind=ItemKind.TOOL.value, text=tool)
    return parcel


def make_puck(proposal="mx2341", name="CPS-0421", *, acronym="lyso", hazard=Hazard.GREEN, pins=1):
    """A puck with pins of one substance in it; its hazards wait for the safety group when it has no colour."""
    substance = register_substance(proposal=proposal, acronym=acronym, name=f"Substance {acronym}", hazard=hazard)
    puck = make_container(name, proposal=proposal)
    for number in range(1, pins + 1):
        sample = register_sample(substance=substance, name=f"{name}-{number}")
        place_sample(sample=sample, container=puck, position=number, now=utc_now())
    return puck


def declare(substance, by, **said):
    """Submit the hazards of a substance to the safety group."""
    draft_profile(
        substance=substance, declaration=HazardDeclaration(**(said or {"h_codes": ("H301",), "max_mass_mg": 5.0}))
    )
    return submit_profile(substance=substance, by=by, now=utc_now())


def put_in(parcel, container):
    """Lay a container into a parcel."""
    return ParcelItem.objects.create(parcel=parcel, kind=ItemKind.CONTAINER.value, container=container)


def said_for(move, parcel, **more):
    """What is said with a move, so that nothing is missing."""
    if move in {Move.APPROVE, Move.LABEL}:
        more = {"content_hash": contents_hash_of(parcel)} | more
    said = {
        Move.APPROVE: {"colour": "green"},
        Move.LABEL: {},
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
    is_passing = not to_be_reviewed(contents_of_parcel(parcel))
    moves = [move for move in WAY[: WAY.index(last) + 1] if move is not Move.APPROVE or not is_passing]
    person = {Move.SUBMIT: sender, Move.APPROVE: safety, Move.LABEL: sender, Move.POST: sender}
    for number, move in enumerate(moves):
        moment = now - timedelta(minutes=len(moves) - 1 - number)
        found = move_parcel(parcel, move, person.get(move, staff), now=moment)
    return found
