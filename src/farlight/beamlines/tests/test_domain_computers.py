"""Computers of beamlines: what is wrong with one, and where a name may lead."""

import pytest

from farlight.beamlines.domain.computers import is_played, may_be_meant, objections_to_computer
from farlight.beamlines.types import ComputerDefinition


@pytest.mark.parametrize(
    ("found", "allowed"),
    [
        ("10.1.2.3", True),
        ("2001:db8::7", True),
        ("fd00::7", True),
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),  # noqa: S104 - to see that it is refused
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("not numbers", False),
    ],
)
def test_a_name_leads_to_no_service_of_the_gateway_itself(found, allowed):
    assert may_be_meant(found) is allowed


KEYS = {"login": "users", "key_file": "/keys/sim1", "host_key": "ssh-ed25519 AAAA"}


@pytest.mark.parametrize(
    ("parts", "fields"),
    [
        ({}, []),
        (KEYS, []),
        ({"jump": False}, ["jump"]),
        ({"jump": False, **KEYS}, []),
        ({"login": "users"}, ["login", "login"]),
        ({**KEYS, "host_key": "AAAA"}, ["host_key"]),
        ({"address": "a:b:c"}, ["address"]),
        ({"address": "fd00::7"}, []),
        ({"address": "farlight.simulator.computer:serve", "login": "users"}, []),
    ],
)
def test_what_does_not_fit_together_is_told_by_key(parts, fields):
    found = list(objections_to_computer(ComputerDefinition(name="control", **parts)))
    assert [objection.field for objection in found] == fields


def test_a_function_that_plays_a_computer_is_no_address():
    played = [
        ComputerDefinition(name="c", address=a)
        for a in ("farlight.simulator.computer:serve", "fd00::7", "c.example", "")
    ]
    assert [is_played(one) for one in played] == [True, False, False, False]
