from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from farlight.beamtime.public import move_session, set_team_member
from farlight.beamtime.types import TeamRole
from farlight.bus.public import all_entries
from farlight.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import (
    approve_profile,
    container_type,
    hand_over_container,
    move_container,
    register_sample,
    register_substance,
    share_sample,
    substance_named,
)
from farlight.samples.tests.factories import make_container
from farlight.samples.types import Hazard
from farlight.shipping.errors import MoveRefused
from farlight.shipping.models import ParcelItem
from farlight.shipping.queries.contents import offered_for
from farlight.shipping.services.deadlines import reckon_deadlines_of
from farlight.shipping.services.housekeeping import follow_parcels, pass_waiting_parcels
from farlight.shipping.services.packing import Packing, ParcelDescription, describe_parcel, pack, unpack
from farlight.shipping.services.preparing import ShipmentPlan, create_parcel
from farlight.shipping.services.reviewing import parcels_due_for_review
from farlight.shipping.services.shipments import change_shipment
from farlight.shipping.tests.factories import (
    HOME,
    bring_parcel_to,
    declare,
    make_parcel,
    make_puck,
    make_shipment,
    move_parcel,
    put_in,
)
from farlight.shipping.types import Move, ParcelKind, ParcelState, Source

NOW = utc_now()
DAY = timedelta(days=1)


def packing(parcel, by, act=pack, **what):
    return act(parcel=parcel.code, what=Packing(**what), by=by, source=Source.PAGE, now=NOW)


def test_things_are_packed_and_taken_out(ada, parcel):
    puck = make_puck()
    packing(parcel, ada, container=puck.code)
    packing(parcel, ada, tool=" T-bar ")
    assert [str(item).split(" ")[0] for item in parcel.items.all()] == ["tool", "container", "tool"]
    packing(parcel, ada, unpack, tool="T-bar")
    packing(parcel, ada, unpack, container=puck.code)
    assert parcel.items.count() == 1
    for what in ({"container": puck.code}, {"tool": "T-bar"}, {"sample": "none"}):
        with pytest.raises(NotFound, match="does not lie"):
            packing(parcel, ada, unpack, **what)


def test_a_puck_lies_in_one_parcel(ada, parcel):
    puck = make_puck()
    other = make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - DAY)
    packing(parcel, ada, container=puck.code)
    for where in (parcel, other):
        with pytest.raises(Invalid, match="CPS-0421 lies in parcel Dewar 1 already"):
            packing(where, ada, container=puck.code)
    move_parcel(parcel, Move.CANCEL, ada)
    packing(other, ada, container=puck.code)


def test_what_lies_in_something_or_has_something_in_it_lies_in_one_parcel(ada, parcel):
    dewar = make_container("DEW-1", "dewar")
    inner, other = make_puck(), make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - DAY)
    move_container(container=inner, into=dewar, slot=container_type("dewar").slots[0].name, now=NOW)
    packing(parcel, ada, container=dewar.code)
    with pytest.raises(Invalid, match=r"lies in parcel Dewar 1 already, with DEW-1\. Take it out there"):
        packing(other, ada, container=inner.code)
    packing(parcel, ada, unpack, container=dewar.code)
    packing(other, ada, container=inner.code)
    with pytest.raises(Invalid, match="DEW-1 lies in parcel Dewar 2 already, with CPS-0421"):
        packing(parcel, ada, container=dewar.code)
    told = offered_for(ada, parcel)
    assert (told.containers, [(one.name, one.parcel.name) for one in told.elsewhere]) == ((), [("DEW-1", "Dewar 2")])


def test_nothing_is_told_of_another_groups_parcel(ada, parcel, rival):
    theirs = make_parcel(rival, "mx9999", name="Secret of Rolf", now=NOW - DAY)
    lent = make_container("CPS-7", proposal="")
    put_in(theirs, lent)
    hand_over_container(container=lent, proposal="mx2341", by=ada)
    shared = register_sample(substance=register_substance(proposal="mx9999", acronym="s", name="S"), name="S-1")
    share_sample(sample=shared, with_proposal="mx2341", by=rival)
    ParcelItem.objects.create(parcel=theirs, kind="sample", sample=shared)
    for what in ({"container": lent.code}, {"sample": shared.code}):
        with pytest.raises(Invalid) as refusal:
            packing(parcel, ada, **what)
        assert "Secret" not in str(refusal.value.objections)
        assert "lies in a parcel of another group" in refusal.value.objections[-1].message
    assert [(one.name, one.parcel) for one in offered_for(ada, parcel).elsewhere] == [("CPS-7", None)]


def test_what_others_own_cannot_be_packed(ada, parcel, rival):
    foreign = make_puck("mx9999", "X-1")
    with pytest.raises(NotFound):
        packing(parcel, ada, container=foreign.code)
    set_team_member(session=parcel.session, person=rival, role=TeamRole.MEMBER)
    with pytest.raises(Invalid, match="belongs to another proposal"):
        packing(parcel, rival, container=foreign.code)
    with pytest.raises(Invalid, match="Say what it is"):
        packing(parcel, ada, tool=" ")


def test_a_parcel_is_packed_only_while_it_is_being_prepared(ada, parcel):
    move_parcel(parcel, Move.SUBMIT, ada, now=NOW - DAY / 2)
    with pytest.raises(MoveRefused, match="cannot be packed otherwise"):
        packing(parcel, ada, tool="another one")


def test_who_only_looks_on_packs_nothing(parcel):
    olga = make_person("olga")
    set_team_member(session=parcel.session, person=olga, role=TeamRole.OBSERVER)
    with pytest.raises(NotAllowed, match="does not let you send its parcels"):
        packing(parcel, olga, tool="x")


def test_the_safety_group_sees_only_what_changed(ada, safety, stores, parcel):
    put_in(parcel, make_puck())
    put_in(parcel, make_puck(name="CPS-2", acronym="tox", hazard=None, pins=2))
    with pytest.raises(MoveRefused, match="The hazards of tox are not declared"):
        move_parcel(parcel, Move.SUBMIT, ada)
    profile = declare(substance_named("mx2341", "tox"), ada)
    assert move_parcel(parcel, Move.SUBMIT, ada).status.state is ParcelState.SUBMITTED
    (review,) = parcels_due_for_review(safety)
    (only,) = review.to_be_reviewed
    assert (only.acronym, only.samples) == ("tox", ("CPS-2-1", "CPS-2-2"))
    assert "waits for a decision" in only.why
    assert (review.colour, parcels_due_for_review(stores)) == ("", [])
    approve_profile(profile=profile, hazard=Hazard.YELLOW, conditions="", valid_until=None, by=safety, now=NOW)
    assert pass_waiting_parcels("mx2341", now=utc_now()) == 1
    parcel.refresh_from_db()
    assert (parcel.state, parcels_due_for_review(safety)) == ("approved", [])


@pytest.mark.parametrize("number", [1, 3])
def test_reviews_cost_the_same_queries_for_any_number(ada, safety, parcel, number, django_assert_num_queries):
    declare_me = make_puck(hazard=None)
    declare(substance_named("mx2341", "lyso"), ada)
    put_in(parcel, declare_me)
    move_parcel(parcel, Move.SUBMIT, ada)
    for count in range(1, number):
        row = make_parcel(ada, shipment=parcel.shipment, name=f"Dewar {count + 1}", now=NOW - DAY)
        put_in(row, make_puck(name=f"N-{count}", acronym=f"n{count}", hazard=None))
        declare(substance_named("mx2341", f"n{count}"), ada)
        move_parcel(row, Move.SUBMIT, ada)
    with django_assert_num_queries(11):
        assert len(parcels_due_for_review(safety)) == number


def test_a_parcel_is_described(ada, parcel, session):
    said = ParcelDescription(name="Blue", kind=ParcelKind.BOX, weight_kg=3.5, length_mm=300)
    describe_parcel(parcel=parcel.code, description=said, by=ada)
    describe_parcel(parcel=parcel.code, description=said, by=ada)
    told = [e.body["fields"] for e in all_entries(session.code) if e.kind == "parcel-described"]
    assert told == [["name", "kind", "weight_kg", "length_mm"]]
    parcel.refresh_from_db()
    assert (parcel.name, parcel.kind, parcel.weight_kg) == ("Blue", "box", 3.5)


def test_every_objection_to_a_description_is_named(ada, parcel):
    make_parcel(ada, shipment=parcel.shipment, name="Dewar 2", now=NOW - DAY)
    wrong = ParcelDescription(
        name="Dewar 2", kind=ParcelKind.DEWAR, dewar="none", weight_kg=-1.0, length_mm=0, width_mm=9999, height_mm=-1
    )
    with pytest.raises(Invalid) as refusal:
        describe_parcel(parcel=parcel.code, description=wrong, by=ada)
    fields = ["name", "dewar", "weight_kg", "length_mm", "width_mm", "height_mm"]
    assert [objection.field for objection in refusal.value.objections] == fields
    with pytest.raises(Invalid, match="A parcel has a name"):
        describe_parcel(parcel=parcel.code, description=ParcelDescription(name=" ", kind=ParcelKind.BOX), by=ada)


def test_what_was_sent_is_not_described_otherwise(ada, stores, safety, parcel):
    bring_parcel_to(parcel, Move.POST, sender=ada, staff=stores, safety=safety)
    with pytest.raises(Conflict, match="sent already"):
        describe_parcel(parcel=parcel.code, description=ParcelDescription(name="x", kind=ParcelKind.BOX), by=ada)


def test_a_shipment_is_changed_until_its_label_is_printed(ada, stores, safety, parcel, session):
    plan = ShipmentPlan(title="Later", is_for_queue=True, sender=HOME, return_to=HOME, declared_value=Decimal(5))
    row = change_shipment(shipment=parcel.shipment.code, plan=plan, by=ada)
    assert (row.title, row.session, row.return_to.city) == ("Later", None, "Heidelberg")
    parcel.refresh_from_db()
    assert (parcel.session, parcel.dispatch_by) == (None, None)
    change_shipment(shipment=row.code, plan=plan, by=ada)
    changed = [e.body["fields"] for e in all_entries("") if e.kind == "shipment-changed"]
    assert changed == [["session", "is_for_queue", "title", "return_to", "declared_value"]]
    with pytest.raises(Invalid, match="A shipment has a title"):
        change_shipment(shipment=row.code, plan=ShipmentPlan(title=""), by=ada)
    bring_parcel_to(parcel, Move.LABEL, sender=ada, staff=stores, safety=safety)
    with pytest.raises(Conflict, match="has its label already"):
        change_shipment(shipment=row.code, plan=plan, by=ada)


def test_every_objection_to_a_shipment_is_named(ada, session, rival):
    wrong = {"title": "x" * 101, "declared_value": Decimal(-1), "comment": "x" * 1001, "is_for_queue": True}
    with pytest.raises(Invalid) as refusal:
        make_shipment(ada, session=session.code, **wrong)
    assert [o.field for o in refusal.value.objections] == ["title", "declared_value", "comment", "session"]
    with pytest.raises(NotFound, match="has no session"):
        make_shipment(ada, session="mx9999-1")
    shipment = make_shipment(ada, session=session.code, sender=None)
    for name in ("", " ", "x" * 101):
        with pytest.raises(Invalid, match="A parcel has a name"):
            create_parcel(shipment=shipment.code, name=name, kind=ParcelKind.BOX, by=ada, now=NOW)
    create_parcel(shipment=shipment.code, name="One", kind=ParcelKind.BOX, by=ada, now=NOW)
    with pytest.raises(Invalid, match="has a parcel 'One' already"):
        create_parcel(shipment=shipment.code, name="One", kind=ParcelKind.BOX, by=ada, now=NOW)
    assert str(shipment) == shipment.code


def test_a_moved_session_is_told_once(ada, parcel, session):
    before = parcel.dispatch_by
    move_session(session=session, start=session.start + 7 * DAY, end=session.end + 7 * DAY)
    for _ in range(2):
        assert reckon_deadlines_of(session.code, because="It moved.") == 1
    told = [e.body for e in all_entries(session.code) if e.kind == "deadline-changed"]
    parcel.refresh_from_db()
    assert [(datetime.fromisoformat(e["old"]), datetime.fromisoformat(e["new"])) for e in told] == [
        (before, parcel.dispatch_by)
    ]


def test_the_clock_asks_closes_and_gives_up(ada, stores, safety, parcel, session):
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety, now=NOW)
    assert follow_parcels(now=NOW) == 0
    type(session).objects.filter(pk=session.pk).update(state="ended")
    assert follow_parcels(now=NOW + DAY) == 1
    move_parcel(parcel, Move.KEEP, ada, now=NOW + DAY, keep_until=(NOW + 5 * DAY).date())
    assert follow_parcels(now=NOW + 2 * DAY) == 0
    assert follow_parcels(now=NOW + 7 * DAY) == 1
    assert follow_parcels(now=NOW + 90 * DAY) == 1
    parcel.refresh_from_db()
    assert parcel.state == "abandoned"
    move_parcel(parcel, Move.DISPOSE, stores, now=NOW + 91 * DAY)
    assert follow_parcels(now=NOW + 120 * DAY) == 1
    parcel.refresh_from_db()
    assert parcel.state == "closed"
