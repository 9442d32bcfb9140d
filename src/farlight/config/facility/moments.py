"""Moments in a facility file: fixed, or counted from the moment of loading."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

_RELATIVE = re.compile(r"^now(?:\s*([+-])\s*((?:\d+[dhm])+))?$")
_DAY = re.compile(r"^today(?:\s*([+-])\s*(\d+)d)?\s+(\d{1,2}):(\d{2})$")
_PARTS = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A moment as it is written: ``now-2h``, ``now+1d12h``, ``today+1d 09:00``, or a date and time of ISO 8601."""

    written: str
    fixed: datetime | None = None
    """None when it is counted from the moment of loading."""

    @classmethod
    def parse(cls, value: object) -> "Moment":
        """Read a moment; ValueError says what one looks like."""
        if isinstance(value, datetime):
            return cls(written=value.isoformat(), fixed=value)
        text = value.strip() if isinstance(value, str) else ""
        if _RELATIVE.match(text) or _clock_of(text) is not None:
            return cls(written=text)
        try:
            return cls(written=text, fixed=datetime.fromisoformat(text))
        except ValueError:
            raise ValueError("It looks like now-2h, today+1d 09:00 or 2027-03-01T09:00.") from None

    @property
    def is_relative(self) -> bool:
        """Whether it moves with the moment of loading."""
        return self.fixed is None

    def at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the moment; where it names no zone, the facility's counts."""
        if self.fixed is not None:
            return self.fixed if self.fixed.tzinfo else self.fixed.replace(tzinfo=zone)
        relative = _RELATIVE.match(self.written)
        if relative:
            return now.replace(second=0, microsecond=0) + _span(relative[1], relative[2])
        day = _DAY.match(self.written)
        clock = _clock_of(self.written)
        if day is None or clock is None:
            raise ValueError(f"{self.written!r} is not a moment.")
        date = now.astimezone(zone).date() + _span(day[1], f"{day[2]}d" if day[2] else None)
        return datetime.combine(date, clock, tzinfo=zone)


def _clock_of(text: str) -> time | None:
    found = _DAY.match(text)
    if found is None or int(found[3]) > 23 or int(found[4]) > 59:  # noqa: PLR2004 - hours and minutes of a day
        return None
    return time(int(found[3]), int(found[4]))


def _span(sign: str | None, length: str | None) -> timedelta:
    if sign is None or length is None:
        return timedelta()
    span = timedelta()
    for number, unit in _PARTS.findall(length):
        span += timedelta(**{_UNITS[unit]: int(number)})
    return -span if sign == "-" else span
