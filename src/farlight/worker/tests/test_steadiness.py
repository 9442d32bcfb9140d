"""Nobody is taken for dead because a clock was set, or because the machine slept."""

from datetime import UTC, datetime, timedelta

import pytest

from farlight.worker.steadiness import SETTLES_S, Steadiness

NOON = datetime(2026, 5, 6, 12, tzinfo=UTC)


class Clocks:
    """A clock that people set, and one that nobody sets."""

    def __init__(self):
        self.now, self.monotonic_s = NOON, 1000.0
        self.steadiness = Steadiness(lambda: self.monotonic_s)

    def holds_after(self, passed_s, *, set_by_s=0.0):
        self.monotonic_s += passed_s
        self.now += timedelta(seconds=passed_s + set_by_s)
        return self.steadiness.holds(now=self.now)


@pytest.mark.parametrize("set_by_s", [3600.0, -3600.0, 6.0])
def test_after_a_jump_the_clock_is_believed_when_it_ran_evenly_for_a_while(set_by_s):
    clocks = Clocks()
    assert [clocks.holds_after(passed_s) for passed_s in (0, SETTLES_S - 1, 1)] == [False, False, True]
    assert clocks.holds_after(2, set_by_s=set_by_s) is False
    assert [clocks.holds_after(SETTLES_S / 2) for _ in range(2)] == [False, True]


def test_a_clock_that_is_slewed_is_even():
    clocks = Clocks()
    assert [clocks.holds_after(40, set_by_s=0.02) for _ in range(4)] == [False, False, True, True]
