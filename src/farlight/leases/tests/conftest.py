"""The watch ends with the test."""

import pytest

from farlight.leases.tests.factories import end_of_watch


@pytest.fixture(autouse=True)
def _nothing_is_watched_afterwards():
    yield
    end_of_watch()
