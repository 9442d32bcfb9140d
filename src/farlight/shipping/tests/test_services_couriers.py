from datetime import timedelta

import pytest

from farlight.kernel.errors import Invalid
from farlight.kernel.time import utc_now
from farlight.shipping.adapters.couriers.simulated import SimulatedCourier
from farlight.shipping.domain.ports import Trip
from farlight.shipping.models import Booking
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.couriers import book_courier, follow_couriers
from farlight.shipping.services.stores import define_shipping
from farlight.shipping.tests.factories import HOME, bring_parcel_to, move_parcel
from farlight.shipping.types import (
    CarrierDefinition,
    DewarDefinition,
    Direction,
    Move,
    ParcelKind,
    RackDefinition,
    ShippingDefinition,
    SimulationDefinition,
    Source,
    StoresDefinition,
    TransitDefinition,
)

NOW = utc_now()
DAY = timedelta(days=1)
CALM = SimulationDefinition(day_s=600.0, delay_frac=0.0, customs_hold_frac=0.0)
SHIPPING = ShippingDefinition(
    stores=StoresDefinition(address=HOME, holidays_country="DE"),
    racks=(RackDefinition(code="A", places=3), RackDefinition(code="S", places=2, kinds=(ParcelKind.BOX,))),
    carriers=(
        CarrierDefinition(code="swift", title="Swift", adapter="simulated", simulation=CALM),
        CarrierDefinition(code="hermes", title="Hermes", transit=(TransitDefinition(days=2),)),
    ),
    dewars=(DewarDefinition(code="fds-1", hold_time_days=9.0),),
)


@pytest.fixture
def labelled(ada, stores, safety, parcel):
    define_shipping(SHIPPING, now=NOW)
    bring_parcel_to(parcel, Move.LABEL, sender=ada, staff=stores, safety=safety, now=NOW)
    return parcel


def book(parcel, by, courier="swift", direction=Direction.OUT, now=NOW, **more):
    return book_courier(
        parcel=parcel.code, direction=direction, courier=courier, by=by, source=Source.PAGE, now=now, **more
    )


def test_a_simulated_courier_carries_a_parcel(labelled, ada):
    booked = book(labelled, ada)
    assert booked.status.out.tracking.startswith("SIM")
    assert booked.status.out.expected_at == NOW + timedelta(minutes=15)
    assert follow_couriers(now=NOW) == 0
    assert follow_couriers(now=NOW + timedelta(minutes=1)) == 1
    assert follow_couriers(now=NOW + DAY) == 3
    assert follow_couriers(now=NOW + DAY) == 0
    labelled.refresh_from_db()
    assert (labelled.state, labelled.expected_at) == ("delivered", None)
    told = [(move.move, move.source, move.place) for move in moves_of(labelled)[-4:]]
    assert [move for move, _, _ in told] == [Move.POST, Move.SIGHT, Move.SIGHT, Move.DELIVER]
    assert {source for _, source, _ in told} == {Source.COURIER}
    assert Booking.objects.get().ended_at == NOW + DAY


def test_what_a_courier_says_of_a_parcel_that_is_there_already_is_kept_as_a_remark(labelled, ada, stores):
    book(labelled, ada)
    move_parcel(labelled, Move.POST, ada, now=NOW + timedelta(minutes=1))
    assert follow_couriers(now=NOW + timedelta(minutes=8)) == 2
    move_parcel(labelled, Move.RECEIVE, stores, now=NOW + timedelta(minutes=9))
    assert follow_couriers(now=NOW + DAY) == 0
    labelled.refresh_from_db()
    assert labelled.state == "received"


def test_the_way_back(labelled, ada, stores):
    for move in (Move.RECEIVE, Move.INSPECT, Move.STORE, Move.REQUEST_RETURN):
        move_parcel(labelled, move, stores, now=NOW)
    book(labelled, ada, direction=Direction.BACK)
    assert follow_couriers(now=NOW + DAY) == 0
    move_parcel(labelled, Move.HAND_OVER, stores, now=NOW + DAY)
    assert follow_couriers(now=NOW + 2 * DAY) == 3
    labelled.refresh_from_db()
    assert labelled.state == "returned"


def test_people_type_the_number_of_a_manual_courier(labelled, ada):
    with pytest.raises(Invalid, match="tracking number is missing"):
        book(labelled, ada, "hermes")
    booked = book(labelled, ada, "hermes", tracking=" H 1 ")
    assert (booked.status.out.tracking, follow_couriers(now=NOW + DAY)) == ("H 1", 0)


def trip(tracking, origin="GB"):
    return Trip(
        parcel="p",
        tracking=tracking,
        direction=Direction.OUT,
        origin=origin,
        destination="FR",
        begins_at=NOW,
        expected_at=NOW,
    )


def test_a_simulated_courier_says_tomorrow_what_it_said_today():
    courier = SimulatedCourier(SimulationDefinition(delay_frac=0.5, customs_hold_frac=0.5, loss_frac=0.2))
    for number in range(40):
        early = courier.messages(trip(f"T{number}"), now=NOW + DAY)
        late = courier.messages(trip(f"T{number}"), now=NOW + 30 * DAY)
        assert list(late)[: len(early)] == list(early)
        assert late[-1].move in {Move.DELIVER, Move.REPORT_LOST}
    ends = {courier.messages(trip(f"T{n}"), now=NOW + 30 * DAY)[-1].move for n in range(40)}
    assert ends == {Move.DELIVER, Move.REPORT_LOST}


@pytest.mark.parametrize(("origin", "held"), [("GB", True), ("DE", False), ("FR", False)])
def test_only_borders_have_customs(origin, held):
    moves = [message.move for message in SimulatedCourier(CALM).messages(trip("T", origin), now=NOW + DAY)]
    assert (Move.HOLD_AT_CUSTOMS in moves) is held


def test_stores_are_defined_again_without_doubling(labelled):
    define_shipping(SHIPPING, now=NOW + DAY)
    from farlight.shipping.models import Carrier, Dewar, Rack, Stores

    assert [model.objects.count() for model in (Carrier, Dewar, Rack, Stores)] == [2, 1, 2, 1]
    assert [str(model.objects.first()) for model in (Carrier, Dewar, Rack, Stores)] == [
        "hermes",
        "FDS-1",
        "A",
        "stores",
    ]
