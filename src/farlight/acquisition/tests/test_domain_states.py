import pytest

from farlight.acquisition.domain.states import NEXT_STATES, may_follow
from farlight.acquisition.types import RequestState as S


def test_every_state_has_its_row():
    assert set(NEXT_STATES) == set(S)


@pytest.mark.parametrize("state", [S.DONE, S.ABORTED, S.FAILED, S.INTERRUPTED, S.CANCELLED])
def test_what_has_ended_stays_ended(state):
    assert not any(may_follow(state, new) for new in S)


def test_only_what_waits_can_be_cancelled():
    assert [state for state in S if may_follow(state, S.CANCELLED)] == [S.QUEUED]


def test_the_beamline_is_busy_with_what_is_collecting_or_paused():
    assert [state for state in S if state.is_under_way] == [S.COLLECTING, S.PAUSED]
