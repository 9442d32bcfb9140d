from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farlight.shipping.domain.hold_time import Fill, cold_until, hold_time

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEN_DAYS = timedelta(days=10)


def fills(*days_ago, left_frac=None, **last):
    return [Fill(at=NOW - timedelta(days=ago), left_frac=left_frac) for ago in days_ago]


def days(span):
    return round(span / timedelta(days=1), 1)


def test_without_history_the_maker_is_believed_with_a_wide_margin():
    known = hold_time([], makers=TEN_DAYS, now=NOW)
    assert (days(known.hold), known.intervals) == (10.0, 0)
    assert 3 < days(known.uncertainty) < 5
    assert days(known.latest) < 6


def test_measured_losses_teach_the_dewars_own_time():
    """Half is lost in three days each time: six days, not the maker's ten."""
    known = hold_time(fills(12, 9, 6, 3, 0, left_frac=0.5), makers=TEN_DAYS, now=NOW)
    assert 5.9 < known.hold / timedelta(days=1) < 6.4
    assert days(known.uncertainty) < 1.0
    assert known.intervals == 4


def test_one_odd_reading_changes_little():
    plain = fills(15, 12, 9, 6, 3, left_frac=0.5)
    odd = [*plain, Fill(at=NOW, left_frac=0.94)]
    usual, forgiven = (hold_time(history, makers=TEN_DAYS, now=NOW).hold for history in (plain, odd))
    assert abs(forgiven / usual - 1) < 0.1


def test_still_cold_after_longer_than_the_maker_says_lengthens_it():
    known = hold_time(fills(28, 14, 0), makers=TEN_DAYS, now=NOW)
    assert days(known.hold) > 13


def test_found_warm_shortens_it():
    history = [*fills(5), Fill(at=NOW, was_warm=True)]
    assert days(hold_time(history, makers=TEN_DAYS, now=NOW).hold) < 8


def test_short_intervals_without_a_measure_say_nothing_new():
    known = hold_time(fills(4, 3, 2, 1, 0), makers=TEN_DAYS, now=NOW)
    assert 9.5 < known.hold / timedelta(days=1) < 11.5


def test_old_lessons_fade():
    fresh = hold_time(fills(12, 9, 6, 3, left_frac=0.5), makers=TEN_DAYS, now=NOW)
    old = hold_time(fills(2012, 2009, 2006, 2003, left_frac=0.5), makers=TEN_DAYS, now=NOW)
    assert days(fresh.hold) < 7
    assert days(old.hold) > 9


@pytest.mark.parametrize(
    "history",
    [
        [Fill(at=NOW - timedelta(days=1)), Fill(at=NOW, left_frac=0.99)],
        [Fill(at=NOW - timedelta(days=1), was_warm=True), Fill(at=NOW, left_frac=0.0)],
        [Fill(at=NOW), Fill(at=NOW)],
    ],
)
def test_intervals_that_say_nothing_are_left_out(history):
    assert hold_time(history, makers=TEN_DAYS, now=NOW).intervals == 0


def test_cold_until_counts_from_the_last_fill_and_how_full_it_was():
    history = fills(12, 9, 6, 3, left_frac=0.5)
    whole = cold_until(history, makers=TEN_DAYS, now=NOW)
    half = cold_until(
        [*history[:-1], Fill(at=history[-1].at, left_frac=0.5, filled_frac=0.5)], makers=TEN_DAYS, now=NOW
    )
    assert whole is not None
    assert half is not None
    last = history[-1].at
    assert (half.at - last) / (whole.at - last) == pytest.approx(0.5)
    assert last < whole.top_up_before < whole.at
    assert whole.intervals == 3


def test_a_dewar_that_was_never_filled_or_is_warm_has_no_clock():
    assert cold_until([], makers=TEN_DAYS, now=NOW) is None
    assert cold_until([*fills(3), Fill(at=NOW, was_warm=True)], makers=TEN_DAYS, now=NOW) is None


@given(
    st.lists(
        st.builds(
            Fill,
            at=st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given beside
            left_frac=st.none() | st.floats(0, 1),
            filled_frac=st.floats(0.1, 1),
            was_warm=st.booleans(),
        ),
        max_size=12,
    ),
    st.floats(1, 30),
)
def test_whatever_the_history_the_estimate_is_sane(history, makers_days):
    known = hold_time(history, makers=timedelta(days=makers_days), now=NOW)
    assert timedelta() < known.latest < known.hold
    assert known.uncertainty > timedelta()
    assert 0.2 < known.hold / timedelta(days=makers_days) < 5
