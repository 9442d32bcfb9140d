from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from farlight.config.facility.moments import Moment

NOW = datetime(2026, 11, 22, 2, 30, 41, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("now", datetime(2026, 11, 22, 2, 30, tzinfo=UTC)),
        ("now-2h", datetime(2026, 11, 22, 0, 30, tzinfo=UTC)),
        ("now + 1d12h30m", datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
        ("today 09:00", datetime(2026, 11, 22, 8, 0, tzinfo=UTC)),
        ("today-7d 09:30", datetime(2026, 11, 15, 8, 30, tzinfo=UTC)),
        ("2027-07-01T09:00", datetime(2027, 7, 1, 7, 0, tzinfo=UTC)),
        ("2027-07-01T09:00+00:00", datetime(2027, 7, 1, 9, 0, tzinfo=UTC)),
    ],
)
def test_moment_is_read(written, expected):
    assert Moment.parse(written).at(NOW, PARIS) == expected


def test_moment_of_toml_is_fixed():
    moment = Moment.parse(datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=1))
    assert (moment.is_relative, moment.at(NOW, PARIS)) == (False, datetime(2027, 1, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("written", ["", "tomorrow", "now-2", "today 25:00", "2027-13-01", 7])
def test_what_is_no_moment_is_refused(written):
    with pytest.raises(ValueError, match="It looks like now-2h"):
        Moment.parse(written)
