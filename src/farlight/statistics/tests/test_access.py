from datetime import UTC, datetime

import pytest

from farlight.kernel.errors import NotFound
from farlight.people.public import lock_person
from farlight.people.tests.factories import make_person
from farlight.people.types import Role
from farlight.statistics.access import sees_exact_numbers
from farlight.statistics.domain.breakdown import OTHERS
from farlight.statistics.public import freeze_years_that_are_over
from farlight.statistics.queries import parcel_breakdown, years_for
from farlight.statistics.types import Dimension

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize("role", list(Role))
def test_staff_of_the_facility_see_every_number(role):
    lookers = {"user_office", "stores", "safety", "operator", "data_manager", "administrator"}
    assert sees_exact_numbers(make_person("somebody", role.value)) is (role.value in lookers)


def test_staff_of_one_beamline_and_locked_accounts_do_not():
    locked = make_person("locked", "administrator")
    lock_person(person=locked, reason="left")
    assert not sees_exact_numbers(locked)
    assert not sees_exact_numbers(make_person("here", "stores", beamline="sim1"))


def test_everybody_sees_years_that_are_over_and_nobody_alone(years, leaders, staff):
    rival = leaders["mx1001"]
    assert years_for(rival, now=NOW) == []
    freeze_years_that_are_over(now=NOW)
    assert years_for(rival, now=NOW) == [2025]
    assert years_for(staff, now=NOW) == [2026, 2025]
    found = parcel_breakdown(rival, Dimension.COUNTRY, 2025, now=NOW)
    assert [(line.key, line.figures.parcels) for line in found.lines] == [("DE", 6)]
    by_carrier = parcel_breakdown(rival, Dimension.CARRIER, 2025, now=NOW)
    assert OTHERS not in {line.key for line in by_carrier.lines}
    for year in (2026, None, 1999):
        with pytest.raises(NotFound):
            parcel_breakdown(rival, Dimension.COUNTRY, year, now=NOW)


def test_staff_see_all_years_and_the_present_one(years, staff):
    assert parcel_breakdown(staff, Dimension.COUNTRY, 2026, now=NOW).total.parcels == 1
    by_year = parcel_breakdown(staff, Dimension.YEAR, None, now=NOW)
    assert [(line.label, line.figures.parcels) for line in by_year.lines] == [("2025", 6), ("2026", 1)]
    assert by_year.lines[0].figures.lost_frac == pytest.approx(1 / 6)
    with pytest.raises(NotFound):
        parcel_breakdown(staff, Dimension.COUNTRY, 1999, now=NOW)
