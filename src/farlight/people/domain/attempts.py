"""How often somebody may be wrong.

A blocked address must not lock others out: what is wrong from one address counts against that address and account
together. Many addresses against one account close it for strangers only: an address where its owner signed in before
stays open.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

PAIR_LIMIT = 5
"""Wrong passwords of one account from one address."""
ADDRESS_LIMIT = 60
"""Wrong passwords from one address, whatever the account: a control room shares one address."""
ACCOUNT_LIMIT = 40
"""Wrong passwords of one account from addresses where its owner never signed in."""
CODE_LIMIT = 10
"""Wrong codes of one person; who gets so far knew the password or had the key."""
WINDOW = timedelta(minutes=15)

_NETWORK_BITS = 64
"""A household has a whole /64 of IPv6 addresses."""


@dataclass(frozen=True, kw_only=True)
class WrongAttempts:
    """How often something was wrong within the window, this attempt not counted."""

    from_address: int
    of_account: int
    of_both: int
    is_known_address: bool
    """Whether the account's owner signed in from there before."""


def may_try(wrong: WrongAttempts) -> bool:
    """Whether a password may be tried."""
    if wrong.of_both >= PAIR_LIMIT or wrong.from_address >= ADDRESS_LIMIT:
        return False
    return wrong.is_known_address or wrong.of_account < ACCOUNT_LIMIT


def network_of(address: str) -> str:
    """Return what an address is counted as: itself, or the network of an IPv6 address; a name of a line otherwise."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:45]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Address(int(parsed) >> _NETWORK_BITS << _NETWORK_BITS))
    return str(parsed)
