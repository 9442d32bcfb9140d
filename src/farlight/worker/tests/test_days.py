from datetime import UTC, datetime, timedelta

import pytest

from farlight.worker.days import Day

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


def test_daily_things_are_done_once_a_day():
    day = Day()
    assert [day.follow(now=NOON + timedelta(hours=hours)) for hours in (0, 1, 11, 12, 13)] == [
        True, False, False, True, False,
    ]  # fmt: skip
