"""The watch ends with the test; what contexts above ask of leases is theirs to test."""

import pytest

from farlight.leases import queries
from farlight.leases.tests.factories import end_of_watch
from farlight.leases.types import ChannelKind


@pytest.fixture(autouse=True)
def _nothing_is_watched_afterwards():
    yield
    end_of_watch()


@pytest.fixture(autouse=True)
def _every_kind_has_a_door(monkeypatch):
    """A facility has a hub here, whatever its file says."""
    monkeypatch.delitem(queries._conditions, ChannelKind.NOTEBOOK)
    monkeypatch.delitem(queries._offers, ChannelKind.NOTEBOOK)
