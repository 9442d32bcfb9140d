from datetime import UTC, datetime, timedelta

import pytest

from farlight.safety.domain.trainings import state_of
from farlight.safety.types import TrainingState

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
END = NOW + timedelta(days=2)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("until", "state"),
    [
        (None, TrainingState.MISSING),
        (NOW - SECOND, TrainingState.IS_OVER),
        (NOW, TrainingState.IS_OVER),
        (NOW + SECOND, TrainingState.ENDS_TOO_EARLY),
        (END - SECOND, TrainingState.ENDS_TOO_EARLY),
        (END, TrainingState.COUNTS),
    ],
)
def test_a_training_is_asked_until_the_work_ends(until, state):
    assert state_of(until, now=NOW, needed_until=END) is state
