"""When a parcel must leave home so that it is there in time: weekends, holidays of both countries, customs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

import holidays

from farlight.shipping.types import CarrierDefinition, StoresDefinition, TransitDefinition

DAY = timedelta(days=1)
UNKNOWN_TRANSIT = TransitDefinition(days=5)
"""What is reckoned with when nobody knows how long a courier needs."""
_WEEKEND = {5, 6}


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The latest safe dispatch, and how it comes about."""

    dispatch_by: datetime
    arrive_by: date
    """Day on which it is to be in the stores."""
    because: tuple[str, ...]
    """What was reckoned with, as sentences."""


@dataclass(frozen=True)
class Calendar:
    """The working days of a country."""

    country: str
    subdivision: str = ""

    def is_working_day(self, day: date) -> bool:
        """Whether people work on a day."""
        known = _holidays(self.country, self.subdivision)
        if known is None:
            return day.weekday() not in _WEEKEND
        return day.weekday() not in known.weekend and day not in known

    def holiday(self, day: date) -> str:
        """Return the name of a public holiday; empty for other days."""
        known = _holidays(self.country, self.subdivision)
        return str(known.get(day, "")) if known is not None else ""


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str) -> holidays.HolidayBase | None:
    """Return the holidays of a country; None when the library has none of it."""
    known = holidays.list_supported_countries()
    if country not in known:
        return None
    part = subdivision if subdivision in known[country] else None
    return holidays.country_holidays(country, subdiv=part, language="en_US")


def transit_from(carrier: CarrierDefinition | None, country: str) -> TransitDefinition:
    """Return how long a courier needs from or to a country."""
    known = {transit.country: transit for transit in carrier.transit} if carrier else {}
    return known.get(country) or known.get("") or UNKNOWN_TRANSIT


def days_back(start: date, days: int, *calendars: Calendar) -> date:
    """Return the day that lies so many working days of all calendars before a day."""
    return next(islice(_working(start, -DAY, calendars), days, None))


def days_on(start: date, days: int, *calendars: Calendar) -> date:
    """Return the day that lies so many working days of all calendars after a day."""
    return next(islice(_working(start, DAY, calendars), days, None))


def _working(start: date, step: timedelta, calendars: tuple[Calendar, ...]) -> Iterator[date]:
    """Yield the working days from a day on, that day among them when it is one."""
    day = start
    while True:
        if all(calendar.is_working_day(day) for calendar in calendars):
            yield day
        day += step


def latest_dispatch(
    *,
    session_start: datetime,
    stores: StoresDefinition,
    transit: TransitDefinition,
    sender_country: str,
    zone: ZoneInfo,
) -> Deadline:
    """Return until when a parcel must be with its courier.

    Parameters
    ----------
    session_start : datetime
        When its session starts.
    stores : StoresDefinition
        The stores that it goes to.
    transit : TransitDefinition
        How long its courier needs.
    sender_country : str
        ISO 3166-1 alpha-2 code.
    zone : ZoneInfo
        The facility's time zone.
    """
    here, there = _calendars(stores, sender_country)
    start = session_start.astimezone(zone).date()
    arrive = days_back(start - DAY, max(stores.arrive_days_before - 1, 0), here)
    released = days_back(arrive, transit.customs_days, here)
    sent = days_back(released, transit.days, here, there)
    dispatch = days_back(sent, 0, there)
    because = [
        f"The session starts on {_said(start)}.",
        f"Stores want it {_days(stores.arrive_days_before, 'working day')} before: by {_said(arrive)}.",
        f"The courier needs {_days(transit.days, 'working day')}"
        + (f", customs {_days(transit.customs_days, 'more')}." if transit.customs_days else "."),
    ]
    because += [f"{_said(day)} is {name}." for day, name in _named(dispatch, start, here, there)]
    moment = datetime.combine(dispatch, _clock(stores.pickup_until), tzinfo=zone)
    return Deadline(dispatch_by=moment, arrive_by=arrive, because=tuple(because))


def expected_delivery(
    *, posted_at: datetime, stores: StoresDefinition, transit: TransitDefinition, country: str, zone: ZoneInfo
) -> datetime:
    """Return when a parcel that is posted at a moment is to be expected at the other end: in a morning."""
    here, there = _calendars(stores, country)
    sent = days_on(posted_at.astimezone(zone).date(), 0, there)
    cleared = days_on(days_on(sent, transit.days, here, there), transit.customs_days, here)
    return datetime.combine(cleared, _clock(stores.opens_at), tzinfo=zone) + timedelta(hours=2)


def _calendars(stores: StoresDefinition, country: str) -> tuple[Calendar, Calendar]:
    here = Calendar(stores.holidays_country, stores.holidays_subdivision)
    return here, here if country in {"", stores.holidays_country} else Calendar(country)


def _named(first: date, last: date, *calendars: Calendar) -> Iterator[tuple[date, str]]:
    """Yield the public holidays between two days, each once."""
    day = first
    while day < last:
        names = dict.fromkeys(
            f"{calendar.holiday(day)} ({calendar.country})" for calendar in calendars if calendar.holiday(day)
        )
        yield from ((day, name) for name in names)
        day += DAY


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _days(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 or what == "more" else f"{count} {what}s"


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"
