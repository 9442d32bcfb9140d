"""Handlers that listen during one test."""

import pytest

from farlight.bus import registry
from farlight.bus.tests import lamps


@pytest.fixture
def listening(monkeypatch):
    """Returns a function that lets handlers listen to a class of events, until the test ends."""
    monkeypatch.setattr(registry, "_handlers", registry.defaultdict(list, registry._handlers))
    lamps.seen.clear()
    lamps.fuses["blown"] = False

    def listen(kind, *handlers):
        for handler in handlers:
            registry.subscribe(kind)(handler)

    return listen
