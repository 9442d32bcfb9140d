"""Two phones without network tell of what happened, in any order, as often as they like: nothing is lost or doubled."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from farlight.kernel.time import utc_now
from farlight.shipping.domain.machine import fold
from farlight.shipping.domain.verbs import Verb
from farlight.shipping.models import Parcel, ParcelEvent, Scan
from farlight.shipping.queries.moves import moves_of
from farlight.shipping.services.scanning import take_scans
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel
from farlight.shipping.types import Move, Scanned, ScanOutcome, Source

NOW = utc_now()
VERBS = ["arrived", "inspected", "to-rack", "topped-up", "warm", "to-beamline", "damaged", "dance"]
WAY = ["arrived", "inspected", "to-rack", "topped-up", "to-beamline", "topped-up"]
PLACES = {"to-rack": "A1", "to-beamline": "sim1"}
RECORDED = {ScanOutcome.DONE, ScanOutcome.LATE}


@pytest.fixture
def posted(ada, session, stores, safety):
    """Two parcels on their way since an hour."""
    found = [make_parcel(ada, session=session.code, now=NOW - timedelta(days=1))]
    found.append(make_parcel(ada, shipment=found[0].shipment, name="Dewar 2", now=NOW - timedelta(days=1)))
    for parcel in found:
        bring_parcel_to(parcel, Move.POST, sender=ada, staff=stores, safety=safety, now=NOW - timedelta(hours=1))
    return found


@st.composite
def scans_of_two(draw):
    """What happened, minute by minute: to which parcel, what, and which phone noted it."""
    words = draw(st.one_of(st.just(WAY), st.lists(st.sampled_from(VERBS), min_size=1, max_size=7)))
    return [(draw(st.integers(0, 1)), word, draw(st.integers(0, 1))) for word in words]


@st.composite
def deliveries(draw, phones):
    """Batches as they arrive: each phone in its order, cut anywhere, and a batch whose answer was lost comes again."""
    waiting, sent = [list(phone) for phone in phones], []
    while any(waiting):
        which = draw(st.sampled_from([number for number, rest in enumerate(waiting) if rest]))
        size = draw(st.integers(1, len(waiting[which])))
        batch, waiting[which] = waiting[which][:size], waiting[which][size:]
        sent += [batch] * draw(st.integers(1, 2))
        if draw(st.booleans()):
            sent.append(draw(st.sampled_from(sent)))
    return sent


def events_of(parcels):
    """Every move that a scan told, by the scan's identifier."""
    rows = ParcelEvent.objects.filter(parcel__in=parcels, client_id__isnull=False)
    return list(rows.order_by("pk").values_list("client_id", "parcel_id", "move", "at", "is_late", "source"))


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_two_phones_lose_and_double_nothing(posted, stores, data):
    happened = data.draw(scans_of_two())
    scans = [
        Scanned(
            client_id=UUID(int=number + 1),
            at=NOW - timedelta(minutes=50 - number),
            code=posted[which].code,
            verb=verb,
            place=PLACES.get(verb, ""),
            words="Seen." if verb in {"warm", "damaged"} else "",
        )
        for number, (which, verb, _) in enumerate(happened)
    ]
    phones = [[scan for scan, (*_, own) in zip(scans, happened, strict=True) if own == phone] for phone in (0, 1)]
    with transaction.atomic():
        _deliver(posted, stores, scans, data.draw(deliveries(phones)))
        transaction.set_rollback(True)


def _deliver(posted, stores, scans, batches):
    first = {}
    for batch in batches:
        for answer in take_scans(scans=batch, by=stores, now=NOW):
            plain = replace(answer, thing=None)
            told = first.setdefault(answer.client_id, plain)
            again = ScanOutcome.REPEATED if told.outcome is ScanOutcome.DONE else told.outcome
            assert plain in {told, replace(told, outcome=again)}
    events, rows = events_of(posted), {row.client_id: row for row in Scan.objects.all()}
    assert set(first) == set(rows) == {scan.client_id for scan in scans}
    assert {key: row.outcome for key, row in rows.items()} == {key: one.outcome.value for key, one in first.items()}
    recorded = {key for key, one in first.items() if one.outcome in RECORDED}
    assert sorted(event[0] for event in events) == sorted(recorded)
    by_id = {scan.client_id: scan for scan in scans}
    for key, parcel, _, at, is_late, source in events:
        assert (at, source) == (by_id[key].at, Source.SCAN.value)
        assert next(one.code for one in posted if one.pk == parcel) == by_id[key].code
        assert is_late == (first[key].outcome is ScanOutcome.LATE)
    for key, one in first.items():
        assert one.reasons or one.outcome is ScanOutcome.DONE or by_id[key].verb not in set(Verb)
    _everything_again_changes_nothing(posted, stores, scans)


def _everything_again_changes_nothing(posted, stores, scans):
    events, states = events_of(posted), [fold(moves_of(parcel)) for parcel in posted]
    assert [status.state.value for status in states] == list(
        Parcel.objects.filter(pk__in=[one.pk for one in posted]).order_by("pk").values_list("state", flat=True)
    )
    take_scans(scans=scans[::-1], by=stores, now=NOW + timedelta(hours=1))
    assert events_of(posted) == events
    assert [fold(moves_of(parcel)) for parcel in posted] == states
