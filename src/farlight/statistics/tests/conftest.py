"""A facility that received parcels in two years."""

from datetime import UTC, datetime, timedelta

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.people.tests.factories import make_person
from farlight.shipping.tests.factories import make_parcel, make_shipment, move_parcel
from farlight.shipping.types import Move, Source

LAST_YEAR = datetime(2025, 5, 6, 9, tzinfo=UTC)
THIS_YEAR = datetime(2026, 5, 6, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def send(leader, staff, proposal, *, now, days=2, back_days=None, lost=False):
    """A parcel that was posted at a moment and came so many days later."""
    shipment = make_shipment(leader, proposal, session=f"{proposal}-1", now=now)
    parcel = make_parcel(leader, proposal, shipment=shipment, now=now)
    for move, by in ((Move.SUBMIT, leader), (Move.LABEL, leader), (Move.POST, leader)):
        move_parcel(parcel, move, by, at=now, now=now)
    if lost:
        move_parcel(parcel, Move.REPORT_LOST, staff, at=now + days * DAY, now=now + days * DAY)
    else:
        move_parcel(parcel, Move.RECEIVE, staff, at=now + days * DAY, now=now + days * DAY, source=Source.SCAN)
    return parcel


@pytest.fixture
def staff():
    return make_person("chief", "administrator")


@pytest.fixture
def leaders():
    """Three leaders of proposals, by the proposal's code."""
    found = {}
    for number in range(3):
        leader = make_person(f"leader-{number}")
        make_session(leader, f"mx100{number}", beamline=f"sim{number}")
        found[f"mx100{number}"] = leader
    return found


@pytest.fixture
def years(leaders, staff):
    """Last year six parcels of three proposals, one of them lost; this year one."""
    for number, (proposal, leader) in enumerate([*leaders.items()] * 2):
        send(leader, staff, proposal, now=LAST_YEAR + number * DAY, days=2 + number, lost=number == 5)
    send(leaders["mx1000"], staff, "mx1000", now=THIS_YEAR)
