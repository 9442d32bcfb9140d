from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from farlight.transfer.domain.downloads import TRANSITIONS, DownloadState, state_after_silence
from farlight.transfer.domain.intervals import merged, total_bytes

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "is_whole", "quiet_s", "expected"),
    [
        (DownloadState.RUNNING, True, 29, None),
        (DownloadState.RUNNING, True, 30, DownloadState.COMPLETE),
        (DownloadState.RUNNING, False, 30, DownloadState.INTERRUPTED),
        (DownloadState.INTERRUPTED, False, 899, None),
        (DownloadState.INTERRUPTED, False, 900, DownloadState.BROKEN),
        (DownloadState.COMPLETE, True, 10**6, None),
    ],
)
def test_silence(state, is_whole, quiet_s, expected):
    assert state_after_silence(state, is_whole=is_whole, last_at=NOW - timedelta(seconds=quiet_s), now=NOW) is expected


def test_what_is_over_stays_over():
    assert {state for state, to in TRANSITIONS.items() if not to} == {
        DownloadState.COMPLETE,
        DownloadState.BROKEN,
        DownloadState.REVOKED,
    }


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_intervals_hold_each_byte_once(pairs):
    found = []
    for start, stop in pairs:
        found = merged(found, start, stop)
    bytes_sent = {n for start, stop in pairs for n in range(start, stop)}
    assert {n for start, stop in found for n in range(start, stop)} == bytes_sent
    assert total_bytes(found) == len(bytes_sent)
