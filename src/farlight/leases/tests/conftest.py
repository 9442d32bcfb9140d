"""The watch ends with the test; what contexts above ask of leases is theirs to test."""

import pytest

from farlight.leases.tests.factories import end_of_watch, give_every_kind_a_door


@pytest.fixture(autouse=True)
def _nothing_is_watched_afterwards():
    yield
    end_of_watch()


@pytest.fixture(autouse=True)
def _every_kind_has_a_door(monkeypatch):
    give_every_kind_a_door(monkeypatch)
