"""The chain: each record's hash covers the one before it, so that no record can be changed, removed or slipped in.

The personal part is covered by a digest with a salt of its own. Without the salt nobody can find out by trying names
whose digest it is; so erasing part and salt together erases the person, and the chain holds all the same.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from farlight.audit.types import ChainFault

GENESIS = "0" * 64
"""The hash before the first record."""
MOST_FAULTS = 100


@dataclass(frozen=True, kw_only=True)
class PersonalPart:
    """What can be erased."""

    by: str
    about: str
    address: str
    details: str
    """JSON."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """A record, as the chain sees it."""

    number: int
    at: datetime
    kind: str
    session_code: str
    digest: str
    """Of the personal part, 64 hexadecimal digits."""
    hash: str
    salt: str
    """Of the digest; empty when the personal part was erased."""
    personal: PersonalPart


def digest_of_personal(personal: PersonalPart, *, salt: str) -> str:
    """Return the digest of a personal part: SHA-256 of the salt and the part's one JSON form, in hexadecimal digits."""
    text = _json([personal.by, personal.about, personal.address, personal.details])
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def hash_of(*, previous: str, number: int, at: datetime, kind: str, session_code: str, digest: str) -> str:
    """Return a record's hash: SHA-256 of the hash before it and of everything that is never erased."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(_json([previous, number, moment, kind, session_code, digest]).encode()).hexdigest()


def _json(parts: list[object]) -> str:
    return json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def faults_in(links: Iterable[Link], *, reached: int, noted: Mapping[int, str]) -> Iterator[tuple[int, ChainFault]]:
    """Look along a chain and give what is wrong, by number.

    Parameters
    ----------
    links : iterable of Link
        All records that are sealed, by number.
    reached : int
        The number that the chain once reached.
    noted : mapping
        Hashes that somebody noted outside, by number.
    """
    previous, expected = GENESIS, 1
    for link in links:
        for gone in range(expected, link.number):
            yield gone, ChainFault.MISSING
        yield from _faults_of(link, previous if link.number == expected else None)
        if noted.get(link.number, link.hash) != link.hash:
            yield link.number, ChainFault.OTHER
        previous, expected = link.hash, link.number + 1
    if expected <= max(reached, *noted, 0):
        yield expected, ChainFault.CUT


def _faults_of(link: Link, previous: str | None) -> Iterator[tuple[int, ChainFault]]:
    """What is wrong with one record; after a gap there is nothing that its hash can be compared with."""
    if previous is not None and link.hash != hash_of(
        previous=previous,
        number=link.number,
        at=link.at,
        kind=link.kind,
        session_code=link.session_code,
        digest=link.digest,
    ):
        yield link.number, ChainFault.CHANGED
    if link.salt and digest_of_personal(link.personal, salt=link.salt) != link.digest:
        yield link.number, ChainFault.PERSONAL_CHANGED
