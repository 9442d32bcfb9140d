"""The analysis takes all images while it keeps up, and evenly chosen ones when it does not."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from farlight.runs.domain.pacing import BEHIND_S, images_to_fill_in, images_to_look_at


def indices(*, following: int, ready: int, rate_hz: float = 20.0, is_collecting: bool = True) -> tuple[list[int], bool]:
    choice = images_to_look_at(following=following, ready=ready, rate_hz=rate_hz, is_collecting=is_collecting)
    return list(choice.indices), choice.sampled


def test_all_images_are_taken_while_it_keeps_up() -> None:
    assert indices(following=3, ready=7) == ([3, 4, 5, 6], False)


def test_no_more_than_half_a_second_of_work_is_taken_at_once() -> None:
    assert indices(following=0, ready=25) == (list(range(10)), False)


def test_images_are_left_out_evenly_when_it_falls_behind() -> None:
    chosen, sampled = indices(following=0, ready=120, rate_hz=20.0)
    assert sampled
    assert chosen[:4] == [3, 7, 11, 15]


def test_nothing_is_left_out_when_the_run_is_over() -> None:
    assert indices(following=0, ready=1000, is_collecting=False) == (list(range(10)), False)


@given(
    following=st.integers(0, 500),
    waiting=st.integers(1, 5000),
    rate_hz=st.floats(0.01, 500),
    is_collecting=st.booleans(),
)
def test_chosen_images_are_ready_and_not_yet_looked_at(
    following: int, waiting: int, rate_hz: float, *, is_collecting: bool
) -> None:
    ready = following + waiting
    chosen, sampled = indices(following=following, ready=ready, rate_hz=rate_hz, is_collecting=is_collecting)
    assert chosen
    assert all(following <= index < ready for index in chosen)
    assert chosen == sorted(set(chosen))
    assert len({b - a for a, b in pairwise(chosen)}) <= 1
    if sampled:
        assert waiting > max(int(rate_hz * BEHIND_S), 2)


def test_what_was_left_out_is_filled_in_by_small_parts() -> None:
    left_out = list(range(0, 100, 3))
    assert images_to_fill_in(left_out, rate_hz=20.0) == [0, 3, 6, 9, 12]
    assert images_to_fill_in(left_out, rate_hz=0.1) == [0]
    assert images_to_fill_in([], rate_hz=20.0) == []
