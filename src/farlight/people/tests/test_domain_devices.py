"""What browsers are called."""

import pytest

from farlight.people.domain.devices import device_named


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/1 Safari/1 Edg/1", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18 like Mac OS X) Safari/1", "Safari on an iPhone"),
        ("curl/8.0", "Unknown program"),
        ("something on Linux", "Linux"),
    ],
)
def test_browsers_are_called_as_people_call_them(said, device):
    assert device_named(said) == device
