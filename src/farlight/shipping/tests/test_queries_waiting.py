"""Parcels in which it is their group's turn."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.kernel.time import utc_now
from farlight.shipping.models import Parcel
from farlight.shipping.public import parcels_waiting
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel
from farlight.shipping.types import Move, ParcelState

NOW = utc_now()


def lines(person):
    return [(one.what, one.link, one.due, one.is_trouble) for one in parcels_waiting(person)]


def in_state(parcel, state):
    Parcel.objects.filter(pk=parcel.pk).update(state=state.value, base=state.value)


def test_a_parcel_waits_for_its_group_until_it_is_sent_with_its_deadline(ada, rival, parcel, stores, safety):
    due = NOW + timedelta(days=3)
    Parcel.objects.update(dispatch_by=due)
    here = f"/parcels/{parcel.code}/"
    assert lines(ada) == [("Pack and submit Dewar 1", here, due, False)]
    assert (lines(rival), lines(stores), lines(safety)) == ([], [], [])
    bring_parcel_to(parcel, Move.SUBMIT, sender=ada, staff=stores, safety=safety)
    assert lines(ada) == [("Print the label of Dewar 1", here + "papers/", due, False)]
    in_state(parcel, ParcelState.LABELLED)
    assert lines(ada) == [("Send Dewar 1", here, due, False)]
    in_state(parcel, ParcelState.IN_TRANSIT)
    assert lines(ada) == []
    in_state(parcel, ParcelState.WARM)
    assert lines(ada) == [("See what happened to Dewar 1", here, None, True)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_is_constant(ada, parcel, rows):
    for number in range(rows - 1):
        make_parcel(ada, name=f"Other {number}", shipment=parcel.shipment)
    with CaptureQueriesContext(connection) as asked:
        assert len(parcels_waiting(ada)) == rows
    assert len(asked) == 3
