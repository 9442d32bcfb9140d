import pytest

from farlight.beamtime.domain.states import NEXT_STATES, may_follow, state_by_clock
from farlight.beamtime.types import AccessMode
from farlight.beamtime.types import SessionState as S


def test_every_state_has_its_steps_and_no_session_stays_where_it_is():
    assert set(NEXT_STATES) == set(S)
    assert [state for state in S if may_follow(state, state)] == []


def test_only_a_closed_session_is_over_for_ever():
    assert [state for state in S if not NEXT_STATES[state]] == [S.CLOSED]


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        (S.SCHEDULED, 9, S.SCHEDULED),
        (S.SCHEDULED, 10, S.RUNNING),
        (S.READY, 19, S.RUNNING),
        (S.READY, 20, S.ENDED),
        (S.SCHEDULED, 25, S.ENDED),
        (S.RUNNING, 9, S.RUNNING),
        (S.RUNNING, 19, S.RUNNING),
        (S.RUNNING, 20, S.ENDED),
        (S.CANCELLED, 15, S.CANCELLED),
        (S.CLOSED, 25, S.CLOSED),
        (S.ENDED, 15, S.ENDED),
    ],
)
def test_what_the_clock_does(state, now, expected):
    assert state_by_clock(state, start=10, end=20, now=now) is expected


def test_modes_of_access_in_words():
    assert [mode.label for mode in AccessMode] == ["on site", "remote", "mixed", "mail-in", "unattended"]
