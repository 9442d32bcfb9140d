"""Who may be invited, and what they will be called."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count

from farlight.kernel.errors import Objection

VALID_FOR = timedelta(days=14)
"""How long a link works."""
MOST_OPEN = 20
"""Invitations of one person, who does not look after accounts, that wait at the same time."""
LONGEST_NAME = 100
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


def objections_to_invitation(*, email: str, given_name: str, family_name: str, waiting: int) -> tuple[Objection, ...]:
    """Everything that stands in the way of an invitation.

    Parameters
    ----------
    waiting : int
        How many of the person's invitations wait now.
    """
    found = []
    if len(email) > 254 or not email.isprintable() or not _ADDRESS.fullmatch(email):  # noqa: PLR2004 - RFC 5321
        found.append(
            Objection(message="That is no e-mail address.", mend="Give the one that they read.", field="email")
        )
    for field, name, word in (("given_name", given_name, "given"), ("family_name", family_name, "family")):
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            found.append(Objection(message=f"The {word} name is missing, or too long.", field=field))
    if waiting >= MOST_OPEN:
        mend = "Wait until some are accepted, or ask the user office."
        found.append(Objection(message=f"{waiting} of your invitations wait already.", mend=mend))
    return tuple(found)


def login_names(given_name: str, family_name: str) -> Iterator[str]:
    """Return names that somebody may log in with, the best first: ``okafor``, ``mira.okafor``, ``mira.okafor2``."""
    given, family = _plain(given_name), _plain(family_name)
    whole = ".".join(part for part in (given, family) if part) or "guest"
    short = [family] if len(family) > 2 else []  # noqa: PLR2004 - two letters are nobody's name
    return chain(short, [whole], (f"{whole}{number}" for number in count(2)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60]
