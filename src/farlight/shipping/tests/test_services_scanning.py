from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.shipping.models import Dewar, ParcelEvent, Rack, Scan
from farlight.shipping.services.facts import contents_hash_of
from farlight.shipping.services.scanning import take_scans
from farlight.shipping.services.seeing import thing_seen
from farlight.shipping.services.things import known_things
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel, move_parcel
from farlight.shipping.types import Move, ParcelState, Scanned, ScanOutcome

NOW = utc_now()


@pytest.fixture
def staff(ada, stores, safety):
    return {"sender": ada, "staff": stores, "safety": safety}


@pytest.fixture
def posted(parcel, staff):
    """On its way, an hour ago."""
    bring_parcel_to(parcel, Move.POST, **staff, now=NOW - timedelta(hours=1))
    return parcel


def scan(parcel, verb, *, at=NOW, client_id=None, **said):
    code = parcel if isinstance(parcel, str) else parcel.code
    return Scanned(client_id=client_id or uuid4(), at=at, code=code, verb=verb, **said)


def told(answers):
    return [(answer.outcome.value, answer.words) for answer in answers]


def test_scans_are_done_in_their_order_and_the_thing_comes_back_as_it_is_then(posted, stores):
    scans = [
        scan(posted, "arrived"),
        scan(posted, "inspected", left_frac=0.5),
        scan(posted, "to-rack", place="A1"),
        scan(posted, "topped-up", left_frac=0.5, words="Lid was loose"),
    ]
    answers = take_scans(scans=scans, by=stores, now=NOW)
    assert told(answers) == [
        ("done", "Dewar 1: arrived."),
        ("done", "Dewar 1: inspected."),
        ("done", "Dewar 1: in the rack, A1."),
        ("done", "Dewar 1: topped up."),
    ]
    assert [answer.thing is not None for answer in answers] == [False, False, False, True]
    thing = answers[-1].thing
    assert (thing.state, thing.place, thing.title) == (ParcelState.STORED, "A1", "Dewar 1")
    assert thing.cold_until > NOW + timedelta(days=3)
    payload = ParcelEvent.objects.get(parcel=posted, move="top_up").payload
    assert payload == {"ln2_level_frac": 0.5, "text": "Lid was loose"}


def test_the_same_scan_twice_is_done_once(posted, stores):
    one = scan(posted, "arrived")
    first = take_scans(scans=[one], by=stores, now=NOW)
    again = take_scans(scans=[one, one], by=stores, now=NOW + timedelta(hours=1))
    assert told(first) == [("done", "Dewar 1: arrived.")]
    assert told(again) == [("repeated", "Dewar 1: arrived.")] * 2
    assert ParcelEvent.objects.filter(parcel=posted, move="receive").count() == 1


class Rival:
    """Whoever puts another parcel into a place between the question whether it is free and the answer."""

    def __init__(self, parcel, slot):
        self.parcel, self.slot = parcel, slot
        self.is_next = True

    def __call__(self, execute, sql, params, many, context):
        is_put = sql.startswith('UPDATE "shipping_parcel"') and self.slot in params
        if is_put and self.is_next:
            self._put()
            self.is_next = False
            try:
                return execute(sql, params, many, context)
            finally:
                self.is_next = None
        if self.is_next is None and sql.startswith("SELECT"):
            self._put()
        return execute(sql, params, many, context)

    def _put(self):
        self.is_next = False
        type(self.parcel).objects.filter(pk=self.parcel.pk).update(slot=self.slot)


def test_of_two_parcels_that_are_put_into_one_place_at_one_moment_the_second_is_refused_in_words(
    posted, ada, session, stores
):
    other = make_parcel(ada, session=session.code, name="Dewar 2", now=NOW - timedelta(days=1))
    way = [scan(posted, verb, at=NOW) for verb in ("arrived", "inspected")]
    take_scans(scans=way, by=stores, now=NOW)
    one = scan(posted, "to-rack", place="A1", at=NOW)
    with connection.execute_wrapper(Rival(other, "A1")):
        (answer,) = take_scans(scans=[one], by=stores, now=NOW)
    assert (answer.outcome, answer.words) == (ScanOutcome.REFUSED, "Parcel Dewar 2 stands in A1.")
    assert ParcelEvent.objects.filter(parcel=posted, move="store").count() == 0
    (again,) = take_scans(scans=[scan(posted, "to-rack", place="A2", at=NOW)], by=stores, now=NOW)
    assert (again.outcome, again.thing.place) == (ScanOutcome.DONE, "A2")


def test_a_refusal_is_answered_the_same_when_it_comes_again(posted, stores):
    one = scan(posted, "to-rack", place="A1")
    first = take_scans(scans=[one], by=stores, now=NOW)
    assert first[0].outcome is ScanOutcome.REFUSED
    assert first[0].words == "This was not done."
    assert [reason.message for reason in first[0].reasons] == [
        "The parcel is on its way: it cannot be put into a rack now.",
        "The parcel was not inspected yet.",
    ]
    take_scans(scans=[scan(posted, "arrived"), scan(posted, "inspected")], by=stores, now=NOW)
    again = take_scans(scans=[one], by=stores, now=NOW)
    assert (again[0].outcome, again[0].reasons) == (first[0].outcome, first[0].reasons)
    assert Scan.objects.filter(verb="to-rack").values_list("outcome", flat=True).get() == "refused"


def test_what_came_late_and_does_not_fit_is_kept_as_a_remark(posted, stores):
    take_scans(scans=[scan(posted, "arrived"), scan(posted, "inspected")], by=stores, now=NOW)
    late = scan(posted, "arrived", at=NOW - timedelta(minutes=30))
    answers = take_scans(scans=[late], by=stores, now=NOW + timedelta(hours=2))
    assert answers[0].outcome is ScanOutcome.LATE
    assert answers[0].words == "Kept as a remark: it came late, and does not go together with what is known."
    assert answers[0].reasons


def test_two_phones_that_were_offline_lose_and_double_nothing(posted, stores, staff):
    """One received it, the other topped it up meanwhile; they come back in the other order, each sending twice."""
    first = [
        scan(posted, "arrived", at=NOW - timedelta(minutes=40)),
        scan(posted, "inspected", at=NOW - timedelta(minutes=30)),
    ]
    second = [
        scan(posted, "topped-up", at=NOW - timedelta(minutes=20)),
        scan(posted, "arrived", at=NOW - timedelta(minutes=35)),
    ]
    for batch in (second[:1], first, second, first):
        take_scans(scans=batch, by=stores, now=NOW)
    moves = list(ParcelEvent.objects.filter(parcel=posted).values_list("move", "is_late"))
    assert {m: moves.count((m, False)) for m in ("receive", "inspect", "top_up")} == {
        "receive": 1,
        "inspect": 1,
        "top_up": 1,
    }
    assert Scan.objects.exclude(outcome="").count() == 4


def test_a_phone_whose_clock_is_wrong_is_set_right(posted, stores):
    ahead = timedelta(hours=3)
    take_scans(
        scans=[scan(posted, "arrived", at=NOW + ahead - timedelta(minutes=5))], by=stores, now=NOW, sent_at=NOW + ahead
    )
    assert ParcelEvent.objects.get(parcel=posted, move="receive").at == NOW - timedelta(minutes=5)


def test_undo_takes_back_what_a_scan_did(posted, stores):
    one = scan(posted, "arrived")
    take_scans(scans=[one], by=stores, now=NOW)
    undo = scan(posted, "undo", undoes=one.client_id)
    answers = take_scans(scans=[undo, undo], by=stores, now=NOW + timedelta(minutes=1))
    assert told(answers) == [
        ("done", "Dewar 1: taken back. It is on its way."),
        ("repeated", "Dewar 1: taken back. It is on its way."),
    ]
    nothing = take_scans(scans=[scan(posted, "undo", undoes=uuid4()), scan(posted, "undo")], by=stores, now=NOW)
    assert told(nothing) == [("refused", "There is nothing to take back: that scan was not recorded.")] * 2


def test_nonsense_is_refused_in_words(posted, stores):
    answers = take_scans(scans=[scan(posted, "dance"), scan("k7mq2xw9rt4c", "arrived")], by=stores, now=NOW)
    assert [(a.words, [str(r) for r in a.reasons]) for a in answers] == [
        (
            "DANCE is not a verb that stores know.",
            ["DANCE is not a verb that stores know. Scan one of the verbs on the wall."],
        ),
        (
            "Nothing that you may see has this code.",
            ["Nothing that you may see has this code. Scan it again, or type it."],
        ),
    ]


def test_one_persons_scan_is_never_anothers(posted, stores, safety):
    one = scan(posted, "topped-up")
    take_scans(scans=[one], by=stores, now=NOW)
    stolen = take_scans(scans=[one], by=safety, now=NOW)
    assert told(stolen) == [("refused", "Somebody else's scan came under this identifier.")]


def test_who_has_no_part_in_it_scans_nothing(posted, ada, rival, stores):
    for person in (ada, rival):
        with pytest.raises(NotFound):
            take_scans(scans=[scan(posted, "arrived")], by=person, now=NOW)
        with pytest.raises(NotFound):
            thing_seen(person, posted.code, now=NOW)
        with pytest.raises(NotFound):
            known_things(person, now=NOW)
    stores.is_active = False
    stores.save()
    with pytest.raises(NotFound):
        known_things(stores, now=NOW)


def test_a_dewar_is_found_by_what_is_engraved_on_it_the_newest_of_a_code(posted, staff, ada, stores):
    old = Dewar.objects.create(code="FL-MX-0001", registered_at=NOW - timedelta(days=900))
    new = Dewar.objects.create(code="FL-MX-0001", registered_at=NOW - timedelta(days=9), hold_time_days=12)
    other = make_parcel(ada, shipment=posted.shipment, name="Dewar 2", now=NOW - timedelta(days=1))
    type(other).objects.filter(pk=other.pk).update(dewar=old)
    type(posted).objects.filter(pk=posted.pk).update(dewar=new)
    seen = thing_seen(stores, "fl-mx-0001", now=NOW)
    assert (seen.code, seen.title, "FL-MX-0001" in seen.aliases) == (posted.code, "Dewar 1", True)
    assert ("Dewar", "FL-MX-0001") in seen.facts


def test_an_old_label_is_told(posted, stores):
    mark = contents_hash_of(posted)
    assert thing_seen(stores, posted.code, mark=mark[:8], now=NOW).warning == ""
    for outdated in ("0000", mark[:3], "x" * 40):
        assert thing_seen(stores, posted.code, mark=outdated, now=NOW).warning.startswith("This label was printed")


def test_every_verb_says_why_not(posted, stores):
    verbs = {verb.verb: verb for verb in thing_seen(stores, posted.code, now=NOW).verbs}
    assert sorted(name for name, verb in verbs.items() if verb.allowed) == ["arrived", "damaged", "topped-up", "warm"]
    assert verbs["sent-back"].reasons[0].message.startswith("The parcel is on its way")


def test_a_phone_takes_along_what_it_needs_at_a_constant_price(posted, staff, ada, stores):
    Rack.objects.create(code="A", places=2)
    with CaptureQueriesContext(connection) as one:
        known = known_things(stores, now=NOW)
    assert [thing.code for thing in known.things] == [posted.code]
    assert [verb.verb for verb in known.things[0].verbs if verb.allowed] == ["arrived", "topped-up", "warm", "damaged"]
    assert known.moves["received"]["to-rack"] == "stored"
    assert (known.racks, known.beamlines, known.person) == (("A1", "A2"), ("sim1",), "sol")
    for name in ("Dewar 2", "Dewar 3"):
        more = make_parcel(ada, shipment=posted.shipment, name=name, now=NOW - timedelta(days=1))
        bring_parcel_to(more, Move.POST, **staff, now=NOW)
    with CaptureQueriesContext(connection) as three:
        assert len(known_things(stores, now=NOW).things) == 3
    assert len(three) == len(one)


def test_a_parcel_that_something_holds_offers_what_goes_on_under_it(posted, staff, stores):
    move_parcel(posted, Move.RECEIVE, stores, now=NOW)
    move_parcel(posted, Move.REPORT_WARM, stores, now=NOW)
    known = known_things(stores, now=NOW)
    allowed = {verb.verb for verb in known.things[0].verbs if verb.allowed}
    assert "inspected" in allowed
    assert "warm" not in allowed
