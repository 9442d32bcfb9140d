"""The watch ends with the test."""

import pytest

from farlight.leases.watching import channel_watch


@pytest.fixture(autouse=True)
def _nothing_is_watched_afterwards():
    yield
    thread = channel_watch._thread
    if thread is not None:
        thread.join(timeout=5)
        assert not thread.is_alive()
