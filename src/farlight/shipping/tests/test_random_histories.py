"""Random people do random things to parcels, some of them offline and late: whatever happens, the rules hold."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from farlight.beamtime.public import rights_found_once
from farlight.beamtime.tests.factories import make_session
from farlight.kernel.errors import Invalid, NotAllowed, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.shipping.access import mover_of
from farlight.shipping.domain.machine import counting, fold, in_order, leads_to, steps
from farlight.shipping.domain.table import NEXT, REMARKS, WHO
from farlight.shipping.models import Booking, Incident, Parcel
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.moving import undo_move
from farlight.shipping.tests.factories import make_parcel, move_parcel
from farlight.shipping.types import Move, Outcome, Source

PEOPLE = ("ada", "sol", "saf", "rolf")
MOVES = [move for move in Move if move not in {Move.CREATE, Move.UNDO}]
LIKELY = (
    "submit label book post receive inspect store to_beamline store await request_return book_return hand_over "
    "confirm_return report_warm resolve report_lost top_up"
)
moves = st.one_of(st.sampled_from(MOVES), st.sampled_from([Move(word) for word in LIKELY.split()]))


class RolledBackError(Exception):
    """Ends an example without leaving anything in the database."""


class Parcels(RuleBasedStateMachine):
    """Two parcels, four people, a clock, and scanners that were offline."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.once = rights_found_once()  # nobody's part changes in an example
        self.once.__enter__()
        self.now = utc_now()
        self.told = {}
        self.parcels = self.touched = ()

    def teardown(self):
        try:
            self._follows(self.parcels)
        finally:
            self.once.__exit__(None, None, None)
            self.block.__exit__(RolledBackError, RolledBackError(), None)

    @initialize()
    def begin(self):
        ada = make_person("ada")
        session = make_session(ada)
        make_session(make_person("rolf"), "mx9999", beamline="sim2")
        self.people = {
            "ada": ada,
            "sol": make_person("sol", "stores"),
            "saf": make_person("saf", "safety"),
            "rolf": None,
        }
        self.people["rolf"] = type(ada).objects.get(username="rolf")
        began = self.now - timedelta(days=1)
        one = make_parcel(ada, session=session.code, now=began)
        other = make_parcel(ada, shipment=one.shipment, name="Dewar 2", now=began)
        self.parcels = [one, other]
        self.parts = {name: mover_of(person, "mx2341").parties for name, person in self.people.items()}

    @rule(which=st.integers(0, 1), numbers=st.lists(st.integers(0, 30), min_size=1, max_size=3))
    def go_on(self, which, numbers):
        """Those whose part it is make moves that the parcel is waiting for, a minute after each other."""
        for number in numbers:
            self.now += timedelta(minutes=1)
            options = sorted(NEXT[fold(moves_of(self.parcels[which])).base])
            move = options[number % len(options)] if options else Move.NOTE
            who = next((name for name in PEOPLE if WHO[move] & self.parts[name]), "sol")
            self._tell(who, move, self.parcels[which], at=self.now, source=Source.PAGE, client_id=None)

    @rule(
        who=st.sampled_from(PEOPLE),
        move=moves,
        which=st.integers(0, 1),
        minutes=st.integers(0, 3),
        slot=st.sampled_from(["A1", "A2"]),
    )
    def tell(self, who, move, which, minutes, slot):
        self.now += timedelta(minutes=minutes)
        self._tell(who, move, self.parcels[which], at=self.now, source=Source.PAGE, client_id=None, slot=slot)

    @rule(
        who=st.sampled_from(PEOPLE),
        move=moves,
        which=st.integers(0, 1),
        ago=st.integers(2, 30),
        twice=st.booleans(),
    )
    def catch_up(self, who, move, which, ago, twice):
        """A scanner that was offline tells what happened, perhaps twice."""
        client_id = uuid4()
        for _ in range(1 + twice):
            self._tell(
                who,
                move,
                self.parcels[which],
                at=self.now - timedelta(minutes=ago),
                source=Source.SCAN,
                client_id=client_id,
            )

    def _tell(self, who, move, parcel, *, at, source, client_id, slot="A1"):
        person, before = self.people[who], moves_of(parcel)
        self.touched = (parcel,)
        slots = {"slot": slot} if move is Move.STORE else {}
        try:
            with transaction.atomic():
                recorded = move_parcel(
                    parcel, move, person, at=at, now=self.now, source=source, client_id=client_id, **slots
                )
        except NotFound:
            assert who == "rolf"
        except NotAllowed:
            assert not WHO[move] & self.parts[who]
        except Invalid:
            assert moves_of(parcel) == before
            return
        else:
            self._check_told(recorded, who, move, parcel, before, client_id)
            return
        assert moves_of(parcel) == before

    def _check_told(self, recorded, who, move, parcel, before, client_id):
        after = moves_of(parcel)
        if recorded.outcome is Outcome.REPEATED:
            assert (after, recorded.number) == (before, self.told[client_id])
            return
        if client_id:
            self.told[client_id] = recorded.number
        new = next(one for one in after if one.number == recorded.number)
        assert after[: len(before)] == before
        assert (new.move, new.by) == (move, who)
        assert WHO[move] & self.parts[who]
        assert new.is_late == (recorded.outcome is Outcome.LATE)
        if new.is_late:
            assert fold(after) == fold(before)

    @rule(who=st.sampled_from(PEOPLE), which=st.integers(0, 1), back=st.integers(0, 3))
    def undo(self, who, which, back):
        parcel = self.parcels[which]
        self.touched = (parcel,)
        before = moves_of(parcel)
        number = max(1, len(before) - back)
        try:
            with transaction.atomic():
                undone = undo_move(
                    parcel=parcel.code, number=number, by=self.people[who], source=Source.PAGE, now=self.now
                )
        except (NotFound, Invalid):
            assert moves_of(parcel) == before
            return
        assert undone.status == fold([one for one in before if one.number != number])

    @invariant()
    def what_follows_holds(self):
        """Of the parcel that was moved after each step; of the others too, when all is over."""
        self._follows(self.touched)

    def _follows(self, parcels):
        for parcel in parcels:
            moves = moves_of(parcel)
            status, row = fold(moves), Parcel.objects.get(pk=parcel.pk)
            self._row_is_the_fold(row, status)
            self._rows_beside_follow(row, status)
            assert [one.number for one in moves] == list(range(1, row.moves + 1))
            for step in steps(moves):
                if step.move.move is not Move.CREATE and step.move.move not in REMARKS:
                    assert leads_to(step.before, step.move.move) is not None

    def _row_is_the_fold(self, row, status):
        kept = (row.state, row.base, row.place, row.slot, row.beamline, row.filled_at, row.since)
        state, base = status.state.value, status.base.value
        assert kept == (state, base, status.place, status.slot, status.beamline, status.filled_at, status.since)

    def _rows_beside_follow(self, row, status):
        holding = {(held.by_move, held.state.value) for held in status.holds}
        assert set(Incident.objects.filter(parcel=row, closed_at=None).values_list("by_move", "problem")) == holding
        booked = {journey.by_move for journey in (status.out, status.back) if journey}
        assert set(Booking.objects.filter(parcel=row, ended_at=None).values_list("by_move", flat=True)) <= booked

    @invariant()
    def a_place_is_taken_once(self):
        taken = list(Parcel.objects.exclude(slot="").values_list("slot", flat=True))
        assert len(taken) == len(set(taken))


@pytest.mark.django_db
def test_whatever_people_do_the_rules_hold():
    run_state_machine_as_test(
        Parcels,
        settings=settings(
            max_examples=15, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@given(st.data())
def test_the_order_in_which_moves_become_known_does_not_matter(data):
    """Two scanners offline: what they tell comes to the same, whoever comes first, as long as all of it counts."""
    from farlight.shipping.tests.test_domain_machine import TO_STORES, told

    way = told(*TO_STORES)
    shuffled = [way[0], *data.draw(st.permutations(way[1:]))]
    assert fold(shuffled) == fold(way)
    assert in_order(shuffled) == counting(way)
