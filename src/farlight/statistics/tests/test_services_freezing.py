from datetime import UTC, datetime

import pytest

from farlight.bus.public import all_entries
from farlight.statistics.models import FrozenYear
from farlight.statistics.queries import parcel_breakdown
from farlight.statistics.services.freezing import _freeze, freeze_years_that_are_over
from farlight.statistics.tests.conftest import LAST_YEAR, send
from farlight.statistics.types import Dimension

pytestmark = pytest.mark.django_db
FEBRUARY = datetime(2026, 2, 2, tzinfo=UTC)


def frozen_events():
    return [entry.body for entry in all_entries("") if entry.kind == "year-frozen"]


def test_a_year_is_frozen_once_a_month_after_it_ended(years):
    assert freeze_years_that_are_over(now=datetime(2026, 1, 20, tzinfo=UTC)) == []
    assert freeze_years_that_are_over(now=FEBRUARY) == [2025]
    assert freeze_years_that_are_over(now=FEBRUARY) == []
    assert frozen_events() == [{"year": 2025, "parcels": 6}]
    assert FrozenYear.objects.get().frozen_at == FEBRUARY


def test_two_workers_freeze_a_year_once(years):
    assert [_freeze(2025, now=now) for now in (FEBRUARY, FEBRUARY.replace(day=3))] == [True, False]
    assert (frozen_events(), FrozenYear.objects.get().frozen_at) == ([{"year": 2025, "parcels": 6}], FEBRUARY)


def test_what_becomes_known_later_changes_no_frozen_figure(years, leaders, staff):
    freeze_years_that_are_over(now=FEBRUARY)
    before = parcel_breakdown(staff, Dimension.COUNTRY, 2025, now=FEBRUARY)
    send(leaders["mx1000"], staff, "mx1000", now=LAST_YEAR)
    assert parcel_breakdown(staff, Dimension.COUNTRY, 2025, now=FEBRUARY) == before
    assert before.total.parcels == 6
