import os
from pathlib import Path

import pytest

from farlight.config.benchmarks.facility import percentile, temporary_state


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [([5.0], 95, 5.0), ([4.0, 1.0, 3.0, 2.0], 50, 2.0), (list(map(float, range(1, 101))), 95, 95.0)],
)
def test_percentile_is_the_nearest_rank(values, percent, expected):
    assert percentile(values, percent) == expected


def test_state_is_temporary_and_the_environment_as_before():
    before = dict(os.environ)
    with temporary_state() as state:
        assert os.environ["FARLIGHT_STATE_DIR"] == str(state)
        assert "FARLIGHT_DATABASE_URL" not in os.environ
    assert dict(os.environ) == before
    assert not Path(state).exists()
