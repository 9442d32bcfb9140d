from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from farlight.shipping.domain.deadlines import (
    UNKNOWN_TRANSIT,
    Calendar,
    days_back,
    days_on,
    expected_delivery,
    latest_dispatch,
    transit_from,
)
from farlight.shipping.tests.factories import HOME
from farlight.shipping.types import CarrierDefinition, StoresDefinition, TransitDefinition

PARIS = ZoneInfo("Europe/Paris")
STORES = StoresDefinition(address=HOME, holidays_country="FR", arrive_days_before=2)
TWO_DAYS = TransitDefinition(days=2)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def test_weekends_and_holidays_of_both_countries_count():
    found = latest_dispatch(
        session_start=at("2027-05-11T09:00"), stores=STORES, transit=TWO_DAYS, sender_country="GB", zone=PARIS
    )
    assert (found.arrive_by, found.dispatch_by) == (date(2027, 5, 7), at("2027-05-04T12:00"))
    assert found.because == (
        "The session starts on Tuesday 11 May.",
        "Stores want it 2 working days before: by Friday 7 May.",
        "The courier needs 2 working days.",
        "Thursday 6 May is Ascension Day (FR).",
        "Saturday 8 May is Victory Day (FR).",
    )


def test_customs_take_their_days():
    with_customs = TransitDefinition(days=2, customs_days=1)
    found = latest_dispatch(
        session_start=at("2027-03-10T09:00"), stores=STORES, transit=with_customs, sender_country="GB", zone=PARIS
    )
    assert (found.arrive_by, found.dispatch_by) == (date(2027, 3, 8), at("2027-03-03T12:00"))
    assert "customs 1 more." in found.because[2]


def test_where_nobody_knows_holidays_weekends_count():
    nowhere = Calendar("XX")
    assert [nowhere.is_working_day(date(2027, 5, day)) for day in (7, 8, 9, 10)] == [True, False, False, True]
    assert nowhere.holiday(date(2027, 1, 1)) == ""
    assert Calendar("FR", "57").holiday(date(2027, 12, 26)) != Calendar("FR", "nowhere").holiday(date(2027, 12, 26))


def test_a_week_may_end_on_other_days():
    assert not Calendar("IL").is_working_day(date(2027, 3, 5))
    assert Calendar("IL").is_working_day(date(2027, 3, 7))


def test_days_are_counted_from_a_working_day():
    france = Calendar("FR")
    assert days_back(date(2027, 5, 8), 0, france) == date(2027, 5, 7)
    assert days_on(date(2027, 5, 8), 1, france) == date(2027, 5, 11)


def test_expected_delivery_is_a_morning_of_a_working_day():
    found = expected_delivery(
        posted_at=at("2027-05-05T15:00"), stores=STORES, transit=TWO_DAYS, country="SE", zone=PARIS
    )
    assert found == at("2027-05-10T10:00")
    same = expected_delivery(posted_at=at("2027-05-05T15:00"), stores=STORES, transit=TWO_DAYS, country="", zone=PARIS)
    assert same == found


@pytest.mark.parametrize(("country", "days"), [("SE", 2), ("US", 4)])
def test_a_courier_needs_what_the_facility_file_says(country, days):
    carrier = CarrierDefinition(
        code="x", title="X", transit=(TransitDefinition(country="SE", days=2), TransitDefinition(days=4))
    )
    assert transit_from(carrier, country).days == days
    assert transit_from(None, country) == UNKNOWN_TRANSIT


def test_moments_of_other_zones_are_days_of_the_facility():
    late = datetime(2027, 3, 9, 23, 30, tzinfo=UTC)
    found = latest_dispatch(session_start=late, stores=STORES, transit=TWO_DAYS, sender_country="FR", zone=PARIS)
    assert found.because[0] == "The session starts on Wednesday 10 March."
