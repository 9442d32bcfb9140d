"""What stands in the way beside the state: places, days, sessions, hazards, beamlines, and what was said."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import (
    contents_of,
    first_specimen,
    move_container,
    note_conditions,
    register_sample,
    set_specimen_state,
    specimens_named,
    specimens_with_keys,
    substance_named,
)
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import Condition, ProfileStanding, ProfileState, SpecimenState
from farlight.shipping.access import shipment_for, visible_parcels
from farlight.shipping.domain.addresses import objections_to_address
from farlight.shipping.domain.contents import (
    colour_of,
    content_hash,
    objections_to_contents,
    objections_to_hazards,
    to_be_reviewed,
    to_be_surveyed,
    un_numbers,
)
from farlight.shipping.domain.guards import Mover, ParcelFacts, objections_to
from farlight.shipping.domain.shipments import state_of_shipment
from farlight.shipping.errors import MoveRefused, NotSoCalled
from farlight.shipping.models import Parcel, ParcelItem
from farlight.shipping.queries.contents import contents_of_parcel
from farlight.shipping.services.facts import contents_hash_of, facts_of
from farlight.shipping.services.following import take_pieces_along
from farlight.shipping.services.moving import undo_move
from farlight.shipping.services.stores import define_shipping
from farlight.shipping.tests.factories import HOME, bring_parcel_to, make_puck, make_shipment, move_parcel, put_in
from farlight.shipping.tests.test_services_couriers import SHIPPING
from farlight.shipping.types import (
    ItemKind,
    Move,
    ParcelState,
    ParcelStatus,
    Particulars,
    Party,
    ShipmentState,
    Source,
)

NOW = utc_now()
DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


def messages(objections):
    return [objection.message for objection in objections]


@pytest.fixture
def staff(ada, stores, safety):
    return {"sender": ada, "staff": stores, "safety": safety}


def fresh(parcel):
    from farlight.shipping.access import parcel_row

    return parcel_row(parcel.code)


def test_an_address_lacks_and_has_too_much():
    assert messages(objections_to_address(None)) == ["There is no address of the sender."]
    wrong = replace(HOME, phone="", city="x" * 101, country="de", email="nobody")
    assert [o.field for o in objections_to_address(wrong, whose="return")] == [
        "return.phone",
        "return.city",
        "return.country",
        "return.email",
    ]
    assert objections_to_address(HOME) == []


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ("A1", []),
        ("a-2", []),
        ("Z9", ["There is no place Z9 in the stores."]),
        ("A4", ["There is no place A4 in the stores."]),
        ("S1", ["Rack S takes no dewar."]),
    ],
)
def test_a_place_must_be_there_and_take_such_parcels(parcel, staff, slot, said):
    define_shipping(SHIPPING, now=NOW)
    bring_parcel_to(parcel, Move.INSPECT, **staff, now=NOW)
    if not said:
        assert move_parcel(parcel, Move.STORE, staff["staff"], now=NOW, slot=slot).status.slot in {"A1", "A2"}
        return
    with pytest.raises(MoveRefused) as refusal:
        move_parcel(parcel, Move.STORE, staff["staff"], now=NOW, slot=slot)
    assert messages(refusal.value.objections) == said


@pytest.mark.parametrize(
    ("day", "works"), [(date(2027, 5, 7), True), (date(2027, 5, 6), False), (date(2027, 5, 9), False)]
)
@pytest.mark.parametrize("move", [Move.BOOK, Move.BOOK_RETURN])
def test_nobody_fetches_parcels_on_holidays(parcel, day, works, move):
    define_shipping(SHIPPING, now=NOW)
    said = Particulars(pickup_at=datetime(day.year, day.month, day.day, 9, tzinfo=BERLIN))
    found = facts_of(fresh(parcel), move, said).to_pickup
    assert [o.field for o in found] == ([] if works else ["pickup_at"])


def test_a_parcel_goes_to_the_beamline_of_its_session(parcel, staff, session):
    bring_parcel_to(parcel, Move.STORE, **staff, now=NOW)
    with pytest.raises(MoveRefused, match="is on sim1, not on sim2"):
        move_parcel(parcel, Move.TO_BEAMLINE, staff["staff"], now=NOW, beamline="sim2")
    type(session).objects.filter(pk=session.pk).update(state="ended")
    with pytest.raises(MoveRefused, match="Session mx2341-1 is over"):
        move_parcel(parcel, Move.TO_BEAMLINE, staff["staff"], now=NOW)
    assert "Session mx2341-1 is over." in messages(facts_of(fresh(parcel)).to_sending)


def test_who_handles_parcels_of_one_beamline_handles_those(parcel, staff):
    bring_parcel_to(parcel, Move.STORE, **staff, now=NOW)
    contact = make_person("lena", "local_contact", beamline="sim1")
    move_parcel(parcel, Move.TO_BEAMLINE, contact, now=NOW)
    status = ParcelStatus(base=ParcelState.AT_BEAMLINE, beamline="sim2")
    facts = ParcelFacts(proposal="mx2341", inspection_required=False)
    who = Mover(parties=frozenset({Party.HANDLER}), login="lena", beamlines=frozenset({"sim1"}))
    slot = Particulars(slot="A1")
    assert messages(objections_to(Move.STORE, status, facts, who, particulars=slot)) == [
        "You handle parcels of other beamlines than sim2."
    ]
    both = replace(who, parties=frozenset({Party.HANDLER, Party.SENDER}))
    assert objections_to(Move.TOP_UP, status, facts, both) == ()


def test_a_parcel_for_no_session_goes_nowhere_unless_it_is_for_the_queue(ada, parcel):
    Parcel.objects.filter(pk=parcel.pk).update(session=None)
    facts = facts_of(fresh(parcel))
    assert messages(facts.to_session) == ["It is for no session."]
    assert "It is not said what it is sent for." in messages(facts.to_sending)
    type(parcel.shipment).objects.update(is_for_queue=True, declared_value=0, return_to=parcel.shipment.sender)
    facts = facts_of(fresh(parcel))
    assert (messages(facts.to_session), messages(facts.to_sending)) == ([], ["No value is declared."])


def test_a_parcel_is_given_only_to_a_session_of_its_own_proposal(parcel, rival, session):
    for code, said in (
        ("mx9999-1", "Proposal mx2341 has no session 'mx9999-1'."),
        ("mx7777-1", "Proposal mx2341 has no session 'mx7777-1'."),
    ):
        assert messages(facts_of(fresh(parcel), Move.REQUEST_TRANSFER, Particulars(session=code)).to_other_session) == [
            said
        ]
    own = Particulars(session=session.code)
    already = f"It is for session {session.code} already."
    assert messages(facts_of(fresh(parcel), Move.REQUEST_TRANSFER, own).to_other_session) == [already]
    Parcel.objects.update(session=None)
    assert facts_of(fresh(parcel), Move.REQUEST_TRANSFER, own).to_other_session == ()
    type(session).objects.filter(pk=session.pk).update(state="closed")
    said = messages(facts_of(fresh(parcel), Move.REQUEST_TRANSFER, own).to_other_session)
    assert said == [f"Session {session.code} is over."]


def test_what_is_said_wrongly_is_named_all_at_once():
    said = Particulars(reason="x" * 1001, ln2_level_frac=2.0, ln2_kg=-1.0, temperature_k=0.0, dose_rate_usv_h=-1.0)
    status = ParcelStatus(base=ParcelState.STORED, is_inspected=True)
    who = Mover(parties=frozenset({Party.HANDLER}))
    found = objections_to(Move.TOP_UP, status, ParcelFacts(proposal="mx2341"), who, particulars=said)
    assert [o.field for o in found] == ["reason", "ln2_level_frac", "ln2_kg", "temperature_k", "dose_rate_usv_h"]


def test_an_approval_is_for_the_contents_that_were_looked_at(parcel, ada, safety, stores):
    status = ParcelStatus(base=ParcelState.SUBMITTED)
    facts, who = ParcelFacts(proposal="mx2341", content_hash="new"), Mover(parties=frozenset({Party.SAFETY}))
    found = objections_to(Move.APPROVE, status, facts, who, particulars=Particulars(content_hash="old"))
    assert messages(found) == ["The contents changed while you looked at them."]


def test_what_was_labelled_and_changed_is_not_posted(parcel, staff):
    bring_parcel_to(parcel, Move.LABEL, **staff, now=NOW)
    put_in(parcel, make_puck())
    with pytest.raises(MoveRefused) as refusal:
        move_parcel(parcel, Move.POST, staff["sender"], now=NOW)
    assert messages(refusal.value.objections) == [
        "The contents changed since they were approved.",
        "The label was printed for other contents than these.",
    ]


def test_radioactive_things_leave_only_after_a_survey():
    who = Mover(parties=frozenset({Party.HANDLER}))
    facts = ParcelFacts(proposal="mx2341", to_be_surveyed=("x1 is activated", "lyso is radioactive (UN 2910)"))
    status = ParcelStatus(base=ParcelState.RETURN_REQUESTED)
    assert len(objections_to(Move.HAND_OVER, status, facts, who)) == 1
    assert objections_to(Move.HAND_OVER, replace(status, is_cleared=True), facts, who) == ()


def with_profile(contents, **said):
    """The same contents with another hazard profile of their only substance."""
    standing = {"version": 1, "state": ProfileState.APPROVED, "hazard": None, "content_hash": "h", "max_mass_mg": None}
    profile = ProfileStanding(**(standing | said)) if said else None
    (container,) = contents.containers
    (taken,) = container.slots
    (substance,) = taken.specimen.substances
    substance = replace(substance, profile=profile, amount=3.0, amount_unit="mg")
    hazard = profile.hazard if profile else None
    specimen = replace(taken.specimen, substances=(substance,), hazard=hazard)
    return replace(contents, containers=(replace(container, slots=(replace(taken, specimen=specimen),)),))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Its hazards are not declared."),
        ({"state": ProfileState.SUBMITTED, "version": 3}, "Version 3 of its hazards waits for a decision."),
        ({"state": ProfileState.APPROVED}, "The approval of its hazards is over."),
        ({"state": ProfileState.REFUSED}, "Its hazards are not approved."),
        ({"hazard": "green", "max_mass_mg": 2.0}, "There is more of it (3 mg) than was approved (2 mg)."),
        ({"hazard": "green", "max_mass_mg": 3.0}, None),
    ],
)
def test_why_somebody_has_to_look_at_a_substance(parcel, said, why):
    from farlight.samples.types import Hazard

    put_in(parcel, make_puck())
    if "hazard" in said:
        said = said | {"hazard": Hazard(said["hazard"])}
    contents = with_profile(contents_of_parcel(parcel), **said)
    assert [review.why for review in to_be_reviewed(contents)] == ([why] if why else [])
    assert bool(objections_to_hazards(contents)) is (colour_of(contents) is None)


def test_what_is_declared_as_radioactive_is_known_by_its_un_number(parcel):
    put_in(parcel, make_puck())
    plain = contents_of_parcel(parcel)
    hot = with_profile(plain, un_number="2910")
    assert (to_be_surveyed(plain), to_be_surveyed(hot)) == ((), ("lyso is radioactive (UN 2910)",))
    assert un_numbers(hot) == ("2910",)


def test_what_was_activated_is_surveyed_before_it_leaves(ada, parcel, stores, safety):
    puck = make_puck(pins=2)
    put_in(parcel, puck)
    (code,) = [taken.specimen.code for taken in contents_of([puck.code])[puck.code].slots][:1]
    hot = specimens_named([code])[code]
    loose = register_sample(substance=substance_named("mx2341", "lyso"), name="loose")
    ParcelItem.objects.create(parcel=parcel, kind=ItemKind.SAMPLE.value, sample=loose)
    bring_parcel_to(parcel, Move.STORE, sender=ada, staff=stores, safety=safety)
    marks = contents_hash_of(parcel)
    first = NOW.date() + timedelta(days=400)
    note_conditions(specimen=hot, conditions=[Condition.ACTIVATED, Condition.WARM], release_on=first)
    note_conditions(specimen=first_specimen(loose), conditions=[Condition.CONTAMINATED])
    assert contents_hash_of(parcel) == marks
    move_parcel(parcel, Move.REQUEST_RETURN, ada)
    with pytest.raises(MoveRefused) as refusal:
        move_parcel(parcel, Move.HAND_OVER, stores)
    assert messages(refusal.value.objections) == [
        f"CPS-0421-1 was activated and may not leave before {first:%-d %B %Y}.",
        "CPS-0421-1 is activated and loose is contaminated, and no survey is recorded.",
    ]
    note_conditions(specimen=hot, conditions=[Condition.ACTIVATED])
    move_parcel(parcel, Move.CLEAR, stores, dose_rate_usv_h=0.1)
    assert move_parcel(parcel, Move.HAND_OVER, stores).status.base is ParcelState.HANDED_OVER


def test_boxes_in_boxes_count_and_empty_ones_are_named(ada, parcel):
    puck = make_puck()
    dewar = make_container("DEW-1", "dewar")
    put_in(parcel, dewar)
    assert "DEW-1 is empty." in messages(objections_to_contents(contents_of_parcel(parcel)))
    before = content_hash(contents_of_parcel(parcel))
    slot = contents_slot(dewar)
    move_container(container=puck, into=dewar, slot=slot, now=NOW, by=ada)
    after = contents_of_parcel(parcel)
    assert (objections_to_contents(after), content_hash(after) == before) == ([], False)
    assert len(list(after.specimens())) == 1


def contents_slot(container):
    from farlight.samples.public import container_type

    return container_type(container.type.code).slots[0].name


def test_a_sample_by_itself_is_looked_at_too(parcel):
    bare = make_sample(acronym="tox", name="loose", hazard=None)
    ParcelItem.objects.create(parcel=parcel, kind=ItemKind.SAMPLE.value, sample=bare)
    contents = contents_of_parcel(parcel)
    assert messages(objections_to_hazards(contents)) == ["The hazards of loose are not approved."]
    assert [review.samples for review in to_be_reviewed(contents)] == [("loose",)]
    assert content_hash(contents) == content_hash(contents_of_parcel(parcel))


def test_pieces_go_where_their_parcel_goes_but_not_out_of_the_beam(parcel, staff):
    puck = make_puck(pins=2)
    put_in(parcel, puck)
    pieces = specimens_with_keys([piece.id for piece in contents_of([puck.code])[puck.code].specimens()])

    def states():
        return sorted({piece.state for piece in contents_of([puck.code])[puck.code].specimens()})

    assert take_pieces_along(parcel.code, now=NOW) == 0
    bring_parcel_to(parcel, Move.POST, **staff, now=NOW)
    assert (take_pieces_along(parcel.code, now=NOW), take_pieces_along(parcel.code, now=NOW)) == (2, 0)
    assert states() == [SpecimenState.IN_TRANSIT]
    for move in (Move.RECEIVE, Move.INSPECT, Move.STORE):
        last = move_parcel(parcel, move, staff["staff"], now=NOW)
        take_pieces_along(parcel.code, now=NOW)
    assert states() == [SpecimenState.STORED]
    undo_move(parcel=parcel.code, number=last.number, by=staff["staff"], source=Source.PAGE, now=NOW)
    take_pieces_along(parcel.code, now=NOW)
    assert states() == [SpecimenState.ON_SITE]
    set_specimen_state(specimen=pieces[0], to=SpecimenState.MOUNTED, now=NOW)
    move_parcel(parcel, Move.REPORT_LOST, staff["staff"], now=NOW)
    assert take_pieces_along(parcel.code, now=NOW) == 1
    assert states() == sorted([SpecimenState.LOST, SpecimenState.MOUNTED])


def test_a_shipment_is_where_the_last_of_its_parcels_is():
    S = ParcelState  # noqa: N806 - as in the table
    assert [
        state_of_shipment(states)
        for states in ([], [S.STORED, S.DRAFT], [S.STORED, S.WARM], [S.CLOSED, S.RETURNED], [S.BOOKED, S.IN_TRANSIT])
    ] == [
        ShipmentState.DRAFT,
        ShipmentState.DRAFT,
        ShipmentState.NEEDS_ATTENTION,
        ShipmentState.OVER,
        ShipmentState.TO_BE_SENT,
    ]


def test_an_undoing_is_told_once_and_only_as_such(parcel, ada):
    from uuid import uuid4

    told = uuid4()
    done = move_parcel(parcel, Move.SUBMIT, ada, now=NOW)
    undo = {"parcel": parcel.code, "by": ada, "source": Source.PAGE, "now": NOW}
    note = move_parcel(parcel, Move.NOTE, ada, now=NOW)
    first = undo_move(**undo, number=note.number, client_id=told)
    again = undo_move(**undo, number=note.number, client_id=told)
    assert (first.number, again.number, again.outcome.value) == (note.number + 1, note.number + 1, "repeated")
    with pytest.raises(NotSoCalled):
        move_parcel(parcel, Move.NOTE, ada, now=NOW, client_id=told)
    for move in (Move.UNDO, Move.CREATE):
        with pytest.raises(MoveRefused):
            move_parcel(parcel, move, ada, now=NOW)
    assert done.number == 2


def test_nothing_happened_before_there_was_a_parcel(parcel, ada):
    with pytest.raises(MoveRefused, match="no such parcel then"):
        move_parcel(parcel, Move.NOTE, ada, at=NOW - 30 * DAY, now=NOW)


def test_rivals_find_no_shipment_and_who_left_sees_nothing(ada, rival, session):
    shipment = make_shipment(ada, session=session.code)
    for code in (shipment.code, "k7mq2xw9rt4c", "x"):
        with pytest.raises(NotFound):
            shipment_for(rival, code)
    assert list(visible_parcels(rival)) == []
