"""Addresses, and what they lack."""

import re
from dataclasses import asdict, fields
from hashlib import sha256

from farlight.kernel.errors import Objection
from farlight.shipping.types import Address

_NEEDED = {
    "name": "Say whom to ask for.",
    "institute": "Give the university, laboratory or company.",
    "street": "Give street, house and building.",
    "city": "Give the city.",
    "country": "Choose the country.",
    "phone": "Couriers want a telephone number.",
}
_LENGTHS = {
    "name": 100, "institute": 200, "street": 300, "postcode": 20, "city": 100, "region": 100, "country": 2,
    "phone": 40, "email": 254, "eori": 20,
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def tidied(address: Address) -> Address:
    """Return an address without spaces at the ends of its parts."""
    return Address(**{field.name: getattr(address, field.name).strip() for field in fields(Address)})


def digest_of(address: Address) -> str:
    """Return a mark of an address: two that say the same have the same."""
    return sha256("\0".join(asdict(address).values()).encode()).hexdigest()


def objections_to_address(address: Address | None, *, whose: str = "sender") -> list[Objection]:
    """Return everything that an address lacks.

    Parameters
    ----------
    address : Address or None
        None when nobody gave one.
    whose : str
        Word for it in sentences, and name of the field.
    """
    if address is None:
        return [Objection(message=f"There is no address of the {whose}.", mend="Write it down.", field=whose)]
    said = asdict(address)
    found = [
        Objection(message=f"The {whose}'s address lacks its {field}.", mend=mend, field=f"{whose}.{field}")
        for field, mend in _NEEDED.items()
        if not said[field]
    ]
    found += objections_to_lengths(address, whose=whose)
    if address.country and not re.fullmatch(r"[A-Z]{2}", address.country):
        message = f"{address.country!r} is not the code of a country."
        found.append(Objection(message=message, mend="They look like FR.", field=f"{whose}.country"))
    if address.email and not _EMAIL.fullmatch(address.email):
        found.append(Objection(message="The e-mail address is none.", field=f"{whose}.email"))
    return found


def objections_to_lengths(address: Address | None, *, whose: str = "sender") -> list[Objection]:
    """Return what of an address is too long to be written down at all, however much of it is still to come."""
    if address is None:
        return []
    said = asdict(tidied(address))
    return [
        Objection(
            message=f"The {field} is too long.", mend=f"Use at most {longest} characters.", field=f"{whose}.{field}"
        )
        for field, longest in _LENGTHS.items()
        if len(said[field]) > longest
    ]
