"""Computers of beamlines: what is wrong with how one is described, and where a name may lead. Pure."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from farlight.beamlines.types import ComputerDefinition
from farlight.kernel.errors import Objection

FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+:[A-Za-z_]\w*")


def is_played(computer: ComputerDefinition) -> bool:
    """Whether a function of Farlight plays it: there is no network to it."""
    return FUNCTION.fullmatch(computer.address) is not None


def numbers_of(address: str) -> IPv4Address | IPv6Address | None:
    """Return an address that is written in numbers; None when it is a name."""
    try:
        return ip_address(address)
    except ValueError:
        return None


def may_be_meant(found: str) -> bool:
    """Whether a name of the facility file may lead to an address: not into the gateway itself, and not to nobody.

    Whoever answers for a name could else make the gateway connect to its own services. An address that stands in the
    file in numbers is what the facility means, whatever it is.
    """
    numbers = numbers_of(found.partition("%")[0])
    if isinstance(numbers, IPv6Address) and numbers.ipv4_mapped is not None:
        numbers = numbers.ipv4_mapped
    if numbers is None:
        return False
    nowhere = numbers.is_unspecified or numbers.is_multicast or (numbers.is_reserved and numbers.version == 4)  # noqa: PLR2004
    return not (nowhere or numbers.is_loopback or numbers.is_link_local)


def objections_to_computer(computer: ComputerDefinition) -> Iterator[Objection]:
    """Return what does not fit together in a computer of the facility file, each with the key it is about."""
    if computer.address and not is_played(computer) and ":" in computer.address and not numbers_of(computer.address):
        yield Objection(message="It is neither a host nor a function's dotted name.", field="address")
    if not computer.jump and not computer.login:
        mend = "Let people jump, or give the login that shells are opened with."
        yield Objection(message=f"Nobody could reach {computer.name}.", mend=mend, field="jump")
    if is_played(computer) or not computer.login:
        return
    for field, what in (("key_file", "the gateway's private key"), ("host_key", "the computer's public host key")):
        if not getattr(computer, field):
            yield Objection(message=f"Shells on {computer.name} need {what}.", mend=f"Give {field}.", field="login")
    if computer.host_key and len(computer.host_key.split()) < 2:  # noqa: PLR2004 - a kind and a key
        yield Objection(message="It is not the line of a public key.", mend="It begins ssh-ed25519 …", field="host_key")
