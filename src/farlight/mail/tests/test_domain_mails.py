from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from farlight.mail.domain.states import NEXT_STATES, first_state, states_before
from farlight.mail.domain.timing import has_been_tried_enough, next_digest, pause_after
from farlight.mail.types import MailState, Pace


def test_pauses_double_up_to_two_hours_and_last_four_days_altogether():
    assert [pause_after(n) / timedelta(minutes=1) for n in (1, 2, 3, 7, 8, 9, 50)] == [1, 2, 4, 64, 120, 120, 120]
    attempts = next(n for n in range(1, 1000) if has_been_tried_enough(n))
    days = sum((pause_after(n) for n in range(1, attempts)), timedelta()) / timedelta(days=1)
    assert 3.9 < days < 4.1


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (datetime(2026, 3, 5, 5, 59, tzinfo=UTC), "Europe/Paris", datetime(2026, 3, 5, 6, tzinfo=UTC)),
        (datetime(2026, 3, 5, 6, 0, tzinfo=UTC), "Europe/Paris", datetime(2026, 3, 6, 6, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), "Europe/Paris", datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 3, 5, 14, tzinfo=UTC), "Asia/Tokyo", datetime(2026, 3, 5, 22, tzinfo=UTC)),
        (datetime(2026, 3, 5, 14, tzinfo=UTC), "America/Los_Angeles", datetime(2026, 3, 5, 15, tzinfo=UTC)),
    ],
)
def test_the_digest_goes_out_at_seven_where_the_person_lives(now, zone, expected):
    assert next_digest(now, ZoneInfo(zone), at_hour=7) == expected


@pytest.mark.parametrize(
    ("pace", "needs_person", "expected"),
    [
        (Pace.AT_ONCE, False, MailState.WAITING),
        (Pace.AT_ONCE, True, MailState.WAITING),
        (Pace.DAILY, False, MailState.GATHERING),
        (Pace.DAILY, True, MailState.WAITING),
        (Pace.NEEDED, False, MailState.UNWANTED),
        (Pace.NEEDED, True, MailState.WAITING),
    ],
)
def test_what_needs_the_person_waits_for_no_digest(pace, needs_person, expected):
    assert first_state(pace, needs_person=needs_person) is expected


def test_every_state_is_in_the_table_and_what_was_sent_stays_so():
    assert set(NEXT_STATES) == set(MailState)
    assert [s for s in MailState if not NEXT_STATES[s]] == ["sent", "gathered", "unwanted", "dropped"]
    assert states_before(MailState.WAITING) == {MailState.KEPT, MailState.UNDELIVERABLE}
    assert [pace.label for pace in Pace] == ["At once", "Once a day", "Only what needs me"]
